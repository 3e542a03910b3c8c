package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.dezky.simulator.http.SimulatedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two processes for one Lease. */
@RealKubernetes
@ResourceLock(value = "all namespaces of the real cluster", mode = ResourceAccessMode.READ)
class LeadershipTest {

    private RealCluster cluster;
    private Systems systems;
    private String namespace;
    private RunningOperator first;
    private RunningOperator second;

    @BeforeEach
    void start(KubernetesApi api, org.junit.jupiter.api.TestInfo test) {
        cluster = RealCluster.of(api);
        systems = new Systems();
        String name = test.getTestMethod().orElseThrow().getName().replace('_', '-');
        namespace = cluster.namespace(name.substring(0, Math.min(name.length(), 40)));
        first = operator().start();
        await().atMost(RealCluster.PATIENCE).until(first::leads);
        second = operator().start();
    }

    private RunningOperator operator() {
        Map<String, String> settings = new TreeMap<>(RealCluster.watching(namespace));
        settings.put("DEZKY_KUBERNETES_RESYNC_INTERVAL", "1s");
        return RunningOperator.of(cluster, systems, settings);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        cluster.wipe(namespace);
        systems.close();
    }

    private String holder() {
        return lease().at("/spec/holderIdentity").asText();
    }

    private JsonNode lease() {
        return cluster.get("-n", RealCluster.SYSTEM, "lease/" + namespace);
    }

    private void makeTenant(String name) {
        systems.prove(namespace, name, name + ".test");
        cluster.apply(RealCluster.tenant(namespace, name));
    }

    @Test
    void a_standby_is_alive_and_ready_but_neither_claims_to_lead_nor_works() {
        makeTenant("acme");
        cluster.awaitReady(namespace, "tenant/acme");

        assertThat(second.ask("/livez")).isEqualTo(new RunningOperator.Said(200, "ok\n"));
        assertThat(second.ask("/readyz")).isEqualTo(new RunningOperator.Said(200, "ok\n"));
        assertThat(second.leads()).isFalse();
        assertThat(first.leads()).isTrue();
        assertThat(callsOf(second)).isEmpty();
        assertThat(second.metric("reconciliations_success_total")).isZero();
        await().atMost(RealCluster.PATIENCE).until(() -> first.metric("dezky_resources") == 1);
        assertThat(second.metric("dezky_resources"))
                .as("sums over all replicas are right")
                .isZero();
    }

    @Test
    void a_leader_that_stops_gives_the_lease_back_and_the_standby_goes_on_at_once() {
        makeTenant("acme");
        cluster.awaitReady(namespace, "tenant/acme");
        long transitions = lease().at("/spec/leaseTransitions").asLong();

        first.close();

        assertThat(holder()).as("not the stopped process").isNotEqualTo(first.identity());
        // Far less than the 15 s after which a Lease runs out by itself.
        await().atMost(Duration.ofSeconds(10)).until(second::leads);
        makeTenant("globex");
        cluster.awaitReady(namespace, "tenant/globex");
        assertThat(holder()).isEqualTo(second.identity());
        assertThat(lease().at("/spec/leaseTransitions").asLong()).isGreaterThan(transitions);
    }

    /** As a machine whose network fails: the systems stay reachable, only the Lease keeps the leader from going on. */
    @Test
    void a_leader_that_is_cut_off_in_a_creation_ends_itself_before_the_standby_leads_which_finishes_it() {
        makeTenant("globex");
        cluster.awaitReady(namespace, "tenant/globex");
        systems.ocis
                .faults()
                .add(Fault.once(
                        Fault.on("POST", "/graph/v1.0/drives.*"), new Fault.Effect.Delay(Duration.ofSeconds(2))));
        makeTenant("acme");
        await().atMost(RealCluster.PATIENCE)
                .until(() -> systems.writes().stream().anyMatch(write -> write.startsWith("stalwart")));

        first.apiServer.cut();

        await().atMost(RealCluster.PATIENCE).until(second::leads);
        assertThat(first.isHalted()).isTrue();
        cluster.awaitReady(namespace, "tenant/acme", "tenant/globex");
        assertThat(systems.ocis.projectSpaces()).hasSize(2);
        assertThat(systems.authentik.state().groups().stream()
                        .filter(group -> group.name().startsWith("tenant-acme")))
                .hasSize(2);
        for (Simulator system : systems.simulators()) {
            List<String> callers = system.requests().all().stream()
                    .map(exchange -> isOf(first, exchange.request()) ? "first" : "second")
                    .toList();
            assertThat(callers).contains("first", "second");
            // It looked at its tenants every second as long as it could: no call of it, not even a look, came later.
            assertThat(callers.lastIndexOf("first")).isLessThan(callers.indexOf("second"));
        }
    }

    private List<SimulatedRequest> callsOf(RunningOperator operator) {
        return systems.simulators().stream()
                .map(Simulator::requests)
                .flatMap(log -> log.matching(request -> isOf(operator, request)).stream())
                .map(Exchange::request)
                .toList();
    }

    private static boolean isOf(RunningOperator operator, SimulatedRequest request) {
        return request.header("host").filter(operator.hosts()::contains).isPresent();
    }
}
