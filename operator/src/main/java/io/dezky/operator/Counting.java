package io.dezky.operator;

import io.dezky.operator.observability.InviteMetrics;
import io.dezky.operator.observability.ReconcilerMetrics;
import io.dezky.operator.observability.ResourceMetrics;
import io.dezky.operator.observability.TenantMetrics;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the objects for the metrics, again and again while this process leads. */
final class Counting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final BooleanSupplier leads;
    private final List<Runnable> counts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "resource-metrics");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Counting, not yet started.
     *
     * @param leads whether this process leads: a standby counts nothing, for sums over all replicas would be wrong
     * @param perTenant whether each tenant has series of its own
     */
    Counting(
            MeterRegistry metrics,
            ReconcilerMetrics attempts,
            Controllers controllers,
            BooleanSupplier leads,
            boolean perTenant,
            Clock clock) {
        this.leads = leads;
        List<Runnable> all = new ArrayList<>(List.of(
                new ResourceMetrics<>(
                                metrics,
                                "Tenant",
                                () -> controllers.cached(Tenant.class),
                                Counting::conditionsOfTenant,
                                clock)::update,
                new ResourceMetrics<>(
                        metrics,
                        "OperatorInvite",
                        () -> controllers.cached(OperatorInvite.class),
                        Counting::conditionsOf,
                        clock)::update,
                new ResourceMetrics<>(
                        metrics,
                        "TenantInvite",
                        () -> controllers.cached(TenantInvite.class),
                        Counting::conditionsOf,
                        clock)::update,
                new InviteMetrics<>(metrics, "OperatorInvite", () -> controllers.cached(OperatorInvite.class), clock)
                        ::update,
                new InviteMetrics<>(metrics, "TenantInvite", () -> controllers.cached(TenantInvite.class), clock)
                        ::update,
                () -> attempts.keepOnly(controllers
                        .objects()
                        .map(object -> object.getMetadata().getUid())
                        .collect(Collectors.toSet()))));
        if (perTenant) {
            all.add(new TenantMetrics(
                    metrics,
                    () -> controllers.cached(Tenant.class),
                    () -> controllers.cached(TenantInvite.class),
                    clock)::update);
        }
        this.counts = List.copyOf(all);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::count, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** Not first with the next regular count: whoever looks after a take-over would see nothing. */
    void soon() {
        if (!thread.isShutdown()) {
            thread.schedule(this::count, 1, TimeUnit.SECONDS);
        }
    }

    private void count() {
        if (leads.getAsBoolean()) {
            counts.forEach(Counting::safely);
        }
    }

    /** An exception would end the counting for good, and dashboards would show the past. */
    private static void safely(Runnable count) {
        try {
            count.run();
        } catch (RuntimeException e) {
            LOG.warn("Objects can't be counted for the metrics", e);
        }
    }

    private static List<Condition> conditionsOfTenant(Tenant tenant) {
        return tenant.getStatus() == null ? List.of() : tenant.getStatus().conditions();
    }

    private static List<Condition> conditionsOf(CustomResource<?, InviteStatus> invite) {
        return invite.getStatus() == null ? List.of() : invite.getStatus().conditions();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
