package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An object that is one of several kinds, told apart by {@code @type}. Giving the whole object replaces what was there:
 * the members that are left out get their defaults.
 */
final class Variants implements ValueType {

    static final String TYPE = "@type";
    private static final ObjectShape NOTHING = ObjectShape.with().build();

    private final Map<String, ObjectShape> shapes = new LinkedHashMap<>();

    /** A kind that has no members of its own. */
    Variants or(String type) {
        return or(type, NOTHING);
    }

    Variants or(String type, ObjectShape shape) {
        shapes.put(type, shape);
        return this;
    }

    /** An object of a kind with all its defaults. */
    ObjectNode initial(String type) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put(TYPE, type);
        object.setAll(shapes.get(type).created("", object));
        return object;
    }

    @Override
    public JsonNode accept(String path, JsonNode given) {
        ObjectShape shape = shapeOf(path, given);
        ObjectNode stored = shape.created(path, (ObjectNode) given);
        List<String> missing = shape.missing(stored);
        if (!missing.isEmpty()) {
            throw SetError.missing(
                    missing.stream().map(name -> path + "/" + name).toList());
        }
        return stored.put(TYPE, given.get(TYPE).textValue());
    }

    @Override
    public JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
        if (!current.isObject() || rest.get(0).equals(TYPE)) {
            return ValueType.super.acceptAt(path, rest, given, current);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set(ObjectShape.joined(rest), given);
        String type = current.get(TYPE).textValue();
        ObjectNode inner = ((ObjectNode) current.deepCopy()).without(TYPE);
        return shapes.get(type)
                .patched(ObjectShape.holder(path, rest), inner, patch)
                .put(TYPE, type);
    }

    @Override
    public JsonNode shown(JsonNode stored) {
        String type = stored.get(TYPE).textValue();
        return shapes.get(type).shown((ObjectNode) stored, name -> true).put(TYPE, type);
    }

    @Override
    public JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
        ObjectShape shape = shapes.get(given.path(TYPE).asText());
        return shape == null ? given : shape.resolved((ObjectNode) given, idOf);
    }

    private ObjectShape shapeOf(String path, JsonNode given) {
        ObjectShape shape = given.isObject() ? shapes.get(given.path(TYPE).asText()) : null;
        if (shape == null) {
            throw SetError.invalidPatch("Missing or invalid '@type' property in object", path);
        }
        return shape;
    }
}
