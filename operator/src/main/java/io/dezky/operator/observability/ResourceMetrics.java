package io.dezky.operator.observability;

import io.dezky.platform.v1alpha1.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many objects there are, by the state of their conditions: counts, never a label per object.
 *
 * @param <R> the kind
 */
public final class ResourceMetrics<R extends CustomResource<?, ?>> {

    private record Key(String condition, String status) {}

    private final String kind;
    private final Supplier<Stream<R>> cache;
    private final Function<R, List<Condition>> conditions;
    private final MultiGauge byCondition;
    private final MultiGauge total;

    public ResourceMetrics(
            MeterRegistry registry, String kind, Supplier<Stream<R>> cache, Function<R, List<Condition>> conditions) {
        this.kind = kind;
        this.cache = cache;
        this.conditions = conditions;
        this.byCondition = MultiGauge.builder("dezky.resource.condition")
                .description("Objects whose condition has this status")
                .tag("kind", kind)
                .register(registry);
        this.total = MultiGauge.builder("dezky.resources")
                .description("Objects of this kind")
                .tag("kind", kind)
                .register(registry);
    }

    /** Counts anew. */
    public void update() {
        Map<Key, Integer> counts = new HashMap<>();
        List<R> all = cache.get().toList();
        for (R resource : all) {
            for (Condition condition : conditions.apply(resource)) {
                counts.merge(new Key(condition.type(), condition.status()), 1, Integer::sum);
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((key, count) ->
                rows.add(MultiGauge.Row.of(Tags.of("condition", key.condition(), "status", key.status()), count)));
        byCondition.register(rows, true);
        total.register(List.of(MultiGauge.Row.of(Tags.empty(), all.size())), true);
    }

    /** The kind. */
    public String kind() {
        return kind;
    }
}
