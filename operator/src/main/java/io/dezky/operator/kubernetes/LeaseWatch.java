package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a leader whose Lease is not renewed, before another process can take it. The framework's own deadline is looked at
 * only between two calls, and one call to an API server that is away lasts up to 20 s with all its repetitions: longer
 * than the Lease. Meanwhile the standby would lead as well.
 */
public final class LeaseWatch implements AutoCloseable {

    /** How long a Lease holds without being renewed: the framework's default. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    /** For the clocks of two machines that differ, and for the end of the process. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final int LOOK_EVERY_MILLIS = 1_000;
    private static final int CALL_MILLIS = 3_000;

    private final Leadership leadership;
    private final Clock clock;
    private final Runnable onLost;
    private final KubernetesClient impatient;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "lease-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Instant renewed;

    private LeaseWatch(Leadership leadership, Clock clock, Runnable onLost) {
        this.leadership = leadership;
        this.clock = clock;
        this.onLost = onLost;
        this.renewed = clock.instant();
        // Of the same connections and credential: the token of a Pod changes, and only the client itself reads it
        // again.
        this.impatient = leadership
                .client()
                .newClient(new RequestConfigBuilder()
                        .withRequestTimeout(CALL_MILLIS)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class);
    }

    /**
     * Watches from now on.
     *
     * @param leadership of this process, which leads
     * @param onLost called at most once, when the Lease is another's or soon can be; the process must end in it
     */
    public static LeaseWatch start(Leadership leadership, Clock clock, Runnable onLost) {
        LeaseWatch watch = new LeaseWatch(leadership, clock, onLost);
        // Two tasks: a call that hangs must not keep the time from being looked at.
        watch.threads.scheduleWithFixedDelay(watch::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        watch.threads.scheduleWithFixedDelay(watch::check, 0, LOOK_EVERY_MILLIS / 4, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            Lease lease = impatient
                    .leases()
                    .inNamespace(leadership.namespace())
                    .withName(leadership.leaseName())
                    .get();
            if (lease == null || lease.getSpec() == null || lease.getSpec().getRenewTime() == null) {
                return;
            }
            if (leadership.identity().equals(lease.getSpec().getHolderIdentity())) {
                renewed = lease.getSpec().getRenewTime().toInstant();
            } else {
                lose("it is held by " + lease.getSpec().getHolderIdentity());
            }
        } catch (RuntimeException notSeen) {
            // Then the last time that it was seen counts. An exception would end the looking for good.
            LOG.debug("The Lease can't be read", notSeen);
        }
    }

    private void check() {
        Duration age = Duration.between(renewed, clock.instant());
        if (age.compareTo(LEASE.minus(MARGIN)) > 0) {
            lose("it was last seen renewed " + age.toSeconds() + " s ago");
        }
    }

    private void lose(String why) {
        if (lost.compareAndSet(false, true)) {
            LOG.error("The Lease {} is lost: {}.", leadership.leaseName(), why);
            onLost.run();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
