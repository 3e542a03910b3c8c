package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody who calls the simulator over HTTP. */
record Caller(URI url, Map<String, String> headers) {

    /** An answer; the body is null when there is none, and a text when it is no JSON. */
    record Reply(int status, JsonNode body, HttpResponse<String> whole) {

        String text(String pointer) {
            return body.at(pointer).asText();
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v3";

    static Caller of(AuthentikSimulator simulator, String actor) {
        return new Caller(simulator.url(), simulator.actors().get(actor));
    }

    Caller with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Caller(url, more);
    }

    /** The same, as if the request had been for this host, over https. */
    Caller at(String host) {
        return with("X-Forwarded-Host", host).with("X-Forwarded-Proto", "https");
    }

    Reply get(String path) {
        return send("GET", API + path, null);
    }

    Reply post(String path, String body) {
        return send("POST", API + path, body);
    }

    Reply patch(String path, String body) {
        return send("PATCH", API + path, body);
    }

    Reply put(String path, String body) {
        return send("PUT", API + path, body);
    }

    Reply delete(String path) {
        return send("DELETE", API + path, null);
    }

    /** A form, outside the API. */
    Reply form(String path, String form) {
        return with("Content-Type", "application/x-www-form-urlencoded").send("POST", path, form);
    }

    /** Any request; quotes in the body may be written as apostrophes. */
    Reply send(String method, String path, String body) {
        String sent = body == null ? null : body.replace('\'', '"');
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, sent == null ? BodyPublishers.noBody() : BodyPublishers.ofString(sent));
        if (sent != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(answer.statusCode(), body(answer), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode body(HttpResponse<String> answer) throws IOException {
        if (answer.body().isEmpty()) {
            return NullNode.instance;
        }
        boolean json = answer.headers().firstValue("Content-Type").orElse("").equals("application/json");
        return json ? JSON.readTree(answer.body()) : JSON.getNodeFactory().textNode(answer.body());
    }
}
