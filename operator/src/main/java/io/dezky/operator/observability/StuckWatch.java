package io.dezky.operator.observability;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds objects that need work and are not worked on. A defect of the framework can lose an object until the process is
 * started again (docs/decisions/framework-workarounds.md); the liveness probe makes that happen.
 */
public final class StuckWatch {

    private final Supplier<Stream<? extends HasMetadata>> objects;
    private final ReconcilerMetrics attempts;
    private final Duration patience;
    private final Clock clock;

    /**
     * A watch.
     *
     * @param patience longer than any regular pause between two looks at an object
     */
    public StuckWatch(
            Supplier<Stream<? extends HasMetadata>> objects,
            ReconcilerMetrics attempts,
            Duration patience,
            Clock clock) {
        this.objects = objects;
        this.attempts = attempts;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * How many objects were not looked at for longer than they should have been.
     *
     * @param leadingSince when this process began to work; as a standby it looks at nothing, however long
     */
    public long stuck(Instant leadingSince) {
        Instant limit = clock.instant().minus(patience);
        if (!leadingSince.isBefore(limit)) {
            return 0;
        }
        return objects.get().filter(object -> isForgotten(object, limit)).count();
    }

    private boolean isForgotten(HasMetadata object, Instant limit) {
        Instant created = Optional.ofNullable(object.getMetadata().getCreationTimestamp())
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
        boolean tried = attempts.lastAttempt(object.getMetadata().getUid())
                .filter(last -> !last.isBefore(limit))
                .isPresent();
        return created.isBefore(limit) && !tried;
    }
}
