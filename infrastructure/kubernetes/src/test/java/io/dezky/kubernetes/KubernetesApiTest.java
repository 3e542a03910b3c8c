package io.dezky.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealKubernetes
class KubernetesApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void kubectlRunsAsAdministrator(KubernetesApi api) {
        KubectlResult result = api.kubectl("auth", "can-i", "*", "*", "--all-namespaces");

        assertThat(result.output()).isEqualTo("yes\n");
        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void aFailureOfKubectlGivesItsExitCodeAndMessage(KubernetesApi api) {
        KubectlResult result = api.kubectl("get", "namespace", "nowhere");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("namespaces \"nowhere\" not found");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aServiceAccountMayOnlyWhatItsRoleAllows(KubernetesApi api) {
        try (KubernetesClient admin = client(api.adminConfig())) {
            namespace(admin, "rbac");
            serviceAccount(admin, "rbac", "reader");
            admin.rbac()
                    .roleBindings()
                    .inNamespace("rbac")
                    .resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName("reader")
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "view")
                            .addNewSubject("", "ServiceAccount", "reader", "rbac")
                            .build())
                    .create();
        }

        try (KubernetesClient reader = client(api.serviceAccountConfig("rbac", "reader"))) {
            await().atMost(PATIENCE)
                    .ignoreException(KubernetesClientException.class)
                    .untilAsserted(() -> assertThat(reader.configMaps()
                                    .inNamespace("rbac")
                                    .list()
                                    .getItems())
                            .isNotNull());
            assertThatThrownBy(() -> reader.secrets().inNamespace("rbac").list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(403));
        }
    }

    @Test
    void theKubeconfigOfAServiceAccountActsAsIt(KubernetesApi api) {
        try (KubernetesClient admin = client(api.adminConfig())) {
            namespace(admin, "kubeconfigs");
            serviceAccount(admin, "kubeconfigs", "somebody");
        }

        Path kubeconfig = api.serviceAccountKubeconfig("kubeconfigs", "somebody");

        assertThat(api.kubectl(
                                "--kubeconfig=" + kubeconfig,
                                "auth",
                                "whoami",
                                "-o",
                                "jsonpath={.status.userInfo.username}")
                        .out())
                .isEqualTo("system:serviceaccount:kubeconfigs:somebody");
    }

    @Test
    void aDeletedNamespaceGoesAwayWithItsContent(KubernetesApi api) {
        try (KubernetesClient admin = client(api.adminConfig())) {
            namespace(admin, "leaving");
            admin.configMaps()
                    .inNamespace("leaving")
                    .resource(configMap("content"))
                    .create();

            admin.namespaces().withName("leaving").delete();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            admin.namespaces().withName("leaving").get())
                    .isNull());
        }
    }

    @Test
    void anOwnedObjectGoesAwayWithItsOwner(KubernetesApi api) {
        try (KubernetesClient admin = client(api.adminConfig())) {
            namespace(admin, "owners");
            ConfigMap owner = admin.configMaps()
                    .inNamespace("owners")
                    .resource(configMap("owner"))
                    .create();
            ConfigMap owned = new ConfigMapBuilder(configMap("owned"))
                    .editMetadata()
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName("owner")
                    .withUid(owner.getMetadata().getUid())
                    .endOwnerReference()
                    .endMetadata()
                    .build();
            admin.configMaps().inNamespace("owners").resource(owned).create();

            admin.configMaps().inNamespace("owners").withName("owner").delete();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(admin.configMaps()
                            .inNamespace("owners")
                            .withName("owned")
                            .get())
                    .isNull());
        }
    }

    @Test
    void aFolderIsTakenUpAgainByTheNextRun(@TempDir Path folder) {
        try (KubernetesApi first = KubernetesApi.start(folder, List.of())) {
            assertThat(first.kubectl("create", "namespace", "kept").succeeded()).isTrue();
        }

        try (KubernetesApi second = KubernetesApi.start(folder, List.of())) {
            assertThat(second.kubectl("get", "namespace", "kept").succeeded()).isTrue();
            assertThat(second.kubeconfig()).isEqualTo(folder.resolve("admin.kubeconfig"));
        }
        assertThat(folder.resolve("kube-apiserver.log")).exists();
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLogAndLeavesNothingRunning(@TempDir Path folder) {
        List<String> before = children();

        assertThatThrownBy(() -> KubernetesApi.start(folder, List.of("--no-such-flag")))
                .isInstanceOf(KubernetesApiException.class)
                .hasMessageContaining("kube-apiserver.log")
                .hasMessageContaining("unknown flag: --no-such-flag");

        assertThat(children()).isEqualTo(before);
    }

    @Test
    void nothingOutlivesAJvmThatIsKilled(@TempDir Path folder) throws IOException {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        Path.of("target", "classes").toString(),
                        "io.dezky.kubernetes.Up",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready " + folder.resolve("admin.kubeconfig"));
            List<ProcessHandle> processes = jvm.descendants().toList();
            assertThat(processes).hasSizeGreaterThan(3);

            jvm.destroyForcibly();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(processes.stream().filter(ProcessHandle::isAlive))
                            .isEmpty());
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static void namespace(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void serviceAccount(KubernetesClient client, String namespace, String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static List<String> children() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .map(String::valueOf)
                .sorted()
                .toList();
    }
}
