package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** A request ends here, with this answer. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient BiFunction<String, Clock, Answer> answer;

    private Refusal(String message, BiFunction<String, Clock, Answer> answer) {
        super(message, null, false, false);
        this.answer = answer;
    }

    /** An answer that needs no request id in its body. */
    static Refusal of(Answer answer) {
        return new Refusal("HTTP " + answer.status(), (requestId, clock) -> answer);
    }

    /** The error body of the graph service. */
    static Refusal graph(int status, String code, String message) {
        return new Refusal(
                status + " " + code + ": " + message,
                (requestId, clock) -> Answer.json(status, errorBody(code, message, requestId, clock)));
    }

    static Refusal badRequest(String message) {
        return graph(400, "invalidRequest", message);
    }

    static Refusal accessDenied(String message) {
        return graph(403, "accessDenied", message);
    }

    static Refusal notAllowed(String message) {
        return graph(403, "notAllowed", message);
    }

    static Refusal notFound(String message) {
        return graph(404, "itemNotFound", message);
    }

    static Refusal exists(String message) {
        return graph(409, "nameAlreadyExists", message);
    }

    static Refusal general(int status, String message) {
        return graph(status, "generalException", message);
    }

    /** A part of a request that this simulator does not know. */
    static Refusal leftOut(LeftOut operation) {
        return of(Answer.notSimulated(operation.reason()));
    }

    Answer answer(String requestId, Clock clock) {
        return answer.apply(requestId, clock);
    }

    private static Map<String, Object> errorBody(String code, String message, String requestId, Clock clock) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        inner.put("request-id", requestId);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("innererror", inner);
        error.put("message", message);
        return Map.of("error", error);
    }
}
