package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.k3s.Rendered.Resource;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RealKubernetes
@ResourceLock("the shared API server")
class ManifestsTest {

    @TempDir
    static Path temporary;

    @BeforeAll
    static void namespaces(KubernetesApi api) {
        for (String file : List.of("base/namespaces.yaml", "zulip/namespace.yaml")) {
            succeeds(api.kubectl(
                    "apply",
                    "--server-side",
                    "--field-manager=dezky-bootstrap",
                    "-f",
                    Rendered.server().file(file).toString()));
        }
    }

    static Stream<Rendered> settings() {
        return Stream.of(Rendered.laptop(), Rendered.server());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aRealApiServerAcceptsEveryManifestWithoutAWarning(Rendered rendered, KubernetesApi api) throws IOException {
        List<Resource> own =
                rendered.resources().stream().filter(r -> !r.isForeign()).toList();
        assertThat(own).hasSizeGreaterThan(40);

        KubectlResult result = dryRun(api, own.stream().map(Resource::body));

        assertThat(result.err()).isEmpty();
        assertThat(result.succeeded()).isTrue();
        assertThat(result.out().lines()).hasSize(own.size());
    }

    @Test
    void everyPodIsAdmittedAtTheSecurityLevelOfItsNamespace(KubernetesApi api) throws IOException {
        for (Resource workload : Rendered.laptop().workloads()) {
            succeeds(api.kubectl(
                    "-n", workload.namespace(), "wait", "--for=create", "serviceaccount/default", "--timeout=30s"));
            KubectlResult result = create(api, workload, podOf(workload));

            assertThat(result.output())
                    .as(workload.toString())
                    .contains("created (server dry run)")
                    .doesNotContain("Warning");
        }
    }

    /** Shows that the test above could fail. */
    @Test
    void aPodThatMayGainPrivilegesIsRefusedWhereNamespacesAreRestricted(KubernetesApi api) throws IOException {
        Resource stalwart = Rendered.laptop().workloads().stream()
                .filter(workload -> workload.name().equals("stalwart"))
                .findFirst()
                .orElseThrow();
        ObjectNode pod = podOf(stalwart);
        ((ObjectNode) pod.at("/spec/containers/0/securityContext")).put("allowPrivilegeEscalation", true);

        assertThat(create(api, stalwart, pod).output()).contains("violates PodSecurity \"restricted");
    }

    private static ObjectNode podOf(Resource workload) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("generateName", "check-").put("namespace", workload.namespace());
        ObjectNode spec = workload.podTemplate().path("spec").deepCopy();
        spec.remove("serviceAccountName");
        ArrayNode volumes = spec.withArray("volumes");
        workload.body().at("/spec/volumeClaimTemplates").forEach(claim -> volumes.addObject()
                .put("name", claim.at("/metadata/name").asText())
                .putObject("emptyDir"));
        pod.set("spec", spec);
        return pod;
    }

    private static KubectlResult create(KubernetesApi api, Resource workload, JsonNode pod) throws IOException {
        Path file = temporary.resolve(workload.name() + ".yaml");
        Files.writeString(file, Rendered.yaml(pod));
        return api.kubectl("create", "--dry-run=server", "-f", file.toString());
    }

    private static KubectlResult dryRun(KubernetesApi api, Stream<JsonNode> documents) throws IOException {
        Path file = Files.createTempFile(temporary, "all", ".yaml");
        Files.writeString(file, documents.map(Rendered::yaml).collect(Collectors.joining()));
        return api.kubectl(
                "apply",
                "--server-side",
                "--dry-run=server",
                "--force-conflicts",
                "--field-manager=dezky-bootstrap",
                "-f",
                file.toString());
    }

    private static void succeeds(KubectlResult result) {
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }
}
