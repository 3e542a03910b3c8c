package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The health scripts for Argo CD, by their own {@code health_test.yaml}, as Argo CD's own tests run them. */
class ArgoHealthTest {

    private static final List<String> SHOWN = List.of("Healthy", "Progressing", "Degraded", "Suspended");

    /** One entry of a health_test.yaml. */
    record Expectation(String kind, String input, String status, String message) {
        @Override
        public String toString() {
            return kind + ": " + input + " is " + status;
        }

        JsonNode object() {
            return ProjectFiles.yaml(ProjectFiles.CUSTOMIZATIONS.resolve(kind).resolve(input));
        }
    }

    static Stream<Expectation> expectations() {
        return ProjectFiles.KINDS.stream().flatMap(ArgoHealthTest::expectations);
    }

    private static Stream<Expectation> expectations(String kind) {
        JsonNode tests = ProjectFiles.yaml(
                        ProjectFiles.CUSTOMIZATIONS.resolve(kind).resolve("health_test.yaml"))
                .get("tests");
        return StreamSupport.stream(tests.spliterator(), false)
                .map(test -> new Expectation(
                        kind,
                        test.get("inputPath").asText(),
                        test.at("/healthStatus/status").asText(),
                        test.at("/healthStatus/message").asText()));
    }

    @NeedsLua
    @ParameterizedTest
    @MethodSource("expectations")
    void theScriptSaysWhatIsExpected(Expectation expected) {
        JsonNode health =
                Lua.run(ProjectFiles.CUSTOMIZATIONS.resolve(expected.kind()).resolve("health.lua"), expected.object());

        assertThat(health.get("status").asText()).isEqualTo(expected.status());
        assertThat(health.get("message").asText()).isEqualTo(expected.message());
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void everyKindHasAllStatesAndEveryFixtureIsUsed(String kind) {
        List<Expectation> all = expectations(kind).toList();
        Path folder = ProjectFiles.CUSTOMIZATIONS.resolve(kind);

        assertThat(all).hasSizeGreaterThanOrEqualTo(8);
        assertThat(all).extracting(Expectation::status).contains(SHOWN.toArray(String[]::new));
        assertThat(all)
                .extracting(one -> folder.resolve(one.input()))
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.below(folder.resolve("testdata"), ".yaml"));
    }

    static Stream<String> kinds() {
        return ProjectFiles.KINDS.stream();
    }

    @Test
    void bothKindsOfInvitesHaveTheSameScripts() {
        Path operator = ProjectFiles.CUSTOMIZATIONS.resolve("OperatorInvite");
        Path tenant = ProjectFiles.CUSTOMIZATIONS.resolve("TenantInvite");

        List<String> scripts = new ArrayList<>();
        for (Path script : ProjectFiles.below(operator, ".lua")) {
            Path name = operator.relativize(script);
            scripts.add(name.toString());
            assertThat(tenant.resolve(name)).hasSameTextualContentAs(script);
        }
        assertThat(scripts).contains("health.lua", "actions/discovery.lua");
    }

    @NeedsLua
    @Test
    void scriptsRunWithoutTheLibrariesThatArgoCdDoesNotGive(@TempDir Path folder) throws IOException {
        JsonNode object = expectations().findFirst().orElseThrow().object();
        for (String forbidden :
                List.of("string.upper('x')", "math.max(1, 2)", "os.exit(0)", "io.open('x')", "('x'):upper()")) {
            Path script = Files.writeString(folder.resolve("script.lua"), "return {status = " + forbidden + "}");

            assertThatThrownBy(() -> Lua.run(script, object)).as(forbidden).hasMessageContaining("attempt to index");
        }
    }
}
