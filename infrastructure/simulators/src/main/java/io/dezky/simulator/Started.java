package io.dezky.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A system that is ready.
 *
 * @param actors the request headers of each actor
 * @param variables what a transcript takes as known before its first step, or what else one must know
 * @param simulator to be closed at the end
 */
record Started(
        String system,
        URI url,
        Map<String, Map<String, String>> actors,
        Map<String, JsonNode> variables,
        AutoCloseable simulator) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Started of(Simulator simulator) {
        return new Started(simulator.system(), simulator.url(), simulator.actors(), simulator.variables(), simulator);
    }

    /** One line of JSON. */
    String line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("system", system);
        line.put("url", url.toString());
        line.put("actors", actors);
        line.put("variables", variables);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
