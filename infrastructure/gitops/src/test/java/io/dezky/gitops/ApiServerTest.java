package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says of the manifests, and the example repository's own check against it. */
@RealKubernetes
class ApiServerTest {

    private static KubernetesApi server;

    @BeforeAll
    static void prepare(KubernetesApi api) {
        server = api;
        for (String namespace : List.of("argocd", "flux-system", "dezky-system", "tenants")) {
            succeeds("create", "namespace", namespace);
        }
        succeeds(
                "apply",
                "--server-side",
                "-f",
                ProjectFiles.ROOT.resolve("crds").toString());
        succeeds(
                "apply",
                "--server-side",
                "-f",
                ProjectFiles.GITOPS
                        .resolve("src/test/resources/foreign-crds.yaml")
                        .toString());
        for (String kinds : List.of(
                "tenants.platform.dezky.io,tenantinvites.platform.dezky.io,operatorinvites.platform.dezky.io",
                "applications.argoproj.io,appprojects.argoproj.io",
                "gitrepositories.source.toolkit.fluxcd.io,kustomizations.kustomize.toolkit.fluxcd.io,"
                        + "helmreleases.helm.toolkit.fluxcd.io")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.kubectl("get", kinds, "-A").succeeded());
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theApiServerAcceptsEveryManifest(Path file) {
        KubectlResult result = server.kubectl(
                "apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", file.toString());

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.err()).doesNotContain("Warning");
        assertThat(result.out().lines()).hasSameSizeAs(ProjectFiles.documents(ProjectFiles.read(file)));
    }

    static List<Path> manifests() {
        return Stream.of(
                        List.of(ProjectFiles.ARGO_CD.resolve("root.yaml")),
                        ProjectFiles.below(ProjectFiles.ARGO_CD.resolve("apps"), ".yaml"),
                        ProjectFiles.below(ProjectFiles.FLUX, ".yaml"))
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aManifestWithAFieldThatItsKindDoesNotHaveIsRefused(Path file, @TempDir Path folder) throws IOException {
        JsonNode object = ProjectFiles.documents(ProjectFiles.read(file)).get(0);
        ((ObjectNode) (object.has("spec") ? object.get("spec") : object)).put("noSuchField", "x");
        Path copy = Files.writeString(folder.resolve("wrong.yaml"), ProjectFiles.YAML.writeValueAsString(object));

        KubectlResult result = server.kubectl(
                "apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", copy.toString());

        assertThat(result.succeeded()).isFalse();
        assertThat(result.err()).contains("noSuchField");
    }

    @Test
    void thePatchOfArgoCdsConfigurationLeavesOtherEntriesAlone(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.yaml"),
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cm, namespace: argocd}, data: {url: x}}");
        succeeds("apply", "--server-side", "-f", config.toString());

        String patched = succeeds(
                "patch",
                "configmap",
                "argocd-cm",
                "-n",
                "argocd",
                "--dry-run=server",
                "-o",
                "yaml",
                "--patch-file",
                ProjectFiles.ARGO_CD.resolve("argocd-cm.patch.yaml").toString());

        JsonNode data = ProjectFiles.documents(patched).get(0).get("data");
        assertThat(data.get("url").asText()).isEqualTo("x");
        assertThat(data).hasSize(8);
    }

    // ---- the example repository

    private record Answer(int exitCode, String output) {}

    @ParameterizedTest
    @MethodSource("overlays")
    void whatTheExampleRepositoryBuildsIsAccepted(String overlay, @TempDir Path folder) throws IOException {
        Path built = Files.writeString(
                folder.resolve("built.yaml"),
                succeeds("kustomize", ProjectFiles.EXAMPLE.resolve(overlay).toString()));

        assertThat(succeeds("apply", "--server-side", "--dry-run=server", "-f", built.toString())
                        .lines())
                .hasSameSizeAs(ProjectFiles.documents(ProjectFiles.read(built)))
                .isNotEmpty();
    }

    static List<String> overlays() {
        return List.of("overlays/production", "overlays/staging", "operators");
    }

    @Test
    void theCheckOfTheExampleRepositoryPasses() {
        assertThat(check(ProjectFiles.EXAMPLE)).isEqualTo(new Answer(0, "All is well.\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a Secret                              | base/acme/people.yaml | {apiVersion: v1, kind: Secret, metadata: {name: x}}                                                                                                                | no Secrets here
            another kind                          | base/acme/people.yaml | {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}                                                                                                             | for Tenants and invites only
            a requester written by hand           | base/acme/people.yaml | {apiVersion: platform.dezky.io/v1alpha1, kind: TenantInvite, metadata: {name: x, annotations: {platform.dezky.io/requested-by: me}}, spec: {tenantRef: {name: acme}, email: x@acme.test, name: X}} | the API server writes it
            a confirmation of another slug        | base/acme/people.yaml | {apiVersion: platform.dezky.io/v1alpha1, kind: Tenant, metadata: {name: x, annotations: {platform.dezky.io/confirm-delete: y}}, spec: {displayName: X, deletionPolicy: Delete}}      | must be its slug, x
            a confirmation of what is retained    | base/acme/people.yaml | {apiVersion: platform.dezky.io/v1alpha1, kind: Tenant, metadata: {name: x, annotations: {platform.dezky.io/confirm-delete: x}}, spec: {displayName: X}}                              | for deletionPolicy: Delete only
            a Tenant among the operators          | operators/ada.yaml    | {apiVersion: platform.dezky.io/v1alpha1, kind: Tenant, metadata: {name: x}, spec: {displayName: X}}                                                                | not protected from pruning
            what the API server refuses           | base/acme/people.yaml | {apiVersion: platform.dezky.io/v1alpha1, kind: TenantInvite, metadata: {name: x}, spec: {tenantRef: {name: acme}, email: nobody, name: X}}                          | refused by the API server
            """)
    void theCheckOfTheExampleRepositoryRefuses(
            String what, String file, String object, String message, @TempDir Path copy) throws IOException {
        for (Path original : ProjectFiles.below(ProjectFiles.EXAMPLE, "")) {
            Path target = copy.resolve(ProjectFiles.EXAMPLE.relativize(original).toString());
            Files.createDirectories(target.getParent());
            Files.copy(original, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path changed = copy.resolve(file);
        Files.writeString(changed, ProjectFiles.read(changed) + "---\n" + object + "\n");

        Answer answer = check(copy);

        assertThat(answer.output()).contains(message).doesNotContain("All is well");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    private static Answer check(Path repository) {
        ProcessBuilder check =
                new ProcessBuilder(repository.resolve("ci/check").toString(), "--server").redirectErrorStream(true);
        check.environment().put("KUBECONFIG", server.kubeconfig().toString());
        check.environment()
                .merge(
                        "PATH",
                        KubernetesApi.binaries().orElseThrow().toString(),
                        (path, binaries) -> binaries + File.pathSeparator + path);
        try {
            Process process = check.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String succeeds(String... arguments) {
        KubectlResult result = server.kubectl(arguments);
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.out();
    }
}
