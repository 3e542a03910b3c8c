package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks an object against its CRD as an API server does, and in the same order: unknown fields (strictly), defaults, schema, and only if that is
 * fine the CEL rules. The texts are those of the API server as far as the fixtures quote them; that both agree on every fixture, {@link
 * RealApiServerTest} shows.
 */
final class OfflineApiServer {

    private final Map<String, JsonNode> schemas = new HashMap<>();
    private final Map<String, JsonSchema> validators = new HashMap<>();
    private final CelRules rules = new CelRules();

    OfflineApiServer(List<? extends JsonNode> crds) {
        for (JsonNode crd : crds) {
            String kind = crd.at("/spec/names/kind").asText();
            JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
            schemas.put(kind, schema);
            validators.put(kind, validator(schema));
        }
    }

    /** The rules of all kinds that no object has broken so far. */
    List<JsonNode> neverBrokenRules() {
        return schemas.values().stream()
                .flatMap(schema -> CelRules.rulesIn(schema).stream())
                .filter(rule -> !rules.broken().contains(rule))
                .toList();
    }

    /** What is wrong with a new object; empty if nothing is. */
    List<String> create(JsonNode object) {
        return check(object, null);
    }

    /** What is wrong with changing an object that was accepted before to this. */
    List<String> update(JsonNode before, JsonNode after) {
        return check(after, withDefaults(before));
    }

    /** The object as it would be stored. */
    JsonNode withDefaults(JsonNode object) {
        JsonNode copy = object.deepCopy();
        applyDefaults(schemas.get(object.get("kind").asText()), copy);
        return copy;
    }

    private List<String> check(JsonNode object, JsonNode before) {
        String kind = object.get("kind").asText();
        JsonNode defaulted = withDefaults(object);
        List<String> errors = new ArrayList<>();
        for (ValidationMessage message : validators.get(kind).validate(defaulted)) {
            errors.add(text(message, defaulted));
        }
        duplicates(schemas.get(kind), defaulted, "", errors);
        return errors.isEmpty() ? rules.check(schemas.get(kind), defaulted, before) : errors;
    }

    private static void applyDefaults(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                if (!object.has(property.getKey()) && property.getValue().has("default")) {
                    object.set(
                            property.getKey(),
                            property.getValue().get("default").deepCopy());
                }
                applyDefaults(property.getValue(), object.path(property.getKey()));
            }
        }
        if (value instanceof ArrayNode array) {
            array.forEach(item -> applyDefaults(schema.path("items"), item));
        }
    }

    private static void duplicates(JsonNode schema, JsonNode value, String path, List<String> errors) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            duplicates(
                    property.getValue(),
                    value.path(property.getKey()),
                    Paths.property(path, property.getKey()),
                    errors);
        }
        Set<JsonNode> seen = new HashSet<>();
        boolean map = schema.path("x-kubernetes-list-type").asText().equals("map");
        boolean set = schema.path("x-kubernetes-list-type").asText().equals("set");
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            JsonNode key = map
                    ? value.get(i)
                            .path(schema.at("/x-kubernetes-list-map-keys/0").asText())
                    : value.get(i);
            if ((map || set) && !key.isMissingNode() && !seen.add(key)) {
                errors.add("%s[%d]: Duplicate value: %s".formatted(path, i, key));
            }
            duplicates(schema.path("items"), value.get(i), "%s[%d]".formatted(path, i), errors);
        }
    }

    private static JsonSchema validator(JsonNode crdSchema) {
        ObjectNode schema = crdSchema.deepCopy();
        ((ObjectNode) schema.get("properties")).putObject("apiVersion");
        ((ObjectNode) schema.get("properties")).putObject("kind");
        ((ObjectNode) schema.get("properties")).putObject("metadata");
        refuseUnknownFields(schema);
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema, config);
    }

    private static void refuseUnknownFields(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(OfflineApiServer::refuseUnknownFields);
    }

    private static String text(ValidationMessage message, JsonNode object) {
        String pointer = message.getInstanceLocation().toString();
        String path = Paths.fromPointer(pointer);
        JsonNode value = object.at(pointer);
        String property = message.getProperty();
        return switch (message.getType()) {
            case "required" -> Paths.property(path, property) + ": Required value";
            case "additionalProperties" ->
                "strict decoding error: unknown field \"%s\"".formatted(Paths.property(path, property));
            case "enum" -> "%s: Unsupported value: %s".formatted(path, value);
            case "type" ->
                "%s: Invalid value: %s in body must be of type %s".formatted(path, path, message.getArguments()[1]);
            case "maxLength" -> path + ": Too long";
            case "maxItems" -> path + ": Too many";
            case "minLength" ->
                "%s: Invalid value: %s in body should be at least %s chars long"
                        .formatted(path, path, message.getArguments()[0]);
            case "minItems" ->
                "%s: Invalid value: %s in body should have at least %s items"
                        .formatted(path, path, message.getArguments()[0]);
            default -> "%s: Invalid value: %s".formatted(path, message.getMessage());
        };
    }
}
