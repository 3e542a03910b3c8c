package io.dezky.simulator.stalwart.registry;

import java.time.Clock;
import java.util.function.LongSupplier;

/** Ids made from the time, so that a later object always has the higher one, also within one millisecond. */
final class Snowflakes implements LongSupplier {

    private static final int BITS_BELOW_THE_TIME = 15;

    private final Clock clock;
    private long last;

    Snowflakes(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized long getAsLong() {
        last = Math.max(last + 1, clock.millis() << BITS_BELOW_THE_TIME);
        return last;
    }
}
