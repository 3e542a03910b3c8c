package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.monitoring.Alerts.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertsTest {

    static List<Alert> alerts() {
        return Alerts.all();
    }

    static List<Path> ruleTests() {
        return ProjectFiles.below(ProjectFiles.RULE_TESTS, ".yaml");
    }

    @Test
    void everyAlertHasANameOfItsOwn() {
        assertThat(alerts()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(alerts()).extracting(Alert::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertTellsHowBadItIsWhatItIsAndWhereToReadOn(Alert alert) {
        assertThat(alert.severity()).isIn("critical", "warning", "info");
        assertThat(alert.annotations().get("summary").asText()).isNotBlank();
        assertThat(alert.annotations().get("description").asText()).endsWith(".");
        assertThat(alert.annotations().get("runbook_url").asText()).isEqualTo("docs/runbooks/" + alert.name() + ".md");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void theRunbookOfAnAlertTellsCauseCheckAndMend(Alert alert) {
        String page = ProjectFiles.read(
                ProjectFiles.ROOT.resolve(alert.annotations().get("runbook_url").asText()));

        assertThat(page).startsWith("# " + alert.name() + "\n");
        assertThat(page.lines().filter(line -> line.startsWith("## ")))
                .containsExactly("## Cause", "## Check", "## Mend");
        for (String part : page.split("## \\w+\n")) {
            assertThat(part.strip()).isNotEmpty();
        }
    }

    @Test
    void everyRunbookBelongsToAnAlert() {
        assertThat(ProjectFiles.below(ProjectFiles.RUNBOOKS, ".md"))
                .extracting(page -> page.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(alert -> alert.name() + ".md").toList());
    }

    @Test
    void everyAlertIsTestedFiringAndSilent() {
        Set<String> fire = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Path file : ruleTests()) {
            for (JsonNode test : ProjectFiles.yaml(file).get("tests")) {
                for (JsonNode moment : test.get("alert_rule_test")) {
                    String alert = moment.get("alertname").asText();
                    (moment.get("exp_alerts").isEmpty() ? silent : fire).add(alert);
                }
            }
        }
        List<String> all = alerts().stream().map(Alert::name).sorted().toList();

        assertThat(fire).containsExactlyElementsOf(all);
        assertThat(silent).containsExactlyElementsOf(all);
    }

    @NeedsPromtool
    @Test
    void promtoolAcceptsTheRules() {
        Promtool.Result result =
                Promtool.run("check", "rules", "--lint=all", "--lint-fatal", ProjectFiles.RULES.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains(alerts().size() + " rules found");
    }

    @NeedsPromtool
    @ParameterizedTest
    @MethodSource("ruleTests")
    void everyAlertFiresAndStaysSilentAsItsTestsSay(Path file) {
        Promtool.Result result = Promtool.run("test", "rules", file.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @NeedsPromtool
    @Test
    void aTestOfPromtoolCanFail(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("alerts.yaml"),
                ProjectFiles.read(ProjectFiles.RULES).replace("state=\"Failed\"", "state=\"Revoked\""));
        Path test = Files.writeString(
                folder.resolve("test.yaml"),
                ProjectFiles.read(ProjectFiles.RULE_TESTS.resolve("dezky-invites.yaml"))
                        .replace("../rules/alerts.yaml", "alerts.yaml"));

        Promtool.Result result = Promtool.run("test", "rules", test.toString());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("DezkyInvitesFailed");
    }
}
