package io.dezky.operator;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.http.SystemHttp;
import io.dezky.operator.invite.OperatorInviteReconciler;
import io.dezky.operator.invite.TenantInviteReconciler;
import io.dezky.operator.kubernetes.ChangeFilter;
import io.dezky.operator.kubernetes.Leadership;
import io.dezky.operator.kubernetes.LeaseWatch;
import io.dezky.operator.kubernetes.StartupCheck;
import io.dezky.operator.kubernetes.TrimmedStore;
import io.dezky.operator.mail.DkimKeyGenerator;
import io.dezky.operator.mail.NetworkResolver;
import io.dezky.operator.observability.HealthServer;
import io.dezky.operator.observability.InviteMetrics;
import io.dezky.operator.observability.ReconcilerMetrics;
import io.dezky.operator.observability.ResourceMetrics;
import io.dezky.operator.observability.StuckWatch;
import io.dezky.operator.observability.TenantMetrics;
import io.dezky.operator.tenant.CachedClaims;
import io.dezky.operator.tenant.Names;
import io.dezky.operator.tenant.TenantReconciler;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: the framework, the reconcilers, health and metrics. Wiring only. */
public final class OperatorProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(15);

    /** Time for work that is under way at a stop; a call to a system may take longer and is then cut off. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Time for threads to end once no work is under way, or once they were interrupted. */
    private static final Duration END_OF_THREADS = Duration.ofSeconds(2);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final String identity;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReconcilerMetrics reconcilerMetrics = new ReconcilerMetrics(metrics, clock);
    private final List<RegisteredController<?>> controllers = new ArrayList<>();
    private final ScheduledExecutorService counting = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "resource-metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final Runnable onLostLeadership;
    private volatile List<Runnable> counts = List.of();
    private Operator operator;
    private HealthServer health;
    private StuckWatch stuck;
    private volatile LeaseWatch leaseWatch;
    private volatile boolean started;
    private volatile boolean stopping;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Null while another process leads. */
    private volatile Instant leadingSince;

    /**
     * A process, not yet started.
     *
     * @param identity name of this process, unique among replicas
     * @param onLostLeadership called when another process leads from now on; nothing of this one may go on
     */
    public OperatorProcess(OperatorConfig config, KubernetesClient client, String identity, Runnable onLostLeadership) {
        this.config = config;
        this.client = client;
        this.identity = identity;
        this.onLostLeadership = onLostLeadership;
    }

    /**
     * Starts it, and returns when its caches are full. With leader election the work begins when the process leads, which
     * may be long after: until then it is a standby, ready but idle.
     *
     * @throws CannotStart when something is missing in the cluster; the message says what
     */
    public void start() {
        bindMetrics();
        stuck = new StuckWatch(this::objects, reconcilerMetrics, patience(), clock);
        health = HealthServer.start(
                config.server().address(), config.server().port(), this::dead, this::unready, metrics::scrape);
        List<String> problems = missing();
        if (!problems.isEmpty()) {
            health.close();
            throw new CannotStart(problems);
        }
        CachedClaims claims = new CachedClaims(new Names(config.platform().baseDomain()));
        Wiring wiring = new Wiring(config, outside(), claims);
        operator = new Operator(this::configure);
        register(new TenantReconciler(wiring.tenants(), wiring.tenantCleanup(), claims));
        register(new OperatorInviteReconciler(wiring.operatorInvites()));
        register(new TenantInviteReconciler(wiring.tenantInvites()));
        operator.start();
        started = true;
        countResources();
        if (config.kubernetes().leaderElection()) {
            LOG.atInfo()
                    .addKeyValue("identity", identity)
                    .addKeyValue("port", health.port())
                    .log("The operator is ready to lead.");
        } else {
            lead();
        }
    }

    private List<String> missing() {
        StartupCheck check = new StartupCheck(client);
        List<String> problems = new ArrayList<>(check.problems(
                config.kubernetes().namespaces(), List.of(Tenant.class, OperatorInvite.class, TenantInvite.class)));
        if (config.kubernetes().leaderElection()) {
            problems.addAll(
                    check.leaseProblems(leaseNamespace(), config.kubernetes().leaseName()));
        }
        return problems;
    }

    /** Called by the framework just before it begins to work. */
    private void lead() {
        if (config.kubernetes().leaderElection()) {
            leaseWatch = LeaseWatch.start(leadership(), clock, this::end);
        }
        leadingSince = clock.instant();
        if (!stopping) {
            // Not first with the next regular count: whoever looks after a take-over would see nothing.
            counting.schedule(this::countWhileLeading, 1, TimeUnit.SECONDS);
        }
        LOG.atInfo()
                .addKeyValue("instance", config.platform().instance())
                .addKeyValue("identity", identity)
                .addKeyValue("port", health.port())
                .log("The operator works.");
    }

    /** The cluster lacks something that the operator needs. */
    public static final class CannotStart extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotStart(List<String> problems) {
            super("The operator can't start:\n  " + String.join("\n  ", problems));
        }
    }

    private Wiring.Outside outside() {
        return new Wiring.Outside(
                client,
                new OkHttpClient(),
                metrics,
                clock,
                SystemHttp.Pause.REAL,
                NetworkResolver.at(config.dns().resolvers(), config.dns().queryTimeout()),
                DkimKeyGenerator.secure(),
                new SecureRandom(),
                identity);
    }

    private void configure(ConfigurationServiceOverrider overrider) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .withConcurrentReconciliationThreads(config.kubernetes().workers())
                .withReconciliationTerminationTimeout(END_OF_THREADS)
                .withCacheSyncTimeout(Duration.ofSeconds(30))
                // One namespace without the right must not stop the others; without any it should.
                .withStopOnInformerErrorDuringStartup(
                        config.kubernetes().namespaces().isEmpty())
                .withInformerStoppedHandler((informer, cause) -> informerStopped(cause))
                .withMetrics(reconcilerMetrics);
        if (config.kubernetes().leaderElection()) {
            overrider.withLeaderElectionConfiguration(LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(
                            config.kubernetes().leaseName())
                    .withLeaseDuration(LeaseWatch.LEASE)
                    .withLeaseNamespace(leaseNamespace())
                    .withIdentity(identity)
                    // The framework's own exit deadlocks with a shutdown hook that stops it.
                    .withExitOnStopLeading(false)
                    .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::leadershipLost, leader -> {}))
                    .build());
        }
    }

    private void informerStopped(Throwable cause) {
        if (cause != null && !stopping) {
            LOG.error("An informer stopped for good.", cause);
            end();
        }
    }

    /** Told by the framework, at a regular stop as well. */
    private void leadershipLost() {
        leadingSince = null;
        if (!stopping) {
            end();
        }
    }

    /** Told once, by whoever sees it first. */
    private void end() {
        leadingSince = null;
        if (ended.compareAndSet(false, true)) {
            LOG.error("The process ends, to be started again.");
            onLostLeadership.run();
        }
    }

    private String leaseNamespace() {
        String configured = config.kubernetes().leaseNamespace();
        if (configured != null) {
            return configured;
        }
        String own = System.getenv("POD_NAMESPACE");
        return own == null ? client.getNamespace() : own;
    }

    private <R extends HasMetadata> void register(Reconciler<R> reconciler) {
        controllers.add(operator.register(reconciler, this::<R>configure));
    }

    private <R extends HasMetadata> void configure(ControllerConfigurationOverrider<R> overrider) {
        List<String> namespaces = config.kubernetes().namespaces();
        overrider
                .withGenerationAware(false)
                .withOnUpdateFilter(new ChangeFilter<>())
                .withReconciliationMaxInterval(longestPause())
                .withRetry(new GenericRetry()
                        .setInitialInterval(config.kubernetes().retryInitial())
                        .setIntervalMultiplier(2)
                        .setMaxInterval(config.kubernetes().retryMax().toMillis())
                        .withoutMaxAttempts())
                .settingNamespaces(
                        namespaces.isEmpty()
                                ? io.javaoperatorsdk.operator.api.reconciler.Constants.WATCH_ALL_NAMESPACE_SET
                                : Set.copyOf(namespaces));
        if (namespaces.size() <= 1) {
            // One store can't serve several informers: each would drop what the others have.
            overrider.withItemStore(new TrimmedStore<>());
        }
    }

    // ---- what operators see

    private void bindMetrics() {
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmGcMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        String version = OperatorProcess.class.getPackage().getImplementationVersion();
        Gauge.builder("dezky.build.info", () -> 1)
                .description("The running release")
                .tag("version", version == null ? "development" : version)
                .register(metrics);
        Gauge.builder("dezky.leader", () -> leadingSince == null ? 0 : 1)
                .description("1 while this process leads")
                .register(metrics);
        Gauge.builder("dezky.workers", config, c -> c.kubernetes().workers())
                .description("Objects that can be worked on at once")
                .register(metrics);
        Gauge.builder("dezky.stuck.resources", this::stuck)
                .description("Objects that should have been worked on and were not")
                .register(metrics);
        Gauge.builder("dezky.informers.deaf", () -> deafInformers().size())
                .description("Informers that do not watch: for seconds in normal life, longer when a right is missing")
                .register(metrics);
    }

    private void countResources() {
        List<Runnable> all = new ArrayList<>(List.of(
                new ResourceMetrics<>(
                                metrics,
                                "Tenant",
                                () -> cached(Tenant.class),
                                OperatorProcess::conditionsOfTenant,
                                clock)::update,
                new ResourceMetrics<>(
                        metrics,
                        "OperatorInvite",
                        () -> cached(OperatorInvite.class),
                        OperatorProcess::conditionsOf,
                        clock)::update,
                new ResourceMetrics<>(
                                metrics,
                                "TenantInvite",
                                () -> cached(TenantInvite.class),
                                OperatorProcess::conditionsOf,
                                clock)::update,
                new InviteMetrics<>(metrics, "OperatorInvite", () -> cached(OperatorInvite.class), clock)::update,
                new InviteMetrics<>(metrics, "TenantInvite", () -> cached(TenantInvite.class), clock)::update,
                this::forgetAbsent));
        if (config.metrics().perTenant()) {
            all.add(
                    new TenantMetrics(metrics, () -> cached(Tenant.class), () -> cached(TenantInvite.class), clock)
                            ::update);
        }
        counts = List.copyOf(all);
        counting.scheduleWithFixedDelay(this::countWhileLeading, 1, COUNT_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** A standby counts nothing: sums over all replicas would be wrong. */
    private void countWhileLeading() {
        if (leadingSince != null) {
            counts.forEach(OperatorProcess::countSafely);
        }
    }

    private void forgetAbsent() {
        reconcilerMetrics.keepOnly(
                objects().map(object -> object.getMetadata().getUid()).collect(Collectors.toSet()));
    }

    /** An exception would end the counting for good, and dashboards would show the past. */
    private static void countSafely(Runnable count) {
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

    private Stream<? extends HasMetadata> objects() {
        return Stream.of(cached(Tenant.class), cached(OperatorInvite.class), cached(TenantInvite.class))
                .flatMap(stream -> stream);
    }

    private <R extends HasMetadata> Stream<R> cached(Class<R> kind) {
        return controllers.stream()
                .filter(controller ->
                        controller.getConfiguration().getResourceClass().equals(kind))
                .map(io.javaoperatorsdk.operator.processing.Controller.class::cast)
                .flatMap(controller -> {
                    @SuppressWarnings("unchecked")
                    Stream<R> all = controller
                            .getEventSourceManager()
                            .getControllerEventSource()
                            .list();
                    return all;
                });
    }

    private Duration longestPause() {
        return config.kubernetes().resyncInterval().multipliedBy(3);
    }

    private Duration patience() {
        Duration retry = config.kubernetes().retryMax();
        Duration longest = longestPause().compareTo(retry) > 0 ? longestPause() : retry;
        return longest.plusMinutes(10);
    }

    private long stuck() {
        Instant since = leadingSince;
        return since == null || stuck == null ? 0 : stuck.stuck(since);
    }

    private List<String> dead() {
        long count = stuck();
        return count == 0
                ? List.of()
                : List.of(count + " object(s) are not worked on; the process has to be restarted");
    }

    /** A standby is ready: it can take over. */
    private List<String> unready() {
        if (stopping) {
            return List.of("stopping");
        }
        if (!started) {
            return List.of("starting");
        }
        List<InformerHealthIndicator> informers = informers();
        boolean some = informers.stream().anyMatch(informer -> informer.isRunning() && informer.hasSynced());
        return some || informers.isEmpty() ? List.of() : List.of("no informer has synced");
    }

    private List<String> deafInformers() {
        return informers().stream()
                .filter(informer -> !informer.isWatching())
                .map(InformerHealthIndicator::getTargetNamespace)
                .toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<InformerHealthIndicator> informers() {
        List<InformerHealthIndicator> informers = new ArrayList<>();
        for (RegisteredController<?> controller : controllers) {
            controller
                    .getControllerHealthInfo()
                    .informerEventSourceHealthIndicators()
                    .values()
                    .forEach(source ->
                            informers.addAll(source.informerHealthIndicators().values()));
        }
        return informers;
    }

    /** The port of health and metrics. */
    public int port() {
        return health.port();
    }

    /** Stops: what is under way ends, then the Lease is given back. Health is told until the end. */
    @Override
    public void close() {
        stopping = true;
        counting.shutdownNow();
        if (started) {
            endWork();
        }
        if (leaseWatch != null) {
            leaseWatch.close();
        }
        if (operator != null) {
            operator.stop();
        }
        if (leaseWatch != null) {
            giveBackLease();
        }
        leadingSince = null;
        if (health != null) {
            health.close();
        }
    }

    /** Before the framework is stopped, because that ends the renewal of the Lease first and then waits for work. */
    private void endWork() {
        controllers.stream()
                .map(io.javaoperatorsdk.operator.processing.Controller.class::cast)
                .forEach(io.javaoperatorsdk.operator.processing.Controller::stop);
        try {
            reconcilerMetrics.awaitIdle(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Leadership leadership() {
        return new Leadership(client, leaseNamespace(), config.kubernetes().leaseName(), identity);
    }

    /** Work that outlasts the grace may still write something: then nobody may lead before the Lease has run out. */
    private void giveBackLease() {
        if (reconcilerMetrics.isIdle()) {
            leadership().release();
        } else {
            LOG.warn(
                    "Work was still under way after {} s and is cut off; the Lease will run out by itself.",
                    GRACE.toSeconds());
        }
    }
}
