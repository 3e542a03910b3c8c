package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Properties that hold objects in an order, written as {@code {"0": {}, "1": {}}}. What stands behind a removed item
 * moves up, so an index is no name: see docs/systems/stalwart.md, Lists are keyed by position.
 */
final class Lists {

    private Lists() {}

    /** A list of objects of one shape. */
    static ValueType of(ObjectShape shape) {
        return new ListValue(new ItemValue(shape));
    }

    /** A list of objects of several kinds. */
    static ValueType of(Variants items) {
        return new ListValue(items);
    }

    /** The items of a stored list, in order. */
    static List<ObjectNode> items(JsonNode stored) {
        List<ObjectNode> items = new ArrayList<>();
        stored.forEach(item -> items.add((ObjectNode) item));
        return items;
    }

    /** A list as it is stored and shown. */
    static ObjectNode list(List<? extends JsonNode> items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < items.size(); i++) {
            list.set(String.valueOf(i), items.get(i));
        }
        return list;
    }

    private record ItemValue(ObjectShape shape) implements ValueType {
        @Override
        public JsonNode accept(String path, JsonNode given) {
            ObjectNode stored = shape.created(path, (ObjectNode) Sets.requireObject(path, given));
            List<String> missing = shape.missing(stored);
            if (!missing.isEmpty()) {
                throw SetError.missing(
                        missing.stream().map(name -> path + "/" + name).toList());
            }
            return stored;
        }

        @Override
        public JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.set(ObjectShape.joined(rest), given);
            return shape.patched(ObjectShape.holder(path, rest), (ObjectNode) current, patch);
        }

        @Override
        public JsonNode shown(JsonNode stored) {
            return shape.shown((ObjectNode) stored, name -> true);
        }

        @Override
        public JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
            return given.isObject() ? shape.resolved((ObjectNode) given, idOf) : given;
        }
    }

    private record ListValue(ValueType item) implements ValueType {
        @Override
        public JsonNode accept(String path, JsonNode given) {
            List<JsonNode> items = new ArrayList<>();
            Sets.requireObject(path, given).properties().stream()
                    .sorted((one, other) -> Integer.compare(index(path, one.getKey()), index(path, other.getKey())))
                    .forEach(member -> items.add(item.accept(path, member.getValue())));
            return list(items);
        }

        @Override
        public JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
            List<JsonNode> items = new ArrayList<>(items(current));
            int index = index(path, rest.get(0));
            boolean exists = index < items.size();
            if (rest.size() > 1) {
                if (!exists) {
                    return ValueType.super.acceptAt(path, rest, given, current);
                }
                items.set(index, item.acceptAt(path, rest.subList(1, rest.size()), given, items.get(index)));
            } else if (!given.isNull()) {
                JsonNode value = item.accept(path, given);
                if (exists) {
                    items.set(index, value);
                } else {
                    items.add(value);
                }
            } else if (exists) {
                items.remove(index);
            }
            return list(items);
        }

        @Override
        public JsonNode shown(JsonNode stored) {
            return list(items(stored).stream().map(item::shown).toList());
        }

        @Override
        public JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
            if (!given.isObject()) {
                return given;
            }
            ObjectNode resolved = JsonNodeFactory.instance.objectNode();
            given.properties().forEach(member -> resolved.set(member.getKey(), item.resolved(member.getValue(), idOf)));
            return resolved;
        }

        @Override
        public JsonNode resolvedAt(List<String> rest, JsonNode given, UnaryOperator<String> idOf) {
            return rest.size() == 1 ? item.resolved(given, idOf) : given;
        }

        private static int index(String path, String key) {
            if (!key.matches("\\d{1,6}")) {
                throw SetError.invalidPatch("Invalid key for object property", path);
            }
            return Integer.parseInt(key);
        }
    }
}
