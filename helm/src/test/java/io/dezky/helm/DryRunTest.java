package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rendered object, and the pod behind the Deployment, offered to a real API server. */
@RealKubernetes
@NeedsHelm
class DryRunTest {

    private static final String RESTRICTED = "restricted";

    private static Cluster cluster;

    @BeforeAll
    static void prepare(KubernetesApi api) {
        cluster = Cluster.withChart(api);
        for (String namespace : List.of("tenants", "tenants-test", "dezky-operators")) {
            cluster.namespace(namespace);
        }
        cluster.namespace(
                RESTRICTED,
                "pod-security.kubernetes.io/enforce=restricted",
                "pod-security.kubernetes.io/warn=restricted");
        cluster.succeeds(
                "apply",
                "--server-side",
                "-f",
                ProjectFiles.ROOT
                        .resolve("helm/src/test/resources/monitoring-crds.yaml")
                        .toString());
        await().atMost(Cluster.PATIENCE).until(() -> cluster.kubectl("get", "servicemonitors,prometheusrules", "-A")
                .succeeded());
    }

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void theApiServerAcceptsEveryObjectOfAValueSet(Path values) {
        List<JsonNode> manifests = Helm.manifests(values);

        KubectlResult result = cluster.kubectl(
                "apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", Cluster.file(manifests));

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.err()).doesNotContain("Warning");
        assertThat(result.out().lines()).hasSameSizeAs(manifests);
    }

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void thePodOfAValueSetFulfilsTheRestrictedStandard(Path values) {
        ObjectNode pod =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", "operator");
        pod.set("spec", podSpec(values));

        KubectlResult result =
                cluster.kubectl("create", "--dry-run=server", "-n", RESTRICTED, "-f", Cluster.file(List.of(pod)));

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.err()).doesNotContain("Warning");
    }

    private static JsonNode podSpec(Path values) {
        ObjectNode spec = Helm.manifests(values).stream()
                .filter(manifest -> manifest.get("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec")
                .deepCopy();
        return spec.put("serviceAccountName", "default");
    }
}
