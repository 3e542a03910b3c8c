package io.dezky.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The alerts of the project. */
final class Alerts {

    /** One rule. */
    record Alert(String name, String group, String expression, String after, String severity, JsonNode annotations) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Alerts() {}

    static List<Alert> all() {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode group : ProjectFiles.yaml(ProjectFiles.RULES).get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                alerts.add(new Alert(
                        rule.get("alert").asText(),
                        group.get("name").asText(),
                        rule.get("expr").asText(),
                        rule.path("for").asText("at once"),
                        rule.at("/labels/severity").asText(),
                        rule.path("annotations")));
            }
        }
        return alerts;
    }
}
