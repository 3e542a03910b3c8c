package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.store.Row;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A member that a body may have.
 *
 * @param name the name of the member
 * @param kind what values it takes
 * @param required whether a POST and a PUT must have it
 * @param nullable whether it may be null
 * @param initial the value of a new object that says nothing; none for members that are required
 * @param emptiedByPut whether a PUT that says nothing sets it back to {@code initial}
 * @param unique whom the value must differ from; may be absent
 */
public record Field(
        String name,
        Kind kind,
        boolean required,
        boolean nullable,
        Supplier<JsonNode> initial,
        boolean emptiedByPut,
        Optional<Unique> unique) {

    /**
     * A value that only one object may have.
     *
     * @param others the objects that must not have it, given the value
     * @param complaint what the refusal says
     * @param guarded whether the data base enforces it too, so that a lost race shows as a crash
     */
    public record Unique(Function<String, Stream<Row>> others, String complaint, boolean guarded) {}

    /** A member that must be there. */
    public static Field required(String name, Kind kind) {
        return new Field(name, kind, true, false, () -> NullNode.instance, false, Optional.empty());
    }

    /** A member that may be left out; a new object has this value then. */
    public static Field optional(String name, Kind kind, Supplier<JsonNode> initial) {
        return new Field(name, kind, false, false, initial, false, Optional.empty());
    }

    /** A text that may be left out. */
    public static Field optional(String name, Kind kind, String initial) {
        return optional(name, kind, () -> TextNode.valueOf(initial));
    }

    /** A truth value that may be left out. */
    public static Field flag(String name, boolean initial) {
        return optional(name, Kinds.flag(), () -> BooleanNode.valueOf(initial));
    }

    /** A number that may be left out. */
    public static Field integer(String name, int initial) {
        return optional(name, Kinds.integer(), () -> IntNode.valueOf(initial));
    }

    /** A member that may be left out and may be null, and is null at first. */
    public static Field nullable(String name, Kind kind) {
        return new Field(name, kind, false, true, () -> NullNode.instance, false, Optional.empty());
    }

    /** The same, but a PUT without it sets it back. */
    public Field whichPutEmpties() {
        return new Field(name, kind, required, nullable, initial, true, unique);
    }

    /** The same, but no two objects may have the same value, and the data base sees to it. */
    public Field unique(Function<String, Stream<Row>> others, String complaint) {
        return new Field(
                name,
                kind,
                required,
                nullable,
                initial,
                emptiedByPut,
                Optional.of(new Unique(others, complaint, true)));
    }

    /** The same, but no two objects may have the same value, which only the API checks. */
    public Field uniqueByApiOnly(Function<String, Stream<Row>> others, String complaint) {
        return new Field(
                name,
                kind,
                required,
                nullable,
                initial,
                emptiedByPut,
                Optional.of(new Unique(others, complaint, false)));
    }
}
