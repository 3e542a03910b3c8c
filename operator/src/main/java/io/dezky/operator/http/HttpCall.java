package io.dezky.operator.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call to an external system.
 *
 * @param operation the name in metrics and messages: few values, no ids ({@code group.create})
 * @param method HTTP method
 * @param path path and query below the system's base URL, percent-encoded, with a leading slash
 * @param headers besides the credential
 * @param body null for none
 * @param contentType of the body
 * @param repeatable whether it may be sent again when its answer was lost: it reads, or it does the same thing twice
 * @param timeout how long it may take; null for the system's default
 */
public record HttpCall(
        String operation,
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        String contentType,
        boolean repeatable,
        Duration timeout) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** A read. */
    public static HttpCall get(String operation, String path) {
        return new HttpCall(operation, "GET", path, Map.of(), null, null, true, null);
    }

    /** A write with a JSON body; a null body sends none. */
    public static HttpCall write(String operation, String method, String path, Object body) {
        byte[] bytes = body == null ? null : Json.write(body);
        return new HttpCall(operation, method, path, Map.of(), bytes, "application/json", false, null);
    }

    /** Whether it changes nothing, so that an answer that was lost matters to nobody. */
    boolean isRead() {
        return method.equals("GET") || method.equals("PROPFIND");
    }

    /** The same call with one more header. */
    public HttpCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(operation, method, path, more, body, contentType, repeatable, timeout);
    }

    /** The same call, which may be repeated. */
    public HttpCall asRepeatable() {
        return new HttpCall(operation, method, path, headers, body, contentType, true, timeout);
    }

    /** The same call with more time. */
    public HttpCall within(Duration time) {
        return new HttpCall(operation, method, path, headers, body, contentType, repeatable, time);
    }

    /** Never the body: it may hold a secret. */
    @Override
    public String toString() {
        return operation + " (" + method + " " + path.replaceFirst("\\?.*", "?…") + ")";
    }
}
