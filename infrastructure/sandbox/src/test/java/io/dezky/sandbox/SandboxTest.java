package io.dezky.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole show on the embedded API server, as a machine without a real one runs it. */
@Execution(ExecutionMode.CONCURRENT)
class SandboxTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void endsWellAndShowsConditionsRecordsInvitesAndPlacesButNoCredential() {
        boolean good = run(Optional.empty());

        assertThat(good).as(text()).isTrue();
        assertThat(text())
                .containsPattern("tenant/acme +Ready +True +Reconciled")
                .contains("dezky1-rsa._domainkey.acme.test. IN TXT")
                .contains("operatorinvite/ada", "RecoveryLink", "TemporaryPassword")
                .contains("DomainTaken", "InvalidSpec")
                .contains("metrics of the operator")
                .doesNotContain("FAILED");
        assertThat(text()).as("credentials").doesNotContain("flow_token=").doesNotContain("BEGIN PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "authentik, AuthentikUnavailable, Authentik at http, IdentityProviderUnavailable",
        "stalwart, StalwartUnavailable, Stalwart at http, StalwartUnavailable",
        "ocis, OcisUnavailable, oCIS at http, OcisUnavailable"
    })
    void withOneSystemDownItEndsBadlySaysWhichAndDoesTheRest(
            String system, String reason, String message, String reasonOfFiles) {
        boolean good = run(Optional.of(system));

        assertThat(good).isFalse();
        assertThat(text())
                .contains(reason)
                .contains(message)
                .contains(reasonOfFiles)
                .contains("Check that it runs");
        assertThat(text()).as("all that does not need it is done").doesNotContain("FAILED");
    }

    private boolean run(Optional<String> fail) {
        Options options = new Options(true, fail, Optional.empty(), Optional.empty());
        Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8));
        Path home = Path.of(System.getProperty("project.root")).resolve("infrastructure/sandbox");
        try (Sandbox sandbox = new Sandbox(options, terminal, home, folder.resolve("log"), Clusters::embedded)) {
            return sandbox.run();
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
