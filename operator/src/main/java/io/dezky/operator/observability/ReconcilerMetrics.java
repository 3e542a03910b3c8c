package io.dezky.operator.observability;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what the framework does. Own code, because the framework's has a label per object, which grows with the
 * platform. Names are those of the framework's next generation, so that dashboards outlive an upgrade.
 */
public final class ReconcilerMetrics implements Metrics {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Instant> attempts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

    /**
     * By thread, not by object: the framework submits the next run of an object before it tells of the end of the last.
     */
    private final Set<Thread> underWay = new HashSet<>();

    public ReconcilerMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** When the object was last worked on by this process. */
    public Optional<Instant> lastAttempt(String uid) {
        return Optional.ofNullable(attempts.get(uid));
    }

    /** Whether no object is being worked on. */
    public boolean isIdle() {
        synchronized (underWay) {
            return underWay.isEmpty();
        }
    }

    /** Waits until no object is being worked on, but not longer than this. */
    public void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (underWay) {
            for (long left = limit.toMillis(); left > 0 && !underWay.isEmpty(); ) {
                underWay.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        }
    }

    /**
     * Forgets all objects but these, or the list would grow with every object that ever was.
     *
     * @param uids of the objects that there are
     */
    public void keepOnly(Set<String> uids) {
        attempts.keySet().retainAll(uids);
    }

    @Override
    public void reconcileCustomResource(HasMetadata resource, RetryInfo retry, Map<String, Object> metadata) {
        if (retry != null && retry.getAttemptCount() > 0) {
            count("reconciliations.retries", "Times that an object was worked on again after it had failed", resource);
        }
    }

    @Override
    public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
        gauge(kind(resource)).incrementAndGet();
        if (resource != null) {
            attempts.put(resource.getMetadata().getUid(), clock.instant());
        }
        synchronized (underWay) {
            underWay.add(Thread.currentThread());
        }
    }

    /** May come without a resource: docs/decisions/framework-workarounds.md. */
    @Override
    public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
        gauge(kind(resource)).updateAndGet(count -> Math.max(0, count - 1));
        synchronized (underWay) {
            underWay.remove(Thread.currentThread());
            underWay.notifyAll();
        }
    }

    @Override
    public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
        count(
                "reconciliations.success",
                "Times that an object was worked on without an exception; conditions tell whether all is well",
                resource);
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception exception, Map<String, Object> metadata) {
        count(
                "reconciliations.failure",
                "Times that work on an object ended in an exception: a defect, or Kubernetes refused",
                resource);
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start(registry);
        try {
            return execution.execute();
        } finally {
            sample.stop(Timer.builder("reconciliations.execution")
                    .description("Time to work on one object once")
                    .tag("controller", execution.controllerName())
                    .tag("kind", execution.name())
                    .register(registry));
        }
    }

    private void count(String name, String description, HasMetadata resource) {
        Counter.builder(name)
                .description(description)
                .tag("controller", kind(resource))
                .register(registry)
                .increment();
    }

    private AtomicInteger gauge(String kind) {
        return active.computeIfAbsent(kind, k -> {
            AtomicInteger count = new AtomicInteger();
            Gauge.builder("reconciliations.active", count, AtomicInteger::get)
                    .description("Objects being worked on now")
                    .tag("controller", k)
                    .register(registry);
            return count;
        });
    }

    private static String kind(HasMetadata resource) {
        return resource == null ? "unknown" : resource.getKind().toLowerCase(Locale.ROOT);
    }
}
