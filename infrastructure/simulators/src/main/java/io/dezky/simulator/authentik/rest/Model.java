package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is particular to one kind of object; {@link Resource} does the rest. */
public interface Model {

    /** Where the objects are. */
    Table table();

    /** The members that may be written. */
    Fields fields();

    /** The object as an answer shows it. */
    ObjectNode shown(Row row, Call call);

    /** Makes the object; the body has been checked. */
    Row create(ObjectNode accepted, Call call);

    /** Is told after the object has been made and its creation was written down. */
    default void created(Row row, Call call) {}

    /** Changes the object; the body has been checked. */
    void change(Row row, ObjectNode accepted, Call call, Write write);

    /** Deletes the object and what goes with it. */
    void delete(Row row);

    /** The order of a list when none is asked for. */
    String ordering();

    /** The query parameters that narrow a list; others are ignored. */
    Map<String, Filter> filters();

    /** The texts that {@code search} looks at. */
    List<String> searched(Row row);

    /** Checks the body as a whole, after its members; throws a {@link Problem} if it is wrong. */
    default void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {}

    /** The object that a path names; by its primary key if nothing else is said. */
    default Optional<Row> find(String name) {
        return table().byKey(name);
    }

    /** Whether the text could name an object at all. */
    default boolean canBeName(String name) {
        return Kinds.isUuid(name);
    }

    /** The owner of an object whose lists show the caller its own when it may not see all; empty for other objects. */
    default Optional<String> owner(Row row) {
        return Optional.empty();
    }

    /** Whether lists show the caller its own objects when it may not see all, instead of refusing. */
    default boolean ownedByUsers() {
        return false;
    }

    /** How events call the object. */
    default String name(Row row) {
        return row.text("name");
    }

    /** What would go along, or lose something, if the object were deleted. */
    default ArrayNode usedBy(Row row, Call call) {
        return JsonNodeFactory.instance.arrayNode();
    }
}
