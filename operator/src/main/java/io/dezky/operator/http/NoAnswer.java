package io.dezky.operator.http;

/** A system can't be reached: what the circuit breaker counts. Never leaves this package. */
final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ExternalException.Transient trouble;

    NoAnswer(ExternalException.Transient trouble) {
        super(null, null, false, false);
        this.trouble = trouble;
    }

    /** The same for whoever made the call. */
    ExternalException.Transient trouble() {
        return trouble;
    }
}
