package io.dezky.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * values.schema.json. Its rules are written by hand, its descriptions are the comments of values.yaml, and its part {@code config} comes from the
 * operator's configuration record.
 */
final class ValuesSchema {

    static final Path FILE = ProjectFiles.CHART.resolve("values.schema.json");
    static final Path VALUES = ProjectFiles.CHART.resolve("values.yaml");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ValuesSchema() {}

    /** As it must be. */
    static ObjectNode generated() {
        ObjectNode schema = committed();
        ((ObjectNode) schema.get("properties")).set("config", ConfigSchema.schema());
        Map<String, String> comments = ValueComments.of(ProjectFiles.read(VALUES));
        describe(schema, "", comments);
        return schema;
    }

    static ObjectNode committed() {
        try {
            return (ObjectNode) JSON.readTree(ProjectFiles.read(FILE));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonNode schema) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return JSON.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each value with its schema, in the order of the schema, parents before children. */
    static Map<String, JsonNode> values(JsonNode schema) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        walk(schema, "", values::put);
        return values;
    }

    private static void walk(JsonNode schema, String path, BiConsumer<String, JsonNode> visitor) {
        schema.path("properties").properties().forEach(property -> {
            String child = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            visitor.accept(child, property.getValue());
            walk(property.getValue(), child, visitor);
        });
    }

    private static void describe(ObjectNode schema, String path, Map<String, String> comments) {
        if (!(schema.get("properties") instanceof ObjectNode properties)) {
            return;
        }
        properties.properties().forEach(property -> {
            String child = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            ObjectNode described = (ObjectNode) property.getValue();
            String comment = comments.getOrDefault(child, "");
            // Below config the operator's own words stand.
            if (!comment.isEmpty() && !child.startsWith("config.")) {
                ObjectNode rules = described.deepCopy();
                rules.remove("description");
                described.removeAll();
                described.put("description", comment).setAll(rules);
            }
            describe(described, child, comments);
        });
    }
}
