package io.dezky.simulator.http;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * What goes wrong, with which requests, how often.
 *
 * @param matches the requests that it befalls
 * @param effect what happens to them
 * @param times how many requests it befalls before it is over; {@link #FOR_EVER} never ends
 */
public record Fault(Predicate<SimulatedRequest> matches, Effect effect, int times) {

    /** For {@link #times}. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    /** What can happen to a request. */
    public sealed interface Effect {

        /** The connection is closed before anything is done. */
        record RefuseConnection() implements Effect {}

        /** The request is carried out, then the connection is closed without an answer. */
        record DropAnswer() implements Effect {}

        /** This answer, and nothing is done. */
        record AnswerInstead(Answer answer) implements Effect {}

        /** The request is carried out, then this answer is given instead of the true one. */
        record AnswerAfterActing(Answer answer) implements Effect {}

        /** The request is carried out and answered, but only after this time. */
        record Delay(Duration time) implements Effect {}

        /** The request is carried out; of the true answer only the first half arrives, under the full length. */
        record CutAnswer() implements Effect {}

        /** The request is carried out; the answer has the true status, but its body is no JSON. */
        record GarbleAnswer() implements Effect {}
    }

    /** A fault that befalls the next request that matches, and then no more. */
    public static Fault once(Predicate<SimulatedRequest> matches, Effect effect) {
        return new Fault(matches, effect, 1);
    }

    /** A fault that befalls every request that matches. */
    public static Fault always(Predicate<SimulatedRequest> matches, Effect effect) {
        return new Fault(matches, effect, FOR_EVER);
    }

    /** Requests of this method whose path (and query) matches the regular expression as a whole. */
    public static Predicate<SimulatedRequest> on(String method, String pathPattern) {
        return request -> request.method().equals(method)
                && (request.path() + (request.query().isEmpty() ? "" : "?" + request.query())).matches(pathPattern);
    }

    /** Any request. */
    public static Predicate<SimulatedRequest> anyRequest() {
        return request -> true;
    }
}
