package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.operator.OperatorProcess;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.kubernetes.Kube;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A real API server with the chart installed, the operator at work under the chart's service account, and two tenants:
 * one for all tests. What the tests see in status was written by the operator.
 *
 * <p>There are no nodes, so the operator runs in this JVM, and its Pod is an object only.
 */
final class Platform {

    static final String SYSTEM = "dezky-system";
    static final String TENANTS = "tenants";
    static final String POD = "dezky-operator-5f6d7c8b9-abcde";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Platform shared;

    final Systems systems = new Systems();
    final Map<String, Plugin.Result> beforeTheCrds = new HashMap<>();
    private final KubernetesApi api;
    private final Path folder;
    private final Map<String, Path> kubeconfigs = new HashMap<>();

    private Platform(KubernetesApi api) {
        this.api = api;
        try {
            this.folder = Files.createTempDirectory("dezky-cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of all tests, started by the first that asks. */
    static synchronized Platform on(KubernetesApi api) {
        Path helm = KubernetesApi.binaries().orElseThrow().resolve("helm");
        Assumptions.assumeTrue(Files.isExecutable(helm), "needs helm: run infrastructure/kubernetes/install");
        if (shared == null) {
            Platform platform = new Platform(api);
            platform.withoutCrds();
            platform.install(helm);
            platform.people();
            platform.startOperator();
            platform.tenants();
            shared = platform;
        }
        return shared;
    }

    private void withoutCrds() {
        for (String arguments : List.of(
                "status", "status tenant/acme", "dns acme", "invite ada ada@dezky.test", "credential ada", "doctor")) {
            beforeTheCrds.put(arguments, as("admin").run(arguments.split(" ")));
        }
    }

    private void install(Path helm) {
        Plugin.Result installed = as("admin")
                .run(List.of(
                        helm.toString(),
                        "install",
                        "dezky-operator",
                        ProjectFiles.ROOT
                                .resolve("helm/dezky-operator")
                                .toAbsolutePath()
                                .toString(),
                        "--namespace",
                        SYSTEM,
                        "--create-namespace",
                        "--values",
                        ProjectFiles.ROOT
                                .resolve("helm/dezky-operator/ci/minimal.yaml")
                                .toAbsolutePath()
                                .toString(),
                        "--kubeconfig",
                        api.kubeconfig().toString()));
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        await().atMost(PATIENCE).until(() -> api.kubectl("get", "tenants,operatorinvites,tenantinvites", "-A")
                .succeeded());
    }

    // ---- people

    private void people() {
        applied("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: people}
                ---
                """.formatted(TENANTS)
                + bound("viewer", TENANTS, "view")
                + bound("editor", TENANTS, "edit")
                + bound("inviter", SYSTEM, "dezky-operator-invite-operators")
                + account("nobody"));
        for (String user : List.of("viewer", "editor", "inviter", "nobody")) {
            kubeconfigs.put(user, api.serviceAccountKubeconfig("people", user));
        }
        kubeconfigs.put("admin", api.kubeconfig());
        await().atMost(PATIENCE).until(() -> may("viewer", "list", TENANTS) && may("editor", "create", TENANTS));
    }

    private static String bound(String user, String namespace, String role) {
        return account(user) + """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %s, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [{kind: ServiceAccount, name: %s, namespace: people}]
                ---
                """.formatted(user, namespace, role, user);
    }

    private static String account(String user) {
        return """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %s, namespace: people}
                ---
                """.formatted(user);
    }

    private boolean may(String user, String verb, String namespace) {
        return api.kubectl(
                        "auth",
                        "can-i",
                        verb,
                        "tenants.platform.dezky.io",
                        "-n",
                        namespace,
                        "--as=system:serviceaccount:people:" + user)
                .succeeded();
    }

    /**
     * The plugin with the rights of: {@code admin}, who may all; {@code viewer} and {@code editor}, who have Kubernetes'
     * own roles in the namespace {@link #TENANTS}, with what the chart adds to them; {@code inviter}, who may invite
     * platform operators; {@code nobody}.
     */
    Plugin as(String user) {
        Path kubectl = KubernetesApi.binaries().orElseThrow().resolve("kubectl");
        return Plugin.with(kubectl, folder)
                .and(
                        "KUBECONFIG",
                        kubeconfigs.getOrDefault(user, api.kubeconfig()).toString());
    }

    /** The file that {@code kubectl --kubeconfig} takes. */
    Path kubeconfig(String user) {
        return kubeconfigs.get(user);
    }

    // ---- the operator

    private void startOperator() {
        try {
            Path file = Files.createDirectories(folder.resolve("operator"));
            OperatorConfig config = ConfigReader.read(systems.configuration(file), Map.of());
            // Named after the Pod, as HOSTNAME is there. It ends with the JVM, and so may its Lease.
            new OperatorProcess(
                            config,
                            Kube.client(
                                    api.serviceAccountConfig(SYSTEM, "dezky-operator"),
                                    config.kubernetes().workers()),
                            POD + "-1f2e3d4c",
                            () -> {})
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String image = kubectl(
                "get",
                "deployment",
                "dezky-operator",
                "-n",
                SYSTEM,
                "-o",
                "jsonpath={.spec.template.spec.containers[0].image}");
        apply(SYSTEM, """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app.kubernetes.io/name: dezky-operator}}
                spec:
                  serviceAccountName: dezky-operator
                  containers: [{name: operator, image: "%s"}]
                """.formatted(POD, image));
        kubectl("patch", "pod", POD, "-n", SYSTEM, "--subresource=status", "--type=merge", "-p", """
                {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}], "containerStatuses":
                [{"name": "operator", "image": "i", "imageID": "i", "ready": true, "restartCount": 0, "state": {"running": {}}}]}}
                """);
    }

    // ---- tenants

    private void tenants() {
        apply(TENANTS, """
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: acme}
                spec:
                  displayName: Acme GmbH
                  mail: {domains: [{name: acme.test}]}
                  files: {spaces: [{name: Company, quota: 50Gi}]}
                  admins: [{email: it@acme.test, name: Ines Technik}]
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: globex}
                spec: {displayName: Globex SE, slug: globex-se, files: {spaces: [{name: Company}]}}
                """);
        publishes("acme");
        await().atMost(PATIENCE).until(() -> isReady("tenant/acme") && isReady("tenant/globex"));
    }

    /** The customer pastes what the plugin prints, until nothing is missing: first the proof of ownership, then the rest. */
    void publishes(String tenant) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            Plugin.Result snippet = as("viewer").run("dns", tenant, "--missing", "-n", TENANTS);
            if (snippet.out().contains(" IN ")) {
                systems.dns.publish(snippet.out());
            }
            return snippet.exitCode() == 0;
        });
    }

    boolean isReady(String object) {
        return kubectl(
                        "get",
                        object,
                        "-n",
                        TENANTS,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}/{.status.observedGeneration}/{.metadata.generation}")
                .matches("True/(\\d+)/\\1");
    }

    // ---- kubectl

    /** What it prints as administrator; fails when it fails. */
    String kubectl(String... arguments) {
        KubectlResult result = api.kubectl(arguments);
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.out();
    }

    boolean exists(String object, String namespace) {
        return !kubectl("get", object, "-n", namespace, "--ignore-not-found", "-o", "name")
                .isBlank();
    }

    /** All reasons that stand in conditions at this moment, with spaces between. */
    String reasons() {
        return kubectl(
                "get",
                "tenants,operatorinvites,tenantinvites",
                "-A",
                "-o",
                "jsonpath={.items[*].status.conditions[*].reason}");
    }

    /** Whether the API has this field, such as {@code tenant.spec.slug}. */
    boolean explains(String field) {
        return api.kubectl("explain", field).succeeded();
    }

    void apply(String namespace, String yaml) {
        applied(yaml, "--namespace=" + namespace);
    }

    private void applied(String yaml, String... more) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "objects", ".yaml"), yaml);
            List<String> arguments = new ArrayList<>(List.of("apply", "-f", file.toString()));
            arguments.addAll(List.of(more));
            kubectl(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Plugin.Result result) {
        try {
            return JSON.readTree(result.out());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + result, e);
        }
    }
}
