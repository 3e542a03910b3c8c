package io.dezky.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers in the order they are sent; {@code Content-Type} among them
 * @param body empty for none
 */
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer without a body and without a content type. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /**
     * No answer at all: the connection is closed. Some servers do that with requests that they cannot read. Its status is
     * 0.
     */
    public static Answer connectionClosed() {
        return empty(0);
    }

    /** Whether this is {@link #connectionClosed()}. */
    public boolean closesConnection() {
        return status == 0;
    }

    /** A JSON answer; the value is anything that Jackson can write. */
    public static Answer json(int status, Object value) {
        try {
            return of(status, "application/json", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A text answer. */
    public static Answer text(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a simulator says of an operation that it leaves out: 501, and why. The header tells it from a 501 that the
     * real server would give.
     */
    public static Answer notSimulated(String reason) {
        return json(501, Map.of("simulator", "this operation is left out", "reason", reason))
                .with(NOT_SIMULATED, reason);
    }

    /** The header of {@link #notSimulated}. */
    public static final String NOT_SIMULATED = "X-Not-Simulated";

    /** The same answer with one more header. */
    public Answer with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        List<String> values = new ArrayList<>(more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, List.copyOf(values));
        return new Answer(status, more, body);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", List.of(contentType)), body);
    }
}
