package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.http.SimulatedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request on its way: what was sent, who sent it, and what the path means.
 *
 * @param request as it came in
 * @param path the values of the path's variables
 * @param who the caller; empty on public paths without a token
 * @param now the time that the whole request takes place at
 * @param arrived the state of the store when the request came in: what is younger, the caller could not have seen
 */
public record Call(SimulatedRequest request, Map<String, String> path, Optional<Row> who, Instant now, long arrived) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The caller, where a caller is needed. */
    public Row caller() {
        return who.orElseThrow(Problem::anonymous);
    }

    /** A variable of the path. */
    public String path(String name) {
        return path.get(name);
    }

    /** A query parameter; the last one when it is repeated. */
    public Optional<String> parameter(String name) {
        List<String> values = parameters(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** All values of a query parameter. */
    public List<String> parameters(String name) {
        return request.parameters().getOrDefault(name, List.of());
    }

    /** A query parameter that is true or false. */
    public boolean flag(String name, boolean otherwise) {
        return parameter(name).map(value -> value.equalsIgnoreCase("true")).orElse(otherwise);
    }

    /** Scheme and host that the caller says it is talking to. */
    public Origin origin() {
        return Origin.of(request);
    }

    /** The body, which must be a JSON object; no body at all is an empty one. */
    public ObjectNode body() {
        if (request.body().length == 0) {
            return JSON.createObjectNode();
        }
        String type = request.header("Content-Type").orElse("");
        if (!type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
            throw Problem.detail(415, "Unsupported media type \"" + type + "\" in request.");
        }
        return object(parsed());
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(request.text());
        } catch (JsonProcessingException broken) {
            throw Problem.detail(400, "JSON parse error - " + complaint(broken));
        }
    }

    /** Position and wording as the server gives them: the end of the text is told apart from a wrong character. */
    private String complaint(JsonProcessingException broken) {
        JsonLocation at = broken.getLocation();
        long position = at == null ? 0 : Math.max(0, at.getCharOffset());
        boolean ended = position >= request.text().length();
        int column = ended ? request.text().length() + 1 : at.getColumnNr();
        int line = at == null ? 1 : at.getLineNr();
        return (ended ? "unexpected end of data" : "unexpected character") + ": line " + line + " column " + column
                + " (char " + (ended ? request.text().length() : position) + ")";
    }

    private static ObjectNode object(JsonNode parsed) {
        if (parsed.isNull() || parsed.isMissingNode()) {
            throw Problem.nonField("No data provided");
        }
        if (parsed instanceof ObjectNode object) {
            return object;
        }
        throw Problem.nonField("Invalid data. Expected a dictionary, but got " + Kinds.typeOf(parsed) + ".");
    }
}
