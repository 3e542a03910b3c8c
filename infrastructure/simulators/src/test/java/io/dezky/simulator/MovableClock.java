package io.dezky.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by a moment whenever it is looked at, and by more when it is told to. */
public final class MovableClock extends Clock {

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public synchronized Instant instant() {
        now = now.plus(Duration.ofNanos(1_000));
        return now;
    }

    /** Lets time pass. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
