package io.dezky.simulator.http;

import java.time.Duration;
import java.util.Random;

/** How long an answer takes. */
@FunctionalInterface
public interface Latency {

    /** The time to wait before this request is carried out. */
    Duration of(SimulatedRequest request);

    /** No waiting. */
    Latency NONE = request -> Duration.ZERO;

    /** The same time for every request. */
    static Latency fixed(Duration time) {
        return request -> time;
    }

    /** Any time between two bounds, the same sequence for the same seed. */
    static Latency between(Duration shortest, Duration longest, long seed) {
        Random random = new Random(seed);
        long spread = longest.toNanos() - shortest.toNanos();
        return request -> shortest.plusNanos((long) (random.nextDouble() * spread));
    }
}
