package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads stored objects for the views. */
final class Views {

    private Views() {}

    static List<String> members(JsonNode set) {
        return set.properties().stream().map(Map.Entry::getKey).toList();
    }

    static <V> List<V> of(Map<String, ObjectNode> objects, BiFunction<String, ObjectNode, V> view) {
        return objects.entrySet().stream()
                .map(entry -> view.apply(entry.getKey(), entry.getValue()))
                .toList();
    }
}
