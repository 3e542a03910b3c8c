package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Properties that hold several members without order, written as {@code {"member": true}}, and those that hold a value
 * for each of some keys.
 */
final class Sets {

    private static final String NO_OBJECT = "Invalid value for object property";
    private static final String NO_KEY = "Invalid key for object property";

    private Sets() {}

    /** Members of any text. */
    static ValueType ofTexts() {
        return new SetValue(text -> true, NO_KEY, false);
    }

    /** Members of a fixed list. */
    static ValueType of(Predicate<String> members) {
        return new SetValue(members, NO_KEY, false);
    }

    static ValueType ofIds() {
        return new SetValue(text -> Ids.parse(text).isPresent(), "Failed to parse Id from string", true);
    }

    /** A number for each of some keys. */
    static ValueType numbersBy(Predicate<String> keys) {
        return new MapValue(keys, Scalars.unsigned());
    }

    /** The members of a stored set. */
    static List<String> members(JsonNode stored) {
        return stored.properties().stream().map(Map.Entry::getKey).toList();
    }

    private record SetValue(Predicate<String> members, String refusal, boolean ids) implements ValueType {
        @Override
        public JsonNode accept(String path, JsonNode given) {
            ObjectNode stored = JsonNodeFactory.instance.objectNode();
            requireObject(path, given).properties().forEach(member -> {
                if (!members.test(member.getKey())) {
                    throw SetError.invalidPatch(refusal, path);
                }
                if (isIn(path, member.getValue())) {
                    stored.set(member.getKey(), BooleanNode.TRUE);
                }
            });
            return stored;
        }

        @Override
        public JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
            if (rest.size() > 1) {
                return ValueType.super.acceptAt(path, rest, given, current);
            }
            String member = rest.get(0);
            if (!members.test(member)) {
                throw SetError.invalidPatch(refusal, path);
            }
            ObjectNode stored = current.deepCopy();
            if (isIn(path, given)) {
                stored.set(member, BooleanNode.TRUE);
            } else {
                stored.remove(member);
            }
            return stored;
        }

        /** True adds, false and null take away. */
        private static boolean isIn(String path, JsonNode value) {
            if (!value.isBoolean() && !value.isNull()) {
                throw SetError.invalidPatch(NO_OBJECT, path);
            }
            return value.asBoolean();
        }

        @Override
        public JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
            if (!ids || !given.isObject()) {
                return given;
            }
            ObjectNode resolved = JsonNodeFactory.instance.objectNode();
            given.properties()
                    .forEach(member -> resolved.set(References.resolved(member.getKey(), idOf), member.getValue()));
            return resolved;
        }

        @Override
        public List<String> resolvedPointer(List<String> rest, UnaryOperator<String> idOf) {
            return ids && rest.size() == 1 ? List.of(References.resolved(rest.get(0), idOf)) : rest;
        }
    }

    private record MapValue(Predicate<String> keys, ValueType values) implements ValueType {
        @Override
        public JsonNode accept(String path, JsonNode given) {
            ObjectNode stored = JsonNodeFactory.instance.objectNode();
            requireObject(path, given)
                    .properties()
                    .forEach(entry ->
                            stored.set(requireKey(path, entry.getKey()), values.accept(path, entry.getValue())));
            return stored;
        }

        @Override
        public JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
            if (rest.size() > 1) {
                return ValueType.super.acceptAt(path, rest, given, current);
            }
            String key = requireKey(path, rest.get(0));
            ObjectNode stored = current.deepCopy();
            if (given.isNull()) {
                stored.remove(key);
            } else {
                stored.set(key, values.accept(path, given));
            }
            return stored;
        }

        private String requireKey(String path, String key) {
            if (!keys.test(key)) {
                throw SetError.invalidPatch(NO_KEY, path);
            }
            return key;
        }
    }

    static JsonNode requireObject(String path, JsonNode given) {
        if (!given.isObject()) {
            throw SetError.invalidPatch(NO_OBJECT, path);
        }
        return given;
    }
}
