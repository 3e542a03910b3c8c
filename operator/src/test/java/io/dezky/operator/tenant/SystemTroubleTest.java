package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.Fault.Effect;
import io.dezky.simulator.http.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A system that does not work: its condition names it, says why, and what to do; what does not need it is done; nothing
 * that was there is lost; and when it works again the Tenant gets ready by itself.
 */
class SystemTroubleTest {

    private static final Map<String, String> CONDITIONS =
            Map.of("authentik", "IdentityReady", "stalwart", "MailReady", "ocis", "FilesReady");
    private static final Map<String, String> NAMES =
            Map.of("authentik", "Authentik", "stalwart", "Stalwart", "ocis", "oCIS");

    private static TenantFixture world;
    private static int number;

    @BeforeAll
    static void aPlatformWithATenant() {
        world = TenantFixture.withAcme();
        world.change(
                "/spec/files",
                "{\"spaces\": [{\"name\": \"Company\", \"members\": \"Editor\", \"admins\": \"Editor\"}]}");
        world.settle();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Faults faults(String system) {
        return switch (system) {
            case "authentik" -> world.world.authentik.faults();
            case "stalwart" -> world.world.stalwart.faults();
            default -> world.world.ocis.faults();
        };
    }

    // ---- answers that are no answers

    @TestFactory
    Stream<DynamicTest> whileASystemDoesNotWorkTheRestIsDone() {
        Map<String, Effect> troubles = new LinkedHashMap<>();
        troubles.put("refuses connections", new Effect.RefuseConnection());
        troubles.put("answers 500", instead(500, "{}", Map.of()));
        troubles.put("answers 502 with a web page", instead(502, "<html>Bad Gateway</html>", Map.of()));
        troubles.put("answers 503 and asks for patience", instead(503, "", Map.of("Retry-After", List.of("120"))));
        troubles.put("answers 429 and asks for patience", instead(429, "", Map.of("Retry-After", List.of("120"))));
        troubles.put("answers with a web page", instead(200, "<html>Welcome</html>", Map.of()));
        troubles.put("answers with another JSON than is asked for", instead(200, "[42]", Map.of()));
        List<DynamicTest> tests = new ArrayList<>();
        for (String system : List.of("authentik", "stalwart", "ocis")) {
            troubles.forEach((name, effect) -> tests.add(dynamicTest(
                    NAMES.get(system) + " " + name,
                    () -> isTold(
                            system,
                            () -> faults(system).add(Fault.always(Fault.anyRequest(), effect)),
                            () -> faults(system).clear()))));
        }
        return tests.stream();
    }

    private static Effect instead(int status, String body, Map<String, List<String>> headers) {
        return new Effect.AnswerInstead(new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    @TestFactory
    Stream<DynamicTest> aTokenThatIsNotAcceptedIsTold() {
        return Stream.of("authentik", "stalwart", "ocis")
                .map(system -> dynamicTest(NAMES.get(system), () -> {
                    String right = Files.readString(world.world.token(system));
                    Tenant tenant =
                            isTold(system, () -> write(system, "a-token-of-somebody-else"), () -> write(system, right));
                    assertThat(TenantFixture.condition(tenant, CONDITIONS.get(system))
                                    .message())
                            .doesNotContain("a-token-of-somebody-else", right);
                }));
    }

    private static void write(String system, String token) {
        try {
            Files.writeString(world.world.token(system), token);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** With a new Tenant, and with one that is ready. Gives back the new one as it was during the trouble. */
    private static Tenant isTold(String system, Runnable begin, Runnable end) {
        String name = "t" + number++;
        Tenant acme = world.tenant();
        begin.run();
        world.restart();
        Tenant during;
        try {
            world.apply(
                    "tenants", name, "2026-11-23T08:30:00Z", """
                    mail: {domains: [{name: %s.test}]},
                    files: {spaces: [{name: Company, quota: 1Gi, members: Editor, admins: Editor}]}""".formatted(name).replace("\n", " "));
            for (int i = 0; i < 3; i++) {
                world.pass();
            }
            during = world.tenant(name);
            Condition told = TenantFixture.condition(during, CONDITIONS.get(system));
            assertThat(told.status()).isEqualTo("False");
            assertThat(told.message()).contains(NAMES.get(system));
            assertThat(told.message()).containsAnyOf("Check that", "again by itself", "Put a valid one");
            assertThat(TenantFixture.condition(during, "Ready").message()).contains(told.message());
            if (system.equals("authentik") && !told.reason().equals("Unauthorized")) {
                assertThat(TenantFixture.condition(during, "FilesReady").message())
                        .as("without Authentik the operator has no token for oCIS")
                        .contains("oCIS can't be asked, because Authentik");
            }
            CONDITIONS.forEach((other, condition) -> {
                boolean needsIt = other.equals(system) || (system.equals("authentik") && other.equals("ocis"));
                if (!needsIt) {
                    assertThat(TenantFixture.condition(during, condition).status())
                            .as(condition)
                            .isEqualTo("True");
                }
            });
            assertThat(world.tenant().getStatus().identity())
                    .isEqualTo(acme.getStatus().identity());
            assertThat(world.tenant().getStatus().mail())
                    .isEqualTo(acme.getStatus().mail());
            assertThat(world.tenant().getStatus().files())
                    .isEqualTo(acme.getStatus().files());
        } finally {
            end.run();
        }
        world.world.clock.advance(Duration.ofMinutes(5));
        for (int i = 0; i < 2; i++) {
            world.pass();
        }
        assertThat(TenantFixture.condition(world.tenant(name), "Ready").status())
                .as(TenantFixture.condition(world.tenant(name), "Ready").message())
                .isEqualTo("True");
        assertThat(world.condition("Ready").status()).isEqualTo("True");
        assertThat(world.writesOfOnePass()).isEmpty();
        world.delete(name);
        world.pass();
        return during;
    }
}
