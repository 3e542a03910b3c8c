package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

    private static final JsonNode VALUES =
            ProjectFiles.documents(ProjectFiles.read(ValuesSchema.VALUES)).get(0);
    private static final Map<String, JsonNode> SCHEMA = ValuesSchema.values(ValuesSchema.committed());

    @Test
    void everyValueIsDescribedInTheSchema() {
        SCHEMA.forEach((path, schema) -> {
            if (!isKubernetesOwn(path)) {
                assertThat(schema.path("description").asText()).as(path).isNotBlank();
            }
        });
    }

    @Test
    void everyValueIsExplainedInTheValuesFileItself() {
        Map<String, String> comments = ValueComments.of(ProjectFiles.read(ValuesSchema.VALUES));
        for (String path : SCHEMA.keySet()) {
            boolean listed = !VALUES.at("/" + path.replace('.', '/')).isMissingNode();
            if (listed && !isKubernetesOwn(path)) {
                assertThat(comments.get(path)).as(path).isNotBlank();
            }
        }
    }

    /** The operator's configuration apart: there only what must be set is listed. */
    @Test
    void everyValueOfTheSchemaStandsInTheValuesFile() {
        List<String> missing = new ArrayList<>(SCHEMA.keySet());
        missing.removeIf(path -> path.startsWith("config.") || isKubernetesOwn(path) || path.equals("global"));
        missing.removeIf(path -> !VALUES.at("/" + path.replace('.', '/')).isMissingNode());

        assertThat(missing).isEmpty();
    }

    @Test
    void theSchemaAllowsNoUnknownKeyWhereTheChartReadsKeys() {
        JsonNode committed = ValuesSchema.committed();
        assertThat(committed.get("additionalProperties").asBoolean(true)).isFalse();
        SCHEMA.forEach((path, schema) -> {
            if (schema.has("properties") && !path.equals("strategy")) {
                assertThat(schema.path("additionalProperties").asBoolean(true))
                        .as(path)
                        .isFalse();
            }
        });
    }

    /** Fields inside a value that goes into the Deployment as it is: Kubernetes explains them. */
    private static boolean isKubernetesOwn(String path) {
        return path.startsWith("resources.") || path.startsWith("strategy.");
    }

    @Test
    void theChartIsOfTheSameReleaseAsTheProject() {
        JsonNode chart = ProjectFiles.documents(ProjectFiles.read(ProjectFiles.CHART.resolve("Chart.yaml")))
                .get(0);
        String pom = ProjectFiles.read(ProjectFiles.ROOT.resolve("pom.xml"));
        String release = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"))
                .replace("-SNAPSHOT", "");

        assertThat(chart.get("version").asText()).isEqualTo(release);
        assertThat(chart.get("appVersion").asText()).isEqualTo(release);
    }
}
