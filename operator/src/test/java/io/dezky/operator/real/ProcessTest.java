package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.SimulatedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The start and the end of the operator's JVM. */
@RealKubernetes
@ResourceLock(value = "all namespaces of the real cluster", mode = ResourceAccessMode.READ)
class ProcessTest {

    private RealCluster cluster;
    private Systems systems;
    private Path kubeconfig;
    private String namespace;

    @BeforeEach
    void start(KubernetesApi api) {
        cluster = RealCluster.of(api);
        systems = new Systems();
        kubeconfig = api.serviceAccountKubeconfig(RealCluster.SYSTEM, RealCluster.ACCOUNT);
    }

    @AfterEach
    void stop() {
        if (namespace != null) {
            cluster.wipe(namespace);
        }
        systems.close();
    }

    private OperatorJvm operator(String log, boolean leaderElection) {
        Map<String, String> environment = new TreeMap<>(RealCluster.watching(namespace));
        environment.put("DEZKY_KUBERNETES_LEADER_ELECTION", String.valueOf(leaderElection));
        return OperatorJvm.start(systems, log, kubeconfig, environment);
    }

    /** Returns while the request for the space is on its way. */
    private void makeTenantWhoseSpaceTakesItsTime() {
        AtomicBoolean arrived = new AtomicBoolean();
        Predicate<SimulatedRequest> makesSpace = Fault.on("POST", "/graph/v1.0/drives.*");
        systems.ocis
                .faults()
                .add(Fault.once(
                        request -> {
                            boolean matches = makesSpace.test(request);
                            arrived.compareAndSet(false, matches);
                            return matches;
                        },
                        new Fault.Effect.Delay(Duration.ofSeconds(4))));
        systems.prove(namespace, "acme", "acme.test");
        cluster.apply(RealCluster.tenant(namespace, "acme"));
        await().atMost(RealCluster.PATIENCE).untilTrue(arrived);
    }

    @Test
    void killed_in_the_middle_of_a_creation_it_finishes_it_after_the_next_start() {
        namespace = cluster.namespace("killed");
        try (OperatorJvm killed = operator("killed", false).awaitWork()) {
            makeTenantWhoseSpaceTakesItsTime();
            killed.kill();
        }
        assertThat(cluster.condition("Ready", namespace, "tenant/acme")
                        .path("status")
                        .asText())
                .isNotEqualTo("True");
        // What was under way is still carried out; nobody got the answer.
        await().atMost(RealCluster.PATIENCE)
                .until(() -> systems.ocis.projectSpaces().size() == 1);

        try (OperatorJvm next = operator("next", false).awaitWork()) {
            cluster.awaitReady(namespace, "tenant/acme");
        }

        assertThat(systems.ocis.projectSpaces()).hasSize(1);
        assertThat(systems.authentik.state().applications().stream()
                        .filter(application -> application.slug().contains("acme")))
                .hasSize(1);
        assertThat(systems.authentik.state().groups().stream()
                        .filter(group -> group.name().startsWith("tenant-acme")))
                .hasSize(2);
    }

    @Test
    void at_sigterm_it_is_not_ready_but_alive_until_its_work_is_done_and_then_ends_with_0() {
        namespace = cluster.namespace("terminated");
        try (OperatorJvm operator = operator("terminated", true).awaitWork()) {
            assertThat(operator.ask("/readyz").status()).isEqualTo(200);
            makeTenantWhoseSpaceTakesItsTime();
            Instant asked = Instant.now();

            operator.terminate();

            await().atMost(RealCluster.PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> operator.ask("/readyz"),
                            said -> said.equals(new RunningOperator.Said(503, "stopping\n")));
            assertThat(operator.ask("/livez").status()).isEqualTo(200);
            assertThat(operator.exitCode()).as(operator.log()).isZero();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(40));
            assertThat(cluster.condition("Ready", namespace, "tenant/acme")
                            .path("status")
                            .asText())
                    .as("what was under way is done and told: %s", operator.log())
                    .isEqualTo("True");
            assertThat(cluster.get("-n", RealCluster.SYSTEM, "lease/" + namespace)
                            .at("/spec/holderIdentity")
                            .asText())
                    .as("given back")
                    .isEmpty();
        }
    }

    @Test
    void when_the_cluster_lacks_a_right_it_ends_with_1_and_says_which() {
        cluster.succeeds("create", "serviceaccount", "without-any-right", "-n", RealCluster.SYSTEM);
        Path without = cluster.api.serviceAccountKubeconfig(RealCluster.SYSTEM, "without-any-right");

        try (OperatorJvm operator = OperatorJvm.start(systems, "without", without, Map.of())) {
            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(operator.log())
                    .contains("the service account may not list tenants.platform.dezky.io in the cluster")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void with_a_wrong_configuration_it_ends_with_2_and_names_the_key() {
        try (OperatorJvm operator =
                OperatorJvm.start(systems, "wrong", kubeconfig, Map.of("DEZKY_KUBERNETES_RESYNC_INTERVAL", "often"))) {
            assertThat(operator.exitCode()).isEqualTo(2);
            assertThat(operator.log()).contains("kubernetes.resyncInterval").doesNotContain("\tat ");
        }
    }
}
