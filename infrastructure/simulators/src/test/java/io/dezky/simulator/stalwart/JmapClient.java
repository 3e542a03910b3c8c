package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Speaks to a simulator as one actor. JSON may be written with single quotes. */
final class JmapClient {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI server;
    private final Map<String, String> headers;

    JmapClient(StalwartSimulator simulator, String actor) {
        this(simulator, simulator.actors().get(actor));
    }

    JmapClient(StalwartSimulator simulator, Map<String, String> headers) {
        this.server = simulator.url();
        this.headers = headers;
    }

    static JmapClient withKey(StalwartSimulator simulator, String key) {
        return new JmapClient(simulator, Map.of("Authorization", "Bearer " + key));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** One call; the arguments of its answer, of an error its type and description. */
    JsonNode call(String method, String arguments) {
        return calls(method, arguments).get(0);
    }

    /** Several calls in one request: method, arguments, method, arguments... with the call ids R0, R1... */
    List<JsonNode> calls(String... methodsAndArguments) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("using").add("urn:ietf:params:jmap:core").add("urn:stalwart:jmap");
        ArrayNode calls = request.putArray("methodCalls");
        for (int i = 0; i < methodsAndArguments.length; i += 2) {
            calls.addArray()
                    .add(methodsAndArguments[i])
                    .add(json(methodsAndArguments[i + 1]))
                    .add("R" + i / 2);
        }
        HttpResponse<String> response = post(request.toString());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        List<JsonNode> answers = new ArrayList<>();
        json(response.body()).get("methodResponses").forEach(answer -> answers.add(answer.get(1)));
        return answers;
    }

    /** Makes one object and gives its id. */
    String create(String object, String body) {
        JsonNode answer = call(object + "/set", "{'create': {'new': " + body + "}}");
        if (!answer.has("created")) {
            throw new AssertionError(answer.toString());
        }
        return answer.at("/created/new/id").asText();
    }

    /** Makes one object that is refused, and gives the refusal. */
    JsonNode refused(String object, String body) {
        return call(object + "/set", "{'create': {'new': " + body + "}}").at("/notCreated/new");
    }

    void update(String object, String id, String patch) {
        JsonNode answer = call(object + "/set", "{'update': {'" + id + "': " + patch + "}}");
        if (!answer.path("updated").has(id)) {
            throw new AssertionError(answer.toString());
        }
    }

    /** One object with some of its properties, or all. */
    JsonNode get(String object, String id, String... properties) {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.putArray("ids").add(id);
        ArrayNode wanted = arguments.putArray("properties");
        List.of(properties).forEach(wanted::add);
        return call(object + "/get", arguments.toString()).at("/list/0");
    }

    HttpResponse<String> post(String body) {
        return send(HttpRequest.newBuilder(server.resolve("/jmap"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
