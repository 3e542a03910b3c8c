package io.dezky.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The paths below {@code /_simulator/} that steer a simulator which runs as a process of its own.
 *
 * <ul>
 *   <li>{@code GET /_simulator/requests}: the log; {@code DELETE} empties it
 *   <li>{@code POST /_simulator/faults}: adds a fault: {@code {"method": "POST", "path": "<regular expression>",
 *       "effect": "refuse" | "drop" | "cut" | "garble" | "delay" | "answer" | "answerAfterActing", "times": 1,
 *       "milliseconds": 500, "status": 503, "headers": {}, "body": {}}}; {@code DELETE} removes all
 *   <li>{@code PUT /_simulator/latency}: {@code {"milliseconds": 10}}
 *   <li>whatever the system adds by {@link Extra}
 * </ul>
 */
public final class ControlEndpoint {

    private static final String PREFIX = "/_simulator/";

    /** Control paths of one system: the answer, or nothing when the path is not one of them. */
    @FunctionalInterface
    public interface Extra {
        Extra NONE = (request, name) -> Optional.empty();

        /**
         * Answers a control request.
         *
         * @param name the path behind {@code /_simulator/}
         */
        Optional<Answer> answer(SimulatedRequest request, String name);
    }

    private final RequestLog requests;
    private final Faults faults;
    private final Consumer<Latency> latency;
    private final Extra extra;

    ControlEndpoint(RequestLog requests, Faults faults, Consumer<Latency> latency, Extra extra) {
        this.requests = requests;
        this.faults = faults;
        this.latency = latency;
        this.extra = extra;
    }

    boolean concerns(SimulatedRequest request) {
        return request.path().startsWith(PREFIX);
    }

    Answer answer(SimulatedRequest request) {
        String name = request.path().substring(PREFIX.length());
        try {
            return switch (request.method() + " " + name) {
                case "GET requests" ->
                    Answer.json(
                            200,
                            requests.all().stream().map(ControlEndpoint::shown).toList());
                case "DELETE requests" -> {
                    requests.clear();
                    yield Answer.empty(204);
                }
                case "POST faults" -> {
                    faults.add(fault(request.json().orElseThrow(() -> new IllegalArgumentException("no JSON body"))));
                    yield Answer.empty(204);
                }
                case "DELETE faults" -> {
                    faults.clear();
                    yield Answer.empty(204);
                }
                case "PUT latency" -> {
                    long milliseconds = request.json()
                            .map(body -> body.path("milliseconds").asLong())
                            .orElse(0L);
                    latency.accept(Latency.fixed(Duration.ofMillis(milliseconds)));
                    yield Answer.empty(204);
                }
                default ->
                    extra.answer(request, name)
                            .orElseGet(() -> Answer.json(404, Map.of("error", "no control path " + request)));
            };
        } catch (IllegalArgumentException wrong) {
            return Answer.json(400, Map.of("error", String.valueOf(wrong.getMessage())));
        }
    }

    private static Map<String, Object> shown(RequestLog.Exchange exchange) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("method", exchange.request().method());
        shown.put("path", exchange.request().path());
        shown.put("query", exchange.request().query());
        shown.put("status", exchange.answer().status());
        shown.put("acted", exchange.acted());
        shown.put("answered", exchange.answered());
        return shown;
    }

    private static Fault fault(JsonNode given) {
        String path = given.path("path").asText(".*");
        Predicate<SimulatedRequest> matches = given.hasNonNull("method")
                ? Fault.on(given.get("method").asText(), path)
                : request -> Fault.on(request.method(), path).test(request);
        return new Fault(matches, effect(given), given.path("times").asInt(Fault.FOR_EVER));
    }

    private static Fault.Effect effect(JsonNode given) {
        String effect = given.path("effect").asText();
        return switch (effect) {
            case "refuse" -> new Fault.Effect.RefuseConnection();
            case "drop" -> new Fault.Effect.DropAnswer();
            case "cut" -> new Fault.Effect.CutAnswer();
            case "garble" -> new Fault.Effect.GarbleAnswer();
            case "delay" ->
                new Fault.Effect.Delay(
                        Duration.ofMillis(given.path("milliseconds").asLong()));
            case "answer" -> new Fault.Effect.AnswerInstead(answerIn(given));
            case "answerAfterActing" -> new Fault.Effect.AnswerAfterActing(answerIn(given));
            default ->
                throw new IllegalArgumentException("effect \"" + effect
                        + "\": one of refuse, drop, cut, garble, delay, answer, answerAfterActing");
        };
    }

    private static Answer answerIn(JsonNode given) {
        int status = given.path("status").asInt(500);
        Answer answer = given.has("body") ? Answer.json(status, given.get("body")) : Answer.empty(status);
        List<Map.Entry<String, JsonNode>> headers =
                new ArrayList<>(given.path("headers").properties());
        for (Map.Entry<String, JsonNode> header : headers) {
            answer = answer.with(header.getKey(), header.getValue().asText());
        }
        return answer;
    }
}
