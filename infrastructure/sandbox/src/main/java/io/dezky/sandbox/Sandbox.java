package io.dezky.sandbox;

import io.dezky.operator.OperatorProcess;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.kubernetes.Kube;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs the whole show. */
final class Sandbox implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Options options;
    private final Terminal terminal;
    private final Path home;
    private final Path log;
    private final Supplier<Cluster> clusters;
    private Cluster cluster;
    private Systems systems;
    private OperatorProcess operator;
    private Samples samples;
    private Watched watched;
    private Optional<Customer> customer = Optional.empty();
    private List<Samples.Refused> refused = List.of();
    private volatile boolean stopping;

    /**
     * A sandbox.
     *
     * @param home the folder of the sandbox, with its samples
     * @param log where the operator's log goes
     * @param clusters starts the Kubernetes API
     */
    Sandbox(Options options, Terminal terminal, Path home, Path log, Supplier<Cluster> clusters) {
        this.options = options;
        this.terminal = terminal;
        this.home = home;
        this.log = log;
        this.clusters = clusters;
    }

    /** Starts everything, shows what happens, and tells whether all is as it should be. */
    boolean run() {
        start();
        refused = samples.apply(terminal);
        return options.fail().isPresent() ? withoutOneSystem(options.fail().get()) : withEverything();
    }

    private void start() {
        terminal.title("Dezky sandbox");
        cluster = clusters.get();
        cluster.description().forEach(terminal::line);
        systems = Systems.start(options.config());
        systems.simulators()
                .forEach(simulator -> terminal.line("Simulated: " + simulator.system() + " at " + simulator.url()));
        options.fail().ifPresent(system -> {
            systems.fail(system);
            terminal.line("It fails for good: " + system);
        });
        terminal.line("");
        samples = new Samples(cluster, home);
        samples.installCrds();
        samples.createNamespaces();
        if (!cluster.outlivesSandbox() && cluster.checksObjects()) {
            samples.createRoles();
        }
        if (!cluster.checksObjects()) {
            systems.withoutLeaderElection();
        }
        watched = new Watched(cluster.admin());
        startOperator();
    }

    private void startOperator() {
        OperatorConfig config = ConfigReader.read(systems.configFile(), Map.of());
        KubernetesClient client =
                Kube.client(cluster.operator(), config.kubernetes().workers());
        operator = new OperatorProcess(
                config, client, "sandbox", () -> Runtime.getRuntime().halt(1));
        operator.start();
        terminal.progress("the operator works");
        customer = systems.dns().map(dns -> new Customer(dns, config.platform().instance(), terminal));
        customer.ifPresent(one -> one.provesBeforehand("acme", "acme.test"));
    }

    // ---- all systems work

    private boolean withEverything() {
        Checks checks = new Checks(watched, cluster.admin(), cluster.checksObjects(), customer.isPresent());
        Report report = new Report(terminal, watched, cluster.kubeconfig());
        boolean ready = waitFor(() -> watched.one("tenant/acme")
                .filter(acme -> acme.holds(ConditionTypes.READY))
                .isPresent());
        if (ready && customer.isPresent()) {
            report.dns("acme");
            terminal.line("");
            customer.get().publishes(watched.tenant("acme").orElseThrow());
        }
        boolean good = waitFor(() -> checks.allHold(refused));
        show(report);
        Map<String, Boolean> results = new LinkedHashMap<>(checks.run(refused));
        if (options.once() && good && systems.authentik().isPresent()) {
            results.put("operatorinvite/ada is Accepted once the link is used, and its Secret emptied", accepted());
        }
        report.checks(results);
        return results.values().stream().allMatch(Boolean::booleanValue);
    }

    private void show(Report report) {
        report.conditions();
        report.refused(refused);
        report.invites();
        report.whereThingsAre(systems, operator.port(), log);
    }

    private boolean accepted() {
        AuthentikSimulator authentik = systems.authentik().orElseThrow();
        authentik.human().useRecoveryLink(data("recovery-link"), "Chosen-by-Ada-1843");
        return waitFor(() -> watched.one("operatorinvite/ada")
                        .filter(ada -> ada.holds(ConditionTypes.ACCEPTED))
                        .isPresent()
                && !secret().getData().containsKey("recovery-link"));
    }

    private Secret secret() {
        return cluster.admin()
                .secrets()
                .inNamespace("dezky-system")
                .withName("ada-credentials")
                .get();
    }

    private String data(String key) {
        return new String(Base64.getDecoder().decode(secret().getData().get(key)), StandardCharsets.UTF_8);
    }

    // ---- one system fails

    private boolean withoutOneSystem(String system) {
        WithoutOneSystem expected = new WithoutOneSystem(system, watched);
        waitFor(expected::isSettled);
        Report report = new Report(terminal, watched, cluster.kubeconfig());
        show(report);
        report.checks(expected.run());
        terminal.line("");
        terminal.line("Not all is as it should be: " + system + " fails.");
        return false;
    }

    private boolean waitFor(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && !Thread.currentThread().isInterrupted()) {
            watched.tellChanges(terminal);
            customer.ifPresent(
                    one -> watched.tenants().stream().filter(this::isNotCopycat).forEach(one::provesWhatStatusAsksFor));
            if (condition.getAsBoolean()) {
                watched.tellChanges(terminal);
                return true;
            }
            pause();
        }
        return false;
    }

    private boolean isNotCopycat(Tenant tenant) {
        return !tenant.getMetadata().getName().equals("copycat");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes on telling until it is interrupted. */
    void stay() {
        terminal.line("");
        terminal.line("It stays up. Ctrl-C ends it.");
        while (!Thread.currentThread().isInterrupted()) {
            watched.tellChanges(terminal);
            pause();
        }
    }

    /** Whether somebody ended it: then what the thread of {@link #run()} was about to do may fail. */
    boolean isStopping() {
        return stopping;
    }

    /** Told before the thread of {@link #run()} is interrupted. */
    void stops() {
        stopping = true;
    }

    @Override
    public void close() {
        if (cluster != null && cluster.outlivesSandbox() && samples != null) {
            terminal.line("Deleting the samples, so that nothing is left in your cluster …");
            samples.delete();
            waitFor(samples::areGone);
        }
        if (operator != null) {
            operator.close();
        }
        if (systems != null) {
            systems.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
