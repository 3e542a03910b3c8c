package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixtures against schema and CEL rules, without an API server. */
class FixturesTest {

    private static final OfflineApiServer SERVER = new OfflineApiServer(
            CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList());

    @ParameterizedTest
    @MethodSource("io.dezky.platform.v1alpha1.Fixture#valid")
    void isAccepted(Fixture fixture) {
        assertThat(SERVER.create(fixture.create())).isEmpty();
        if (fixture.update() != null) {
            assertThat(SERVER.update(fixture.create(), fixture.update())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dezky.platform.v1alpha1.Fixture#invalid")
    void isRefusedWithItsMessageAndNoOther(Fixture fixture) {
        assertThat(fixture.expected()).as("# expect: lines").isNotEmpty();

        List<String> errors = refusal(fixture);

        assertThat(errors).hasSameSizeAs(fixture.expected());
        assertThat(fixture.expected())
                .allSatisfy(expected -> assertThat(errors).anyMatch(error -> error.contains(expected)));
    }

    @Test
    void everyRuleIsBrokenBySomeInvalidFixture() {
        OfflineApiServer server = new OfflineApiServer(
                CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList());

        Fixture.invalid().forEach(fixture -> refusal(server, fixture));

        assertThat(server.neverBrokenRules()).isEmpty();
    }

    @Test
    void everyKindHasFixturesOfBothSorts() {
        List<String> kinds =
                CrdGeneration.KINDS.stream().map(Class::getSimpleName).toList();

        assertThat(kinds(Fixture.valid())).containsAll(kinds);
        assertThat(kinds(Fixture.invalid())).containsAll(kinds);
    }

    private static List<String> refusal(Fixture fixture) {
        return refusal(SERVER, fixture);
    }

    private static List<String> refusal(OfflineApiServer server, Fixture fixture) {
        if (fixture.update() == null) {
            return server.create(fixture.create());
        }
        assertThat(server.create(fixture.create())).as("what is then changed").isEmpty();
        return server.update(fixture.create(), fixture.update());
    }

    private static List<String> kinds(List<Fixture> fixtures) {
        List<String> kinds = new ArrayList<>();
        fixtures.forEach(fixture -> kinds.add(fixture.create().get("kind").asText()));
        return kinds;
    }
}
