package io.dezky.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Renders the reference page of the chart's values. */
final class ValuesReference {

    private ValuesReference() {}

    static String markdown(JsonNode schema, JsonNode values) {
        StringBuilder page = new StringBuilder("""
                # Values of the chart

                Generated from `helm/dezky-operator/values.yaml` and `values.schema.json`; `mvn verify` fails when this page and those differ.

                A value that the schema does not allow stops `helm install`, with a message that names it. Everything below `config` is the operator's own
                configuration: see [the reference of the configuration](configuration.md) for what each key means and the environment variable that
                overrides it.

                | value | type | default | what it does |
                | --- | --- | --- | --- |
                """);
        ValuesSchema.values(schema).forEach((path, value) -> {
            if (!value.has("properties")) {
                page.append(row(path, value, values));
            } else if (!path.contains(".")) {
                page.append("| **`")
                        .append(path)
                        .append("`** | | | ")
                        .append(text(value))
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    private static String row(String path, JsonNode schema, JsonNode values) {
        JsonNode given = values.at("/" + path.replace('.', '/'));
        JsonNode byDefault = given.isMissingNode() ? schema.path("default") : given;
        String shown =
                byDefault.isMissingNode() ? "" : "`" + byDefault.toString().replace("|", "\\|") + "`";
        return "| `" + path + "` | " + type(schema) + " | " + shown + " | " + text(schema) + " |\n";
    }

    private static String text(JsonNode schema) {
        return schema.path("description").asText().replace("|", "\\|");
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            List<String> constants = new ArrayList<>();
            schema.get("enum").forEach(constant -> {
                if (!constant.asText().isEmpty()) {
                    constants.add("`" + constant.asText() + "`");
                }
            });
            return String.join(", ", constants);
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> several = new ArrayList<>();
            type.forEach(one -> several.add(one.asText()));
            return String.join(" or ", several);
        }
        return switch (type.asText()) {
            case "array" -> "list";
            case "object" -> "map";
            case "integer" -> "integer" + range(schema);
            default -> type.asText();
        };
    }

    private static String range(JsonNode schema) {
        if (schema.has("maximum")) {
            return ", " + schema.get("minimum") + " to " + schema.get("maximum");
        }
        return schema.path("minimum").asInt() == 0 ? "" : ", at least " + schema.get("minimum");
    }
}
