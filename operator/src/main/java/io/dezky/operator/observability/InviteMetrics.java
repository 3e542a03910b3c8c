package io.dezky.operator.observability;

import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many invites stand where, and how many credentials are about to end unused: counts, never a label per invite.
 *
 * @param <R> the kind
 */
public final class InviteMetrics<R extends CustomResource<?, InviteStatus>> {

    /** When an unused credential counts as about to end: long enough before to remind the person. */
    public static final Duration SOON = Duration.ofHours(4);

    private final Supplier<Stream<R>> cache;
    private final Clock clock;
    private final MultiGauge byState;
    private final MultiGauge expiring;

    /**
     * Metrics of a kind of invites, counted when {@link #update} is called.
     *
     * @param kind for the label of that name
     * @param cache all invites of the kind
     */
    public InviteMetrics(MeterRegistry registry, String kind, Supplier<Stream<R>> cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
        this.byState = MultiGauge.builder("dezky.invites")
                .description("Invites in this state")
                .tag("kind", kind)
                .register(registry);
        this.expiring = MultiGauge.builder("dezky.invites.expiring")
                .description("Invites whose credential is unused and ends within four hours")
                .tag("kind", kind)
                .register(registry);
    }

    /** Counts anew. */
    public void update() {
        Map<InviteState, Integer> states = new EnumMap<>(InviteState.class);
        for (InviteState state : InviteState.values()) {
            states.put(state, 0);
        }
        int soon = 0;
        Instant limit = clock.instant().plus(SOON);
        for (R invite : cache.get().toList()) {
            InviteStatus status = Optional.ofNullable(invite.getStatus()).orElse(InviteStatus.empty());
            states.merge(Optional.ofNullable(status.state()).orElse(InviteState.PENDING), 1, Integer::sum);
            if (isOpen(status) && !status.handoff().expiresAt().isAfter(limit)) {
                soon++;
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        states.forEach((state, count) -> rows.add(MultiGauge.Row.of(Tags.of("state", word(state)), count)));
        byState.register(rows, true);
        expiring.register(List.of(MultiGauge.Row.of(Tags.empty(), soon)), true);
    }

    private static boolean isOpen(InviteStatus status) {
        return status.state() == InviteState.DELIVERED
                && status.handoff() != null
                && status.handoff().expiresAt() != null;
    }

    /** As the API writes it. */
    static String word(InviteState state) {
        return switch (state) {
            case PENDING -> "Pending";
            case DELIVERED -> "Delivered";
            case ACCEPTED -> "Accepted";
            case EXPIRED -> "Expired";
            case REVOKED -> "Revoked";
            case FAILED -> "Failed";
        };
    }
}
