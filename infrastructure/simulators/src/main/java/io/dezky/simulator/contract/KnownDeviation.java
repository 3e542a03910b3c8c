package io.dezky.simulator.contract;

import java.util.regex.Pattern;

/**
 * A violation that is known, and true of the real system as well.
 *
 * @param kind what is wrong
 * @param operation a regular expression for the operation
 * @param message a regular expression for some part of where and what: {@code /avatar: .*}
 * @param reason why it is so
 */
public record KnownDeviation(Violation.Kind kind, Pattern operation, Pattern message, String reason) {

    public static KnownDeviation of(Violation.Kind kind, String operation, String message, String reason) {
        return new KnownDeviation(kind, Pattern.compile(operation), Pattern.compile(message), reason);
    }

    boolean covers(Violation violation) {
        return violation.kind() == kind
                && operation.matcher(violation.operation()).matches()
                && message.matcher(violation.where() + ": " + violation.message())
                        .find();
    }
}
