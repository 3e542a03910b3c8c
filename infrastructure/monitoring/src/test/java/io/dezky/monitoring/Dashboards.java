package io.dezky.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboards of the project. */
final class Dashboards {

    /** A panel that shows something. */
    record Panel(String dashboard, JsonNode json) {

        String title() {
            return json.path("title").asText();
        }

        List<String> expressions() {
            return json.path("targets").findValuesAsText("expr");
        }

        @Override
        public String toString() {
            return dashboard + ": " + title();
        }
    }

    private Dashboards() {}

    static List<Path> files() {
        return ProjectFiles.below(ProjectFiles.DASHBOARDS, ".json");
    }

    static List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode panel : ProjectFiles.yaml(file).get("panels")) {
                if (!panel.get("type").asText().equals("row")) {
                    panels.add(new Panel(file.getFileName().toString(), panel));
                }
            }
        }
        return panels;
    }
}
