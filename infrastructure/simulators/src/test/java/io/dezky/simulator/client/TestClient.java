package io.dezky.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dezky.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Speaks HTTP with a simulator, as one of its actors. */
public final class TestClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final Map<String, String> headers;

    private TestClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** Somebody without credentials. */
    public static TestClient at(URI base) {
        return new TestClient(base, Map.of());
    }

    public static TestClient as(Simulator simulator, String actor) {
        return new TestClient(simulator.url(), simulator.actors().get(actor));
    }

    public static TestClient withToken(Simulator simulator, String token) {
        return new TestClient(simulator.url(), Map.of("Authorization", "Bearer " + token));
    }

    /** An answer, its body read as JSON where it is some. */
    public record Response(int status, String text, JsonNode json, Map<String, List<String>> headers) {

        public String errorCode() {
            return json.at("/error/code").asText();
        }

        public String errorMessage() {
            return json.at("/error/message").asText();
        }
    }

    public Response get(String path) {
        return send("GET", path, null);
    }

    public Response post(String path, String body) {
        return send("POST", path, body);
    }

    public Response patch(String path, String body, String... more) {
        return send("PATCH", path, body, more);
    }

    public Response delete(String path, String... more) {
        return send("DELETE", path, null, more);
    }

    /**
     * Sends a request.
     *
     * @param body null for none
     * @param more names and values of headers in turn
     */
    public Response send(String method, String path, String body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Response(
                    response.statusCode(),
                    response.body(),
                    json(response.body()),
                    response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
