package io.dezky.simulator.stalwart.jmap;

import io.dezky.simulator.stalwart.registry.MethodError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the calls of one request made, by the names that the caller gave. */
final class CreatedIds {

    private final Map<String, String> ids = new LinkedHashMap<>();

    CreatedIds(Optional<Map<String, String>> given) {
        given.ifPresent(ids::putAll);
    }

    void add(String name, String id) {
        ids.put(name, id);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(ids.get(name));
    }

    /**
     * The id that a name stands for.
     *
     * @param from the object that refers to it
     * @throws MethodError when nothing of that name was made; then the whole call is not done
     */
    String require(String name, String from) {
        return find(name).orElseThrow(() -> unknown(name, " from \"" + from + "\""));
    }

    /** The id that a name stands for among the ids of a get. */
    String require(String name) {
        return find(name).orElseThrow(() -> unknown(name, ""));
    }

    private static MethodError unknown(String name, String from) {
        return MethodError.of(
                "invalidResultReference", "Invalid reference to non-existing object \"" + name + "\"" + from);
    }

    Map<String, String> all() {
        return ids;
    }
}
