package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The objects of one type by id, with an index for each thing that they are looked up by. An object that is stored is
 * never changed, only replaced. Not thread-safe: the registry's lock guards it.
 */
final class Table {

    private final NavigableSet<Long> ids = new TreeSet<>(Long::compareUnsigned);
    private final Map<Long, ObjectNode> rows = new HashMap<>();
    private final Map<String, Function<ObjectNode, Collection<String>>> indexes = new LinkedHashMap<>();
    private final Map<String, Map<String, NavigableSet<Long>>> entries = new HashMap<>();
    private final LongSupplier nextId;

    /** A table whose ids come from a sequence of its own. */
    static Table numberedFrom(long first) {
        long[] next = {first};
        return new Table(() -> next[0]++);
    }

    Table(LongSupplier nextId) {
        this.nextId = nextId;
    }

    /** Objects can be found by what this function gives for them. */
    Table indexed(String name, Function<ObjectNode, Collection<String>> keys) {
        indexes.put(name, keys);
        entries.put(name, new TreeMap<>());
        return this;
    }

    long insert(ObjectNode row) {
        long id = nextId.getAsLong();
        put(id, row);
        return id;
    }

    void put(long id, ObjectNode row) {
        remove(id);
        ids.add(id);
        rows.put(id, row);
        indexes.forEach((name, keys) -> keys.apply(row).forEach(key -> entries.get(name)
                .computeIfAbsent(key, k -> new TreeSet<>(Long::compareUnsigned))
                .add(id)));
    }

    void remove(long id) {
        ObjectNode row = rows.remove(id);
        if (row == null) {
            return;
        }
        ids.remove(id);
        indexes.forEach((name, keys) -> keys.apply(row).forEach(key -> forget(entries.get(name), key, id)));
    }

    private static void forget(Map<String, NavigableSet<Long>> index, String key, long id) {
        NavigableSet<Long> found = index.get(key);
        if (found != null && found.remove(id) && found.isEmpty()) {
            index.remove(key);
        }
    }

    Optional<ObjectNode> get(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** All ids, the oldest first. */
    NavigableSet<Long> ids() {
        return Collections.unmodifiableNavigableSet(ids);
    }

    /** The ids of the objects that have this key in an index, the oldest first. */
    NavigableSet<Long> with(String index, String key) {
        NavigableSet<Long> found = entries.get(index).get(key);
        return found == null ? Collections.emptyNavigableSet() : Collections.unmodifiableNavigableSet(found);
    }
}
