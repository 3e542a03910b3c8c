package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.k3s.Rendered.Resource;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects of other projects' kinds, against the schemas that those publish. They are not in this project: {@code DEZKY_FOREIGN_CRDS} names their
 * folder.
 */
@RealKubernetes
class ForeignResourcesTest {

    @Test
    void whatTheStackSaysToCertManagerTraefikAndHelmControllerFitsTheirSchemas(@TempDir Path temporary)
            throws IOException {
        Path crds = StackFiles.ofOthers(
                "DEZKY_FOREIGN_CRDS", "k3s/crds", "the CRDs of cert-manager, Traefik and k3s's Helm controller");
        // A server of its own: elsewhere these kinds exist without a schema.
        try (KubernetesApi api = KubernetesApi.start()) {
            succeeds(api.kubectl("apply", "--server-side", "-f", crds.toString()));
            succeeds(api.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"));
            succeeds(api.kubectl(
                    "apply",
                    "--server-side",
                    "-f",
                    Rendered.laptop().file("base/namespaces.yaml").toString()));
            for (Rendered rendered : List.of(Rendered.laptop(), Rendered.server())) {
                List<Resource> foreign = rendered.resources().stream()
                        .filter(Resource::isForeign)
                        .toList();
                assertThat(foreign).hasSizeGreaterThanOrEqualTo(5);
                Path file = Files.createTempFile(temporary, "foreign", ".yaml");
                Files.writeString(
                        file,
                        foreign.stream().map(Resource::body).map(Rendered::yaml).collect(Collectors.joining()));

                KubectlResult result = api.kubectl("apply", "--server-side", "--dry-run=server", "-f", file.toString());

                assertThat(result.err()).isEmpty();
                succeeds(result);
            }
        }
    }

    private static void succeeds(KubectlResult result) {
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }
}
