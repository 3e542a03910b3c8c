package io.dezky.simulator.stalwart.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.schema.SchemaViolation.Side;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Judges objects of one type, and patches of them, by the description. */
final class ObjectJudge {

    private static final String TYPE = "@type";

    private final JsonNode schema;
    private final String object;
    private final Side side;
    private final String method;
    private final List<SchemaViolation> violations;
    private final ValueJudge values;

    ObjectJudge(JsonNode schema, String object, Side side, String method, List<SchemaViolation> violations) {
        this.schema = schema;
        this.object = object;
        this.side = side;
        this.method = method;
        this.violations = violations;
        this.values = new ValueJudge(schema, this, side);
    }

    void wrong(String where, String what) {
        violations.add(new SchemaViolation(side, method, where, what));
    }

    /** A whole object, be it of the registry or inside another one. */
    void object(String name, JsonNode value, String where) {
        if (!value.isObject()) {
            wrong(where, "no object");
            return;
        }
        members(variants(name, value, where, true), value, where, isMultiple(name));
    }

    /** An object of which a caller asked for some properties only, so that its type may be missing. */
    void partOf(JsonNode value, String where) {
        ObjectNode rest = ((ObjectNode) value).deepCopy();
        JsonNode id = rest.remove("id");
        if (id == null) {
            wrong(where, "without an id");
        }
        members(variants(object, rest, where, false), rest, where, isMultiple(object));
    }

    /** A patch, whose keys are properties or pointers into them. */
    void patch(String name, JsonNode patch, String where) {
        if (!patch.isObject()) {
            wrong(where, "a patch that is no object: the server closes the connection");
            return;
        }
        List<JsonNode> candidates = variants(name, patch, where, false);
        patch.properties().stream()
                .filter(member -> !member.getKey().equals(TYPE))
                .forEach(member -> pointer(candidates, member.getKey().split("/"), member.getValue(), where, true));
    }

    void propertyName(String name) {
        if (!name.equals("id")
                && !name.equals(TYPE)
                && property(variants(object), name).isMissingNode()) {
            wrong("properties", "no property " + name);
        }
    }

    void filterName(String name) {
        Set<String> known = new LinkedHashSet<>(Set.of("operator", "conditions", "text", TYPE));
        schema.path("lists")
                .path(object)
                .path("filters")
                .forEach(filter -> known.add(filter.path("field").asText()));
        String plain = name.replaceAll("Is(Greater|Less)Than(OrEqual)?$", "");
        if (!known.contains(plain) && property(variants(object), plain).isMissingNode()) {
            wrong("filter", "no property " + name);
        }
    }

    private void members(List<JsonNode> candidates, JsonNode value, String where, boolean multiple) {
        value.properties().forEach(member -> {
            if (member.getKey().equals(TYPE)) {
                if (!multiple) {
                    wrong(where, "a type, though there is only one kind");
                }
                return;
            }
            pointer(candidates, new String[] {member.getKey()}, member.getValue(), where, false);
        });
    }

    private void pointer(List<JsonNode> candidates, String[] parts, JsonNode value, String where, boolean update) {
        JsonNode property = property(candidates, parts[0]);
        String path = where + "/" + String.join("/", parts);
        if (property.isMissingNode()) {
            wrong(path, "no such property");
            return;
        }
        String rule = property.path("update").asText();
        if (side == Side.SENT && rule.equals("serverSet")) {
            wrong(path, "only the server writes it");
        } else if (update && rule.equals("immutable")) {
            wrong(path, "it cannot be changed");
        } else if (parts.length == 1) {
            values.value(property.path("type"), value, path);
        } else {
            inside(property.path("type"), List.of(parts).subList(1, parts.length), value, path);
        }
    }

    /** A value that a pointer into a property sets; null takes it away. */
    private void inside(JsonNode type, List<String> rest, JsonNode value, String path) {
        ObjectNode single = JsonNodeFactory.instance.objectNode();
        switch (type.path("type").asText()) {
            case "set", "map" -> {
                single.set(rest.get(0), value.isNull() ? values.anythingFor(type) : value);
                values.value(type, single, path);
            }
            case "objectList" -> {
                if (rest.size() > 1) {
                    patch(type.path("objectName").asText(), single.set(joined(rest, 1), value), path);
                } else if (!value.isNull()) {
                    object(type.path("objectName").asText(), value, path);
                }
            }
            case "object" -> patch(type.path("objectName").asText(), single.set(joined(rest, 0), value), path);
            default -> wrong(path, "nothing lies inside of it");
        }
    }

    private static String joined(List<String> parts, int from) {
        return String.join("/", parts.subList(from, parts.size()));
    }

    private boolean isMultiple(String name) {
        return schema.path("schemas").path(name).path("type").asText().equals("multiple");
    }

    /**
     * The properties of the kinds that an object may be: of one when it says which, else of all.
     *
     * @param whole whether it must say so: a patch and a part of an object need not
     */
    private List<JsonNode> variants(String name, JsonNode value, String where, boolean whole) {
        JsonNode type = value.path(TYPE);
        if (!isMultiple(name) || type.isMissingNode() && !whole) {
            return variants(name);
        }
        for (JsonNode variant : schema.path("schemas").path(name).path("variants")) {
            if (variant.path("name").equals(type)) {
                return List.of(fields(variant.path("schemaName").asText()));
            }
        }
        wrong(where, "no or no known " + TYPE);
        return variants(name);
    }

    private List<JsonNode> variants(String name) {
        if (!isMultiple(name)) {
            return List.of(
                    fields(schema.path("schemas").path(name).path("schemaName").asText()));
        }
        List<JsonNode> all = new ArrayList<>();
        schema.path("schemas")
                .path(name)
                .path("variants")
                .forEach(variant -> all.add(fields(variant.path("schemaName").asText())));
        return all;
    }

    private JsonNode fields(String name) {
        return schema.path("fields").path(name).path("properties");
    }

    private static JsonNode property(List<JsonNode> candidates, String name) {
        return candidates.stream()
                .filter(candidate -> candidate.has(name))
                .findFirst()
                .map(candidate -> candidate.get(name))
                .orElse(MissingNode.getInstance());
    }
}
