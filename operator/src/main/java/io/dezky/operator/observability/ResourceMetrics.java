package io.dezky.operator.observability;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many objects there are, by the state of their conditions, and how long the worst has been waiting: counts and
 * extremes, never a label per object.
 *
 * @param <R> the kind
 */
public final class ResourceMetrics<R extends CustomResource<?, ?>> {

    /** The reason of an object that has no condition Ready: the operator has not come to it. */
    public static final String PENDING = "Pending";

    private record Status(String condition, String status) {}

    private record Reason(String condition, String reason) {}

    private final Supplier<Stream<R>> cache;
    private final Function<R, List<Condition>> conditions;
    private final Clock clock;
    private final MultiGauge total;
    private final MultiGauge byStatus;
    private final MultiGauge byReason;
    private final MultiGauge notReady;
    private final MultiGauge deleting;

    /**
     * Metrics of a kind, counted when {@link #update} is called.
     *
     * @param kind for the label of that name
     * @param cache all objects of the kind
     * @param conditions of an object; empty where it has no status yet
     */
    public ResourceMetrics(
            MeterRegistry registry,
            String kind,
            Supplier<Stream<R>> cache,
            Function<R, List<Condition>> conditions,
            Clock clock) {
        this.cache = cache;
        this.conditions = conditions;
        this.clock = clock;
        this.total = MultiGauge.builder("dezky.resources")
                .description("Objects of this kind")
                .tag("kind", kind)
                .register(registry);
        this.byStatus = MultiGauge.builder("dezky.resource.condition")
                .description("Objects whose condition has this status")
                .tag("kind", kind)
                .register(registry);
        this.byReason = MultiGauge.builder("dezky.resource.condition.reason")
                .description("Objects whose condition is not True, by the reason that it gives")
                .tag("kind", kind)
                .register(registry);
        this.notReady = MultiGauge.builder("dezky.resource.not.ready.oldest")
                .description("How long the object that has not been Ready for the longest time has been so, by the"
                        + " reason that it gives now")
                .baseUnit("seconds")
                .tag("kind", kind)
                .register(registry);
        this.deleting = MultiGauge.builder("dezky.resource.deleting.oldest")
                .description(
                        "How long the object whose deletion takes longest has been waiting for its end; 0 without one")
                .baseUnit("seconds")
                .tag("kind", kind)
                .register(registry);
    }

    /** Counts anew. */
    public void update() {
        List<R> all = cache.get().toList();
        total.register(List.of(MultiGauge.Row.of(Tags.empty(), all.size())), true);
        countConditions(all);
        measureWaiting(all);
    }

    private void countConditions(List<R> all) {
        Map<Status, Integer> statuses = new HashMap<>();
        Map<Reason, Integer> reasons = new HashMap<>();
        for (R resource : all) {
            for (Condition condition : conditions.apply(resource)) {
                statuses.merge(new Status(condition.type(), condition.status()), 1, Integer::sum);
                if (!condition.holds()) {
                    reasons.merge(new Reason(condition.type(), condition.reason()), 1, Integer::sum);
                }
            }
        }
        byStatus.register(rows(statuses, key -> Tags.of("condition", key.condition(), "status", key.status())), true);
        byReason.register(rows(reasons, key -> Tags.of("condition", key.condition(), "reason", key.reason())), true);
    }

    private void measureWaiting(List<R> all) {
        Instant now = clock.instant();
        Map<String, Long> waiting = new HashMap<>();
        long deletion = 0;
        for (R resource : all) {
            Optional<Condition> ready = conditions.apply(resource).stream()
                    .filter(condition -> ConditionTypes.READY.equals(condition.type()))
                    .findFirst();
            if (ready.filter(Condition::holds).isEmpty()) {
                Instant since = ready.map(Condition::lastTransitionTime)
                        .orElseGet(() -> time(resource.getMetadata().getCreationTimestamp(), now));
                waiting.merge(ready.map(Condition::reason).orElse(PENDING), seconds(since, now), Math::max);
            }
            Instant deleted = time(resource.getMetadata().getDeletionTimestamp(), now);
            deletion = Math.max(deletion, seconds(deleted, now));
        }
        notReady.register(rows(waiting, reason -> Tags.of("reason", reason)), true);
        deleting.register(List.of(MultiGauge.Row.of(Tags.empty(), deletion)), true);
    }

    private static Instant time(String text, Instant otherwise) {
        return text == null ? otherwise : Instant.parse(text);
    }

    private static long seconds(Instant since, Instant now) {
        return Math.max(
                0, Duration.between(Objects.requireNonNullElse(since, now), now).toSeconds());
    }

    private static <K> List<MultiGauge.Row<?>> rows(Map<K, ? extends Number> counts, Function<K, Tags> tags) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((key, count) -> rows.add(MultiGauge.Row.of(tags.apply(key), count)));
        return rows;
    }
}
