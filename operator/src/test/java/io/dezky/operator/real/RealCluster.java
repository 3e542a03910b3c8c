package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.operator.OperatorProcess;
import io.dezky.operator.kubernetes.Kube;
import io.dezky.platform.v1alpha1.Crds;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real API server of all test classes, with the CRDs and the operator's service account. What can only be seen on a
 * new one is tried while it is new: a start without CRDs, and objects stored under looser CRDs.
 */
final class RealCluster {

    static final String SYSTEM = "dezky-system";
    static final String ACCOUNT = "dezky-operator";
    static final String OLDER = "stored-under-an-older-crd";

    /** For what takes a moment; another machine may be slow. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static RealCluster shared;

    final KubernetesApi api;
    final KubernetesClient admin;
    private final String startWithoutCrds;

    private RealCluster(KubernetesApi api) {
        this.api = api;
        this.admin = Kube.client(api.adminConfig(), 10);
        namespace(SYSTEM);
        succeeds("apply", "-f", project("infrastructure/sandbox/manifests/operator-rbac.yaml"));
        this.startWithoutCrds = problemsOfAStart();
        storeUnreadableObjects();
        succeeds("apply", "--server-side", "-f", project("crds/"));
        awaitEstablished();
    }

    static synchronized RealCluster of(KubernetesApi api) {
        if (shared == null) {
            shared = new RealCluster(api);
        }
        return shared;
    }

    /** What the operator said when it was started while there were no CRDs. */
    String startWithoutCrds() {
        return startWithoutCrds;
    }

    private String problemsOfAStart() {
        try (Systems systems = new Systems();
                RunningOperator operator = RunningOperator.of(this, systems)) {
            operator.start();
            return "";
        } catch (OperatorProcess.CannotStart e) {
            return e.getMessage();
        }
    }

    /** Before rules were made tighter, or by an operator whose types differed. */
    private void storeUnreadableObjects() {
        StringBuilder crds = new StringBuilder();
        for (CustomResourceDefinition crd : Crds.all()) {
            JSONSchemaProps anything = new JSONSchemaProps();
            anything.setType("object");
            anything.setXKubernetesPreserveUnknownFields(true);
            crd.getSpec().getVersions().forEach(version -> version.getSchema().setOpenAPIV3Schema(anything));
            crds.append(Serialization.asYaml(crd));
        }
        succeeds("apply", "--server-side", "-f", file("older-crds", crds.toString()));
        awaitEstablished();
        namespace(OLDER);
        apply("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: text-for-mail, namespace: %1$s}
                spec: {displayName: Old GmbH, mail: postmaster@old.test}
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: map-for-list, namespace: %1$s}
                spec: {displayName: Old GmbH, files: {spaces: {Company: 5Gi}}}
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: deleted-unread, namespace: %1$s}
                spec: {displayName: [Old, GmbH], deletionPolicy: {policy: Delete}}
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: OperatorInvite
                metadata: {name: map-for-groups, namespace: %1$s}
                spec: {email: olga@old.test, name: Old Olga, groups: {some: thing}}
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: OperatorInvite
                metadata: {name: nobody-can-change-it, namespace: %1$s}
                spec: {email: [otto@old.test], name: Old Otto}
                """.formatted(OLDER));
    }

    private void awaitEstablished() {
        for (CustomResourceDefinition crd : Crds.all()) {
            succeeds(
                    "wait",
                    "--for=condition=Established",
                    "crd/" + crd.getMetadata().getName(),
                    "--timeout=60s");
        }
        await().atMost(PATIENCE).until(() -> kubectl("get", "tenants,operatorinvites,tenantinvites", "-A")
                .succeeded());
    }

    /** A path of this project, absolute. */
    static String project(String path) {
        return Path.of(System.getProperty("project.root", ".."))
                .resolve(path)
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    /** Creates a namespace. */
    String namespace(String name) {
        succeeds("create", "namespace", name);
        return name;
    }

    /** Removes all objects of a namespace whose operator is stopped: one of the whole cluster would take them up. */
    void wipe(String namespace) {
        for (Class<? extends HasMetadata> kind : List.of(Tenant.class, OperatorInvite.class, TenantInvite.class)) {
            admin.resources(kind).inNamespace(namespace).list().getItems().forEach(object -> {
                if (!object.getMetadata().getFinalizers().isEmpty()) {
                    admin.resource(object)
                            .patch(
                                    PatchContext.of(PatchType.JSON),
                                    "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
                }
                admin.resource(object).delete();
            });
        }
    }

    KubectlResult kubectl(String... arguments) {
        return api.kubectl(arguments);
    }

    /** Its standard output; fails when kubectl does. */
    String succeeds(String... arguments) {
        KubectlResult result = kubectl(arguments);
        assertThat(result.succeeded())
                .as("kubectl %s: %s", String.join(" ", arguments), result.output())
                .isTrue();
        return result.out();
    }

    /** Applies objects as a person would. */
    void apply(String yaml) {
        succeeds("apply", "-f", file("objects", yaml));
    }

    /** An object, or objects, as the API server has them. */
    JsonNode get(String... arguments) {
        List<String> all = new ArrayList<>(List.of("get", "-o", "json"));
        all.addAll(List.of(arguments));
        try {
            return JSON.readTree(succeeds(all.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The condition of this type; missing where there is none. */
    JsonNode condition(String type, String namespace, String object) {
        for (JsonNode condition : get("-n", namespace, object).at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return JSON.missingNode();
    }

    /** Waits as a person would. */
    void awaitReady(String namespace, String... objects) {
        List<String> arguments = new ArrayList<>(List.of("wait", "--for=condition=Ready", "-n", namespace));
        arguments.addAll(List.of(objects));
        arguments.add("--timeout=60s");
        KubectlResult result = kubectl(arguments.toArray(String[]::new));
        assertThat(result.exitCode())
                .as(
                        "%s%s",
                        result.output(),
                        result.succeeded()
                                ? ""
                                : kubectl("get", "-n", namespace, objects[0], "-o", "yaml")
                                        .out())
                .isZero();
    }

    /** A kubeconfig of the operator's service account whose API server is behind a gate. */
    Path kubeconfig(Gate gate, Path file) {
        try {
            String direct = Files.readString(api.serviceAccountKubeconfig(SYSTEM, ACCOUNT));
            return Files.writeString(
                    file,
                    direct.replace(
                            api.adminConfig().getMasterUrl().replaceAll("/$", ""),
                            gate.url().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String name, String yaml) {
        try {
            Path file = Files.createTempFile(name, ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tenant with one domain, whose ownership is proven, and one space. */
    static String tenant(String namespace, String name) {
        return """
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: %2$s, namespace: %1$s}
                spec:
                  displayName: %2$s
                  mail: {domains: [{name: %2$s.test, dkim: {algorithms: [Ed25519]}}]}
                  files: {spaces: [{name: Company}]}
                ---
                """.formatted(namespace, name);
    }

    /** For settings that are the same in many tests. */
    static Map<String, String> watching(String namespace) {
        return Map.of("DEZKY_KUBERNETES_NAMESPACES", namespace, "DEZKY_KUBERNETES_LEASE_NAME", namespace);
    }
}
