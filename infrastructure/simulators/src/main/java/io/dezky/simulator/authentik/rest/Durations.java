package io.dezky.simulator.authentik.rest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Authentik's own way to write a duration: {@code hours=3;minutes=1}. */
public final class Durations {

    private static final Map<String, Duration> UNITS = Map.of(
            "microseconds", Duration.ofNanos(1_000),
            "milliseconds", Duration.ofMillis(1),
            "seconds", Duration.ofSeconds(1),
            "minutes", Duration.ofMinutes(1),
            "hours", Duration.ofHours(1),
            "days", Duration.ofDays(1),
            "weeks", Duration.ofDays(7));

    private Durations() {}

    /** The duration; empty when the text is no such thing. A negative one is one. */
    public static Optional<Duration> parse(String text) {
        Duration sum = Duration.ZERO;
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            Duration unit =
                    equals < 0 ? null : UNITS.get(part.substring(0, equals).trim());
            if (unit == null) {
                return Optional.empty();
            }
            try {
                double times = Double.parseDouble(part.substring(equals + 1).trim());
                sum = sum.plus(Duration.ofNanos((long) (unit.toNanos() * times)));
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        }
        return Optional.of(sum);
    }
}
