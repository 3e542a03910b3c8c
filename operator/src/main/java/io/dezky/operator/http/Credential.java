package io.dezky.operator.http;

import java.util.Optional;

/** How the operator proves to a system who it is. Implementations never show the secret. */
public interface Credential {

    /**
     * The value of the {@code Authorization} header for the next call; empty where none is needed.
     *
     * @throws ExternalException where there is no usable credential now
     */
    Optional<String> authorization();

    /**
     * The system refused this value.
     *
     * @return whether another value can be had at once, so that one more try makes sense
     */
    boolean refused(String authorization);

    /** The system accepted this value. */
    default void accepted(String authorization) {}

    /** No credential. */
    static Credential none() {
        return new Credential() {
            @Override
            public Optional<String> authorization() {
                return Optional.empty();
            }

            @Override
            public boolean refused(String authorization) {
                return false;
            }
        };
    }
}
