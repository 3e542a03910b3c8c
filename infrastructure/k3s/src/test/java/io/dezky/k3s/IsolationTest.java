package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.k3s.Rendered.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the parts may do to each other, the machine and people's data. */
class IsolationTest {

    @Test
    void onlyCollaboraAndZulipAreNotRestricted() {
        Set<String> others = Rendered.server().resources().stream()
                .filter(resource -> resource.kind().equals("Namespace"))
                .filter(resource -> !resource.body()
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText()
                        .equals("restricted"))
                .map(Resource::name)
                .collect(Collectors.toSet());

        assertThat(others).containsExactlyInAnyOrder("collabora", "zulip");
    }

    @Test
    void everyNamespaceWithPodsIsClosedButForWhatItsPoliciesName() {
        List<Resource> policies = Rendered.laptop().resources().stream()
                .filter(resource -> resource.kind().equals("NetworkPolicy"))
                .toList();
        Set<String> closed = policies.stream()
                .filter(policy -> policy.body().at("/spec/podSelector").isEmpty())
                .filter(policy ->
                        policy.body().at("/spec/policyTypes").toString().equals("[\"Ingress\",\"Egress\"]"))
                .filter(policy -> !policy.body().at("/spec").has("ingress")
                        && !policy.body().at("/spec").has("egress"))
                .map(Resource::namespace)
                .collect(Collectors.toSet());

        assertThat(closed)
                .containsAll(Rendered.laptop().workloads().stream()
                        .map(Resource::namespace)
                        .toList());
    }

    @Test
    void everyPodHasMemoryLimitsAndNoServiceAccountTokenItDoesNotNeed() {
        for (Resource workload : Rendered.laptop().workloads()) {
            JsonNode spec = workload.podTemplate().path("spec");
            spec.path("containers").forEach(container -> assertThat(
                            container.at("/resources/limits/memory").isTextual())
                    .as(workload + ", " + container.path("name"))
                    .isTrue());
            assertThat(spec.has("serviceAccountName")
                            || !spec.path("automountServiceAccountToken").asBoolean(true))
                    .as(workload.toString())
                    .isTrue();
        }
    }

    @Test
    void everyFolderThatHoldsPeoplesDataIsKeptWhenItsClaimGoes() {
        assertThat(Rendered.laptop().document("base/storage.yaml").path("reclaimPolicy"))
                .hasToString("\"Retain\"");
        for (Resource workload : Rendered.laptop().workloads()) {
            workload.body().at("/spec/volumeClaimTemplates").forEach(claim -> assertThat(
                            claim.at("/spec/storageClassName").asText())
                    .as(workload.toString())
                    .isEqualTo("dezky"));
        }
    }
}
