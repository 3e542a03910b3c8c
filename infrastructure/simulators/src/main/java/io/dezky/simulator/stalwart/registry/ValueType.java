package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a property may hold: judges what a caller gives, and brings it into the form that is stored. */
interface ValueType {

    /**
     * The value in its stored form.
     *
     * @param path the name of the property, for the refusal
     * @throws SetError when it is refused
     */
    JsonNode accept(String path, JsonNode given);

    /**
     * The stored value after a JSON pointer into it was set.
     *
     * @param path the whole pointer, for the refusal
     * @param rest the parts of the pointer behind the property's name; at least one
     * @param given the new value there; JSON null removes
     * @param current what is stored; JSON null when nothing is
     */
    default JsonNode acceptAt(String path, List<String> rest, JsonNode given, JsonNode current) {
        throw SetError.invalidPatch("Invalid JSON Pointer path", path);
    }

    /** What a caller may read of it: secrets are masked. */
    default JsonNode shown(JsonNode stored) {
        return stored;
    }

    /** The value with creation references ({@code #dom1}) replaced by ids, where an id is expected. */
    default JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
        return given;
    }

    /** A pointer's parts behind the property's name, with creation references replaced. */
    default List<String> resolvedPointer(List<String> rest, UnaryOperator<String> idOf) {
        return rest;
    }

    /** A value at a pointer, with creation references replaced. */
    default JsonNode resolvedAt(List<String> rest, JsonNode given, UnaryOperator<String> idOf) {
        return given;
    }
}
