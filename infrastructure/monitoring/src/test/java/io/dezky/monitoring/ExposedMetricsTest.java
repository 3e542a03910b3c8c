package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.monitoring.Alerts.Alert;
import io.dezky.monitoring.Dashboards.Panel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the running operator exposes, against what alerts, dashboards and the page say. */
class ExposedMetricsTest {

    /** What Prometheus adds to every series that it reads. */
    private static final Set<String> LABELS_OF_THE_TARGET = Set.of("job", "instance", "namespace", "pod");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    private static Scrape scrape;

    @BeforeAll
    static void readTheOperator() {
        try (RunningOperator operator = RunningOperator.start()) {
            scrape = operator.scrape();
        }
    }

    @Test
    void everyMeterOfTheSourceWasSeen() {
        assertThat(RunningOperator.metersInTheSource()).hasSizeGreaterThan(20).contains("dezky.leader");
        assertThat(RunningOperator.missing(scrape)).isEmpty();
    }

    @Test
    void alertsAskForNothingThatTheOperatorDoesNotExpose() {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Alert alert : Alerts.all()) {
            expressions.put(alert.name(), alert.expression());
        }

        assertThat(unknown(expressions)).isEmpty();
    }

    @Test
    void panelsAskForNothingThatTheOperatorDoesNotExpose() {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Panel panel : Dashboards.panels()) {
            for (String expression : panel.expressions()) {
                expressions.put(panel + " " + expression, expression);
            }
        }

        assertThat(unknown(expressions)).isEmpty();
    }

    @Test
    void variablesOfDashboardsAskForNothingThatTheOperatorDoesNotExpose() {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Path file : Dashboards.files()) {
            for (JsonNode variable : ProjectFiles.yaml(file).at("/templating/list")) {
                Matcher query = LABEL_VALUES.matcher(variable.path("definition").asText());
                if (query.matches()) {
                    expressions.put(
                            file.getFileName() + " " + variable.get("name"),
                            "count by (" + query.group(2) + ") (" + query.group(1) + ")");
                }
            }
        }

        assertThat(expressions).hasSize(5);
        assertThat(unknown(expressions)).isEmpty();
    }

    @Test
    void promtoolsTestsFeedNoSeriesThatTheOperatorDoesNotExpose() {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Path file : ProjectFiles.below(ProjectFiles.RULE_TESTS, ".yaml")) {
            for (String series : ProjectFiles.yaml(file).findValuesAsText("series")) {
                expressions.put(file.getFileName() + " " + series, series);
            }
        }

        assertThat(expressions).isNotEmpty();
        assertThat(unknown(expressions)).isEmpty();
    }

    @Test
    void aSeriesOrALabelThatIsNotExposedIsFound() {
        assertThat(unknown(Map.of("x", "dezky_no_such_metric > 0"))).containsExactly("x: dezky_no_such_metric");
        assertThat(unknown(Map.of("x", "sum by (color) (dezky_leader)"))).containsExactly("x: label color");
        assertThat(unknown(Map.of("x", "dezky_external_requests_seconds_bucket")))
                .hasSize(1);
    }

    @Test
    void thePageTellsOfEveryMetricOfTheOperator() {
        StringBuilder table = new StringBuilder("\n| Metric | Type | Labels | What it tells |\n|---|---|---|---|\n");
        for (Scrape.Family family : scrape.families()) {
            boolean own = family.name().startsWith("dezky_") || family.name().startsWith("reconciliations_");
            if (own) {
                table.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                family.name(),
                                family.type(),
                                family.labels().stream()
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", ")),
                                family.help()));
            }
        }

        ProjectFiles.writeOrCompare(
                ProjectFiles.PAGE, "metrics", table.append('\n').toString());
    }

    /** What expressions ask for and the operator does not have. */
    private static List<String> unknown(Map<String, String> expressions) {
        List<String> unknown = new ArrayList<>();
        expressions.forEach((where, expression) -> {
            PromQl.Asked asked = PromQl.asked(expression);
            Set<String> labels = new TreeSet<>(LABELS_OF_THE_TARGET);
            for (String series : asked.series()) {
                scrape.familyOf(series)
                        .ifPresentOrElse(
                                family -> labels.addAll(family.labels()), () -> unknown.add(where + ": " + series));
            }
            asked.labels().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> unknown.add(where + ": label " + label));
        });
        return unknown;
    }
}
