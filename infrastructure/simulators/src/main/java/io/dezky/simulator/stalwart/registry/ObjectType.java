package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One type of object of the registry, {@code x:<name>}. Called under the registry's lock. */
public interface ObjectType {

    /** The name without {@code x:}. */
    String name();

    /** The ids that {@code get} without ids goes through, the oldest first. */
    NavigableSet<Long> ids(Scope scope);

    /** The ids that a query without filter finds, the oldest first. */
    default NavigableSet<Long> matchingAll(Scope scope) {
        return ids(scope);
    }

    /** What is stored under an id. */
    Optional<ObjectNode> stored(Scope scope, long id);

    /** What a caller may read of an object, without its id. Properties that are not wanted need not be computed. */
    ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted);

    /** A body or a patch with creation references replaced; {@code idOf} throws for those that are unknown. */
    ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf);

    /**
     * Makes an object.
     *
     * @return what stands in {@code created}: the id, and a secret that is shown only now
     * @throws SetError when this object is refused
     */
    ObjectNode create(Scope scope, ObjectNode body);

    /** Changes an object. */
    void update(Scope scope, long id, ObjectNode stored, ObjectNode patch);

    /** Removes an object. */
    void destroy(Scope scope, long id, ObjectNode stored);

    /**
     * The objects that meet one condition of a filter.
     *
     * @throws MethodError when the condition is not supported or its value is of the wrong kind
     */
    NavigableSet<Long> matching(Scope scope, String property, JsonNode value);

    /** The ascending order by a property; empty when objects cannot be sorted by it. */
    default Optional<Comparator<Long>> orderBy(String property) {
        return property.equals("id") ? Optional.of(Long::compareUnsigned) : Optional.empty();
    }

    /** Whether the caller may look at all; a refusal is thrown. Types that belong to an account check whose it is. */
    default void requireAccess(Scope scope) {
        // Objects of the registry belong to nobody: the account id is ignored.
    }

    /** What every permission on this type begins with. */
    default String permissionPrefix() {
        return "sys" + name();
    }
}
