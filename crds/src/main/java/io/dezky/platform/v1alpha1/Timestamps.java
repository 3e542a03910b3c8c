package io.dezky.platform.v1alpha1;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them. */
final class Timestamps {

    private Timestamps() {}

    static Instant wholeSeconds(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
