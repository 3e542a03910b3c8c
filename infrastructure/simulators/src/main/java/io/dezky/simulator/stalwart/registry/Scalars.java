package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Properties that hold one number, one truth value, one word of a fixed list, or one id. */
final class Scalars {

    private Scalars() {}

    static ValueType flag() {
        return (path, given) -> {
            if (!given.isBoolean()) {
                throw SetError.invalidPatch("Invalid value for boolean property (expected true or false)", path);
            }
            return given;
        };
    }

    /** A whole number from 0 up: a count, a size in bytes, a duration in milliseconds. */
    static ValueType unsigned() {
        return (path, given) -> {
            if (!given.isIntegralNumber() || given.bigIntegerValue().signum() < 0) {
                throw SetError.invalidPatch(
                        "Invalid value for unsigned integer property (expected non-negative integer)", path);
            }
            return given;
        };
    }

    static ValueType nullableUnsigned() {
        return (path, given) -> given.isNull() ? given : unsigned().accept(path, given);
    }

    /**
     * One word of a list.
     *
     * @param first how the refusal calls the list: by the first of its words, written without separators
     */
    static ValueType oneOf(String first, Collection<String> words) {
        return oneOf(first, words::contains);
    }

    static ValueType oneOf(String first, Predicate<String> words) {
        return (path, given) -> {
            if (given.isTextual() && words.test(given.textValue())) {
                return given;
            }
            String shown = given.isTextual() ? "Str(" + given + ")" : given.isNull() ? "Null" : given.toString();
            throw SetError.invalidPatch("Invalid value " + shown + " for enum type " + first + ".", path);
        };
    }

    static ValueType nullableOneOf(String first, Predicate<String> words) {
        return (path, given) -> given.isNull() ? given : oneOf(first, words).accept(path, given);
    }

    /** The id of another object. Whether it exists is the type's own check. */
    static ValueType id() {
        return new IdValue(false);
    }

    static ValueType nullableId() {
        return new IdValue(true);
    }

    private record IdValue(boolean nullable) implements ValueType {
        @Override
        public JsonNode accept(String path, JsonNode given) {
            if (given.isNull() && nullable) {
                return given;
            }
            if (!given.isTextual() || Ids.parse(given.textValue()).isEmpty()) {
                throw SetError.invalidPatch("Failed to parse Id from string", path);
            }
            return given;
        }

        @Override
        public JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
            return References.resolved(given, idOf);
        }
    }

    /** A property that exists, but that this simulator does not take. */
    static ValueType leftOut(String what) {
        return (path, given) -> {
            throw new NotSimulated(what);
        };
    }
}
