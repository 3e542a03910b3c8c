package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The envelope of a request.
 *
 * @param text the body as it came
 * @param calls in order
 * @param createdIds ids by creation name that the caller brought along; empty when he sent no such member
 */
record JmapRequest(String text, List<Call> calls, Optional<Map<String, String>> createdIds) {

    /**
     * One method call.
     *
     * @param position where it stands in the request, from 0
     */
    record Call(int position, String name, JsonNode arguments, String id) {}

    private static final ObjectReader STRICT =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> CAPABILITIES = Set.of(
            "urn:ietf:params:jmap:core",
            "urn:ietf:params:jmap:mail",
            "urn:ietf:params:jmap:calendars",
            "urn:ietf:params:jmap:calendars:parse",
            "urn:ietf:params:jmap:contacts",
            "urn:ietf:params:jmap:contacts:parse",
            "urn:ietf:params:jmap:filenode",
            "urn:ietf:params:jmap:principals",
            "urn:ietf:params:jmap:principals:availability",
            "urn:ietf:params:jmap:submission",
            "urn:ietf:params:jmap:vacationresponse",
            "urn:ietf:params:jmap:sieve",
            "urn:ietf:params:jmap:blob",
            "urn:ietf:params:jmap:quota",
            "urn:ietf:params:jmap:emailpush",
            "urn:ietf:params:jmap:webpush-vapid",
            "urn:ietf:params:jmap:websocket",
            "urn:ietf:params:jmap:mail:share",
            "urn:stalwart:jmap");

    /** The only state there is: whoever expects another one is refused as a whole. */
    private static final String STATE = "n";

    /** Reads a body; empty when it is none that the server understands. */
    static Optional<JmapRequest> read(String text) {
        JsonNode body;
        try {
            body = STRICT.readTree(text);
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
        if (!isEnvelope(body)) {
            return Optional.empty();
        }
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : body.get("methodCalls")) {
            if (!isCall(call)) {
                return Optional.empty();
            }
            calls.add(new Call(
                    calls.size(),
                    call.get(0).textValue(),
                    call.get(1),
                    call.get(2).textValue()));
        }
        return Optional.of(new JmapRequest(text, calls, createdIds(body)));
    }

    private static boolean isEnvelope(JsonNode body) {
        if (body == null
                || !body.isObject()
                || !body.path("using").isArray()
                || !body.path("methodCalls").isArray()) {
            return false;
        }
        for (JsonNode capability : body.get("using")) {
            if (!capability.isTextual() || !CAPABILITIES.contains(capability.textValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCall(JsonNode call) {
        if (!call.isArray()
                || call.size() != 3
                || !call.get(0).isTextual()
                || !call.get(2).isTextual()) {
            return false;
        }
        JsonNode state = call.get(1).path("ifInState");
        return state.isMissingNode() || state.isNull() || state.asText().equals(STATE);
    }

    private static Optional<Map<String, String>> createdIds(JsonNode body) {
        if (!(body.get("createdIds") instanceof ObjectNode given)) {
            return Optional.empty();
        }
        Map<String, String> ids = new LinkedHashMap<>();
        given.properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asText()));
        return Optional.of(ids);
    }
}
