package io.dezky.operator.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** How long to wait before an object is worked on again: longer after each failure in a row, never for ever. */
public final class Backoff {

    private static final int LARGEST_EXPONENT = 20;

    private final Duration initial;
    private final Duration longest;
    private final DoubleSupplier random;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /**
     * A backoff.
     *
     * @param random from 0 to 1, so that objects that failed together do not come back together
     */
    public Backoff(Duration initial, Duration longest, DoubleSupplier random) {
        this.initial = initial;
        this.longest = longest;
        this.random = random;
    }

    /** The object failed once more. */
    public Duration afterFailure(String uid) {
        int count = failures.merge(uid, 1, Integer::sum);
        long doubled = initial.toMillis() << Math.min(count - 1, LARGEST_EXPONENT);
        long wait = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (wait * (0.8 + 0.2 * random.getAsDouble())));
    }

    /** The object did not fail this time. */
    public void reset(String uid) {
        failures.remove(uid);
    }

    /** A wait of about this length. */
    public Duration around(Duration time) {
        return Duration.ofMillis((long) (time.toMillis() * (0.9 + 0.2 * random.getAsDouble())));
    }
}
