package io.dezky.operator.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JMAP request: several method calls that Stalwart carries out in order. */
final class JmapRequest {

    /** More are refused as a whole. */
    static final int MOST_CALLS = 16;

    private final List<List<Object>> calls = new ArrayList<>();

    /** Adds a call and gives its id, by which its answer is found. */
    String call(String method, Map<String, ?> arguments) {
        String id = "c" + calls.size();
        calls.add(List.of(method, arguments, id));
        return id;
    }

    /** Looks for ids, and gives the objects in the next call. Counting makes the answer say when it was cut. */
    String find(String object, Map<String, ?> filter, List<String> properties) {
        String query = call(object + "/query", Map.of("filter", filter, "calculateTotal", true, "limit", 500));
        Map<String, Object> get = new LinkedHashMap<>();
        get.put("#ids", Map.of("resultOf", query, "name", object + "/query", "path", "/ids"));
        get.put("properties", properties);
        return call(object + "/get", get);
    }

    Map<String, Object> body() {
        return Map.of("using", List.of("urn:ietf:params:jmap:core", "urn:stalwart:jmap"), "methodCalls", calls);
    }

    /** Never the arguments: they may hold a private key. */
    @Override
    public String toString() {
        return "JMAP request of " + calls.size() + " calls";
    }
}
