package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The page docs/reference/crds.md, made from the CRDs. */
final class CrdReference {

    private final StringBuilder page = new StringBuilder();

    private CrdReference() {}

    static String page(List<? extends JsonNode> crds) {
        CrdReference reference = new CrdReference();
        reference.page.append("""
                # The API: platform.dezky.io/v1alpha1

                This page is generated from the CRDs in [crds/](../../crds); `kubectl explain tenant.spec.mail.domains` shows the same texts. All kinds are
                namespaced and in the category `dezky`: `kubectl get dezky` lists them all. `kubectl get -o wide` shows the columns that are marked wide.

                A field is refused with the message that stands under its kind's rules, and with the limits that stand in its row. Where a default is in the
                column Default, the API server fills it in and it is seen in the object; other defaults stand in the text.
                """);
        crds.forEach(reference::kind);
        return reference.page.toString();
    }

    private void kind(JsonNode crd) {
        JsonNode names = crd.at("/spec/names");
        JsonNode version = crd.at("/spec/versions/0");
        JsonNode root = version.at("/schema/openAPIV3Schema");
        line("");
        line("## " + names.get("kind").asText());
        line("");
        line(root.get("description").asText());
        line("");
        line("Short name `%s`; plural `%s`."
                .formatted(
                        names.at("/shortNames/0").asText(), names.get("plural").asText()));
        columns(version.get("additionalPrinterColumns"));
        fields("Spec", root.at("/properties/spec"), "spec");
        fields("Status", root.at("/properties/status"), "status");
        rules(root);
    }

    private void columns(JsonNode columns) {
        StringJoiner list = new StringJoiner(", ", "Columns: ", ".");
        columns.forEach(column ->
                list.add(column.get("name").asText() + (column.path("priority").asInt() > 0 ? " (wide)" : "")));
        line("");
        line(list.toString());
    }

    private void fields(String title, JsonNode schema, String path) {
        line("");
        line("### " + title);
        line("");
        line("| Field | Type | Default | What |");
        line("|---|---|---|---|");
        rows(schema, path);
    }

    private void rows(JsonNode schema, String path) {
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            JsonNode property = entry.getValue();
            String name = path + "." + entry.getKey();
            boolean required = contains(schema.path("required"), entry.getKey());
            line("| `%s`%s | %s | %s | %s |"
                    .formatted(
                            name,
                            required ? " (required)" : "",
                            cell(type(property)),
                            property.has("default") ? "`" + property.get("default") + "`" : "",
                            cell(property.get("description").asText())));
            rows(property, name);
            rows(property.path("items"), name + "[]");
        }
    }

    private static String type(JsonNode schema) {
        String type = schema.get("type").asText();
        if (type.equals("array")) {
            String kind =
                    switch (schema.get("x-kubernetes-list-type").asText()) {
                        case "map" ->
                            "list, key "
                                    + schema.at("/x-kubernetes-list-map-keys/0").asText();
                        case "set" -> "set";
                        default -> "list";
                    };
            return kind + " of " + type(schema.get("items")) + limits(schema, "Items", "items");
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
            return String.join(", ", values);
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "time (RFC 3339)";
        }
        return type + limits(schema, "Length", "characters");
    }

    private static String limits(JsonNode schema, String what, String unit) {
        JsonNode minimum = schema.path("min" + what);
        JsonNode maximum = schema.path("max" + what);
        if (maximum.isMissingNode()) {
            return "";
        }
        return minimum.isMissingNode()
                ? ", at most %d %s".formatted(maximum.asLong(), unit)
                : ", %d to %d %s".formatted(minimum.asLong(), maximum.asLong(), unit);
    }

    private void rules(JsonNode root) {
        List<String> messages = new ArrayList<>();
        collectMessages(root, messages);
        line("");
        line("### Rules");
        line("");
        messages.forEach(message ->
                line("* " + message.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_") + "."));
    }

    private static void collectMessages(JsonNode schema, List<String> messages) {
        schema.path("x-kubernetes-validations")
                .forEach(rule -> messages.add(rule.get("message").asText()));
        schema.path("properties").forEach(property -> collectMessages(property, messages));
        if (schema.has("items")) {
            collectMessages(schema.get("items"), messages);
        }
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode element : array) {
            if (element.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
