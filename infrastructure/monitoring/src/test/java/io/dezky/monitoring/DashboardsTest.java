package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.monitoring.Dashboards.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");

    static List<Path> files() {
        return Dashboards.files();
    }

    static List<Panel> panels() {
        return Dashboards.panels();
    }

    @Test
    void thereIsOneOfThePlatformOneOfATenantAndOneOfTheOperator() {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("operator.json", "platform.json", "tenant.json");
        assertThat(files())
                .extracting(file -> ProjectFiles.yaml(file).get("uid").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void aPanelSaysWhatItShowsInWhichUnitAndFromTheChosenDataSource(Panel panel) {
        assertThat(panel.title()).isNotBlank();
        assertThat(panel.json().path("description").asText()).endsWith(".");
        assertThat(panel.json().at("/fieldConfig/defaults/unit").asText()).isNotBlank();
        assertThat(panel.expressions()).isNotEmpty();
        assertThat(panel.json().findValues("datasource"))
                .isNotEmpty()
                .allMatch(source -> source.get("uid").asText().equals("${datasource}"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyVariableIsDeclaredAndUsed(Path file) {
        JsonNode dashboard = ProjectFiles.yaml(file);
        Set<String> declared = new TreeSet<>(dashboard.at("/templating/list").findValuesAsText("name"));
        Set<String> used = new TreeSet<>();
        Matcher variables = VARIABLE.matcher(
                dashboard.get("panels").toString() + dashboard.get("templating").toString());
        while (variables.find()) {
            if (!variables.group(1).startsWith("__")) {
                used.add(variables.group(1));
            }
        }

        assertThat(used).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("files")
    void panelsDoNotLieOverEachOther(Path file) {
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : ProjectFiles.yaml(file).get("panels")) {
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = place.get("x").asInt();
                    x < place.get("x").asInt() + place.get("w").asInt();
                    x++) {
                for (int y = place.get("y").asInt();
                        y < place.get("y").asInt() + place.get("h").asInt();
                        y++) {
                    assertThat(cells.add(x + "/" + y))
                            .as("%s at %d/%d", panel.get("title"), x, y)
                            .isTrue();
                }
            }
        }
    }

    @NeedsPromtool
    @Test
    void promtoolAcceptsTheExpressionOfEveryPanel(@TempDir Path folder) throws IOException {
        List<String> expressions = new ArrayList<>();
        panels().forEach(panel -> expressions.addAll(panel.expressions()));
        ObjectNode rules = ProjectFiles.YAML.createObjectNode();
        ArrayNode list =
                rules.putArray("groups").addObject().put("name", "panels").putArray("rules");
        for (int i = 0; i < expressions.size(); i++) {
            list.addObject()
                    .put("record", "panel:" + i)
                    .put("expr", expressions.get(i).replace("$__rate_interval", "5m"));
        }
        Path file = Files.writeString(folder.resolve("panels.yaml"), ProjectFiles.YAML.writeValueAsString(rules));

        Promtool.Result result = Promtool.run("check", "rules", file.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains(expressions.size() + " rules found");
    }
}
