package io.dezky.simulator.http;

import java.util.Optional;

/**
 * Decides whether a request may run now, before it takes any time: how a system limits the number of requests that it
 * serves at once.
 */
public interface Admission {

    /** Every request may run. */
    Admission FREE = new Admission() {
        @Override
        public Optional<Answer> enter(SimulatedRequest request) {
            return Optional.empty();
        }

        @Override
        public void leave(SimulatedRequest request) {
            // Nothing was counted.
        }
    };

    /** A request begins: empty when it may run, else the refusal, after which {@link #leave} is not called. */
    Optional<Answer> enter(SimulatedRequest request);

    /** A request that entered is over, however it ended. */
    void leave(SimulatedRequest request);
}
