package io.dezky.operator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that arrived whole.
 *
 * @param status HTTP status
 * @param headers names in lower case, the last value of each
 * @param body empty when there was none
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
        return Json.read(body);
    }

    /** The body as text. Not for messages: use what the system's client extracts from it. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A header, by its name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Never the body. */
    @Override
    public String toString() {
        return "HTTP " + status + " (" + body.length + " bytes)";
    }
}
