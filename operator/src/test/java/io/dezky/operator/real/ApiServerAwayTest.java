package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The API server is away for a while, as at its upgrade. */
@RealKubernetes
@ResourceLock(value = "all namespaces of the real cluster", mode = ResourceAccessMode.READ)
class ApiServerAwayTest {

    @Test
    void the_operator_goes_on_when_it_is_back_and_knows_what_happened_meanwhile(KubernetesApi api) {
        RealCluster cluster = RealCluster.of(api);
        String namespace = cluster.namespace("api-server-away");
        Map<String, String> settings = new TreeMap<>(RealCluster.watching(namespace));
        settings.put("DEZKY_KUBERNETES_LEADER_ELECTION", "false");
        try (Systems systems = new Systems();
                RunningOperator operator = RunningOperator.of(cluster, systems, settings)) {
            for (String name : new String[] {"stays", "goes", "comes"}) {
                systems.prove(namespace, name, name + ".test");
            }
            operator.start();
            cluster.apply(RealCluster.tenant(namespace, "stays") + RealCluster.tenant(namespace, "goes"));
            cluster.awaitReady(namespace, "tenant/stays", "tenant/goes");

            operator.apiServer.cut();
            await().atMost(RealCluster.PATIENCE).until(() -> operator.metric("dezky_informers_deaf") == 3);
            cluster.succeeds("delete", "tenant/goes", "-n", namespace, "--wait=false");
            cluster.apply(RealCluster.tenant(namespace, "comes"));
            assertThat(operator.ask("/livez").status())
                    .as("a restart would not help")
                    .isEqualTo(200);
            operator.apiServer.mend();

            cluster.awaitReady(namespace, "tenant/comes");
            cluster.succeeds("wait", "--for=delete", "tenant/goes", "-n", namespace, "--timeout=60s");
            await().atMost(RealCluster.PATIENCE).until(() -> operator.metric("dezky_informers_deaf") == 0);
            assertThat(operator.isHalted()).isFalse();
        } finally {
            cluster.wipe(namespace);
        }
    }
}
