package io.dezky.operator.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A call to an external system did not succeed. The message is for people: what is wrong, why, what to do. It never
 * holds a credential, a request or an answer as a whole.
 */
public abstract sealed class ExternalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String system;
    private final String reason;

    private ExternalException(String system, String reason, String message, Throwable cause) {
        super(message, cause);
        this.system = system;
        this.reason = reason;
    }

    /** The name of the system. */
    public String system() {
        return system;
    }

    /** For a condition, CamelCase. */
    public String reason() {
        return reason;
    }

    /** It may succeed later without anybody doing anything: retry with backoff, without end. */
    public static final class Transient extends ExternalException {
        private static final long serialVersionUID = 1;

        private final boolean effectUnknown;
        private final Duration retryAfter;

        public Transient(
                String system,
                String reason,
                String message,
                boolean effectUnknown,
                Duration retryAfter,
                Throwable cause) {
            super(system, reason, message, cause);
            this.effectUnknown = effectUnknown;
            this.retryAfter = retryAfter;
        }

        /** Whether the call may have been carried out all the same: look before it is repeated. */
        public boolean effectUnknown() {
            return effectUnknown;
        }

        /** How long the system asked to be left alone. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** The system does not accept the operator's credential, or does not allow it this: a person must mend it. */
    public static final class Unauthorized extends ExternalException {
        private static final long serialVersionUID = 1;

        public Unauthorized(String system, String reason, String message) {
            super(system, reason, message, null);
        }
    }

    /** Something that is not ours is in the way: terminal until somebody changes one side. */
    public static final class Conflict extends ExternalException {
        private static final long serialVersionUID = 1;

        public Conflict(String system, String reason, String message) {
            super(system, reason, message, null);
        }
    }

    /** The system refuses what was asked for: terminal until the spec or the configuration changes. */
    public static final class Invalid extends ExternalException {
        private static final long serialVersionUID = 1;

        public Invalid(String system, String reason, String message) {
            super(system, reason, message, null);
        }
    }

    /**
     * The system could not be asked because the identity provider that vouches for the operator is away. Not the
     * system's fault and not a wrong credential.
     */
    public static final class IdentityProviderDown extends ExternalException {
        private static final long serialVersionUID = 1;

        public IdentityProviderDown(String system, String message, Throwable cause) {
            super(system, "IdentityProviderUnavailable", message, cause);
        }
    }
}
