package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.k3s.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bootstrap says before it does anything: the plan, and what is missing. */
class PlanTest {

    private static final Pattern STEP = Pattern.compile("^ *(\\d+)\\. ", Pattern.MULTILINE);

    @TempDir
    Path temporary;

    /** Stand-ins that tell when they are started. */
    @BeforeEach
    void toolsThatMustNotBeUsed() throws IOException {
        for (String tool : List.of("kubectl", "helm", "mkcert", "k3d", "docker")) {
            Path file = temporary.resolve(tool);
            Files.writeString(file, "#!/bin/sh\necho " + tool + " was started >> " + temporary + "/started\nexit 1\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void thePlanOfALaptopIsPrintedWholeAndNothingIsDone() {
        Result plan = bootstrap("--laptop", "--dry-run");

        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(plan.output())
                .contains("(plan only)")
                .contains("k3d       cluster create")
                .contains("https://auth.dezky.test/");
        assertThat(applied(plan)).containsExactlyInAnyOrderElementsOf(files(Rendered.laptop()));
        assertNothingWasDone();
    }

    @Test
    void thePlanOfAServerIsPrintedWholeAndNothingIsDone() {
        Result plan = bootstrap("--server", "--dry-run", "--settings", StackFiles.SERVER.toString());

        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(applied(plan)).containsExactlyInAnyOrderElementsOf(files(Rendered.server()));
        assertThat(plan.output())
                .contains("helm      cert-manager-webhook-hetzner")
                .contains("helm      zulip")
                .contains("Backups are NOT set up");
        assertNothingWasDone();
    }

    @Test
    void stepsAreNumberedFromOneWithoutAGap() {
        Matcher matcher = STEP.matcher(bootstrap("--laptop", "--dry-run").output());
        int expected = 1;
        while (matcher.find()) {
            assertThat(matcher.group(1)).isEqualTo(Integer.toString(expected++));
        }
        assertThat(expected).isGreaterThan(10);
    }

    @Test
    void everythingThatIsMissingIsListedAtOnceAndNothingIsDone() throws IOException {
        Result result = bootstrap(
                "--server",
                "--settings",
                settings("BASE_DOMAIN=dezky.example.org", "S3_BUCKET=files", "STALWART_ADDRESS=192.0.2.1"));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output())
                .contains("Missing:")
                .contains("ACME_EMAIL")
                .contains("HETZNER_TOKEN_FILE")
                .contains("S3_ENDPOINT")
                .contains("S3_SECRET_KEY_FILE")
                .contains("STALWART_RECOVERY_ADMIN_FILE");
        assertNothingWasDone();
    }

    @Test
    void aFileThatASettingNamesMustBeReadable() throws IOException {
        Result result = bootstrap(
                "--server",
                "--settings",
                settings(
                        "BASE_DOMAIN=dezky.example.org",
                        "ACME_EMAIL=a@example.org",
                        "HETZNER_TOKEN_FILE=/nowhere/token"));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output())
                .contains("the file that HETZNER_TOKEN_FILE in")
                .contains("/nowhere/token");
    }

    @Test
    void wrongSettingsStopTheStartWithAMessageThatNamesThem() throws IOException {
        assertThat(bootstrap("--server", "--settings", "/nowhere/settings.env").output())
                .contains("/nowhere/settings.env cannot be read");
        assertThat(bootstrap("--laptop", "--settings", settings("BASE_DOMAIN=Dezky.Test"))
                        .output())
                .contains("BASE_DOMAIN must be a domain in lower case");
        assertThat(bootstrap("--laptop", "--settings", settings("BASE_DOMAIN=dezky.test", "ZULIP=yes"))
                        .output())
                .contains("ZULIP must be on or off, and is \"yes\"");
        assertThat(bootstrap("--laptop", "--settings", settings("BASE_DOMAIN=dezky.test", "COLOUR=red"))
                        .output())
                .contains("there is no setting COLOUR");
        assertThat(bootstrap("--laptop", "--settings", settings("BASE_DOMAIN=dezky.test", "what"))
                        .output())
                .contains("line 2: must be NAME=value");
        assertNothingWasDone();
    }

    /** A settings file is read, not run. */
    @Test
    void aSettingCannotRunACommand() throws IOException {
        Result result = bootstrap(
                "--laptop",
                "--dry-run",
                "--settings",
                settings("BASE_DOMAIN=dezky.test", "WEBMAIL_URL=$(touch " + temporary + "/started)&`id`"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("$(touch ").contains("&`id`");
        assertNothingWasDone();
    }

    @Test
    void withoutAModeOrWithAnUnknownOptionTheUsageIsPrinted() {
        assertThat(bootstrap().output()).contains("infrastructure/k3s/bootstrap --laptop");
        assertThat(bootstrap("--laptop", "--server").output()).contains("exclude each other");
        assertThat(bootstrap("--loud").output()).contains("there is no option --loud");
        assertThat(bootstrap("--help").exitCode()).isZero();
    }

    @Test
    void resetOfALaptopDeletesItsClusterWhenTheNameIsTypedAndNotBefore() throws IOException {
        assertThat(script("reset", "dezky\n", "--laptop").output()).contains("nothing was destroyed");
        assertNothingWasDone();

        script("reset", "dezky.test\n", "--laptop");

        assertThat(Files.readString(temporary.resolve("started"))).isEqualTo("k3d was started\n");
    }

    @Test
    void thePlanOfResetIsPrintedWithoutAQuestion() {
        Result plan =
                script("reset", "", "--server", "--with-data", "--dry-run", "--settings", StackFiles.SERVER.toString());

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.output()).contains("helm_ uninstall authentik").contains("every volume of class dezky");
    }

    private Result bootstrap(String... arguments) {
        return script("bootstrap", "", arguments);
    }

    private Result script(String name, String typed, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = StackFiles.stack(name).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new Shell()
                .typing(typed)
                .withTools(temporary)
                .with("HOSTS_FILE", temporary.resolve("hosts").toString())
                .with("XDG_STATE_HOME", temporary.resolve("state").toString())
                .run(command);
    }

    private String settings(String... lines) throws IOException {
        Path file = Files.createTempFile(temporary, "settings", ".env");
        Files.write(file, List.of(lines));
        return file.toString();
    }

    private static Set<String> applied(Result plan) {
        return plan.output()
                .lines()
                .filter(line -> line.startsWith("   apply "))
                .map(line -> line.strip().split("\\s+")[1])
                .collect(Collectors.toSet());
    }

    private static Set<String> files(Rendered rendered) {
        return rendered.resources().stream().map(Rendered.Resource::file).collect(Collectors.toSet());
    }

    private void assertNothingWasDone() {
        assertThat(temporary.resolve("started")).doesNotExist();
        assertThat(temporary.resolve("hosts")).doesNotExist();
        assertThat(temporary.resolve("state")).doesNotExist();
    }
}
