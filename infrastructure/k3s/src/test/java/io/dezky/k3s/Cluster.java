package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real API server that looks like a k3s without nodes: the kinds that k3s brings are there, and kubectl, helm and mkcert are stood in for where they
 * would need a node or the network.
 */
final class Cluster implements AutoCloseable {

    private static final String CHART = """
            apiVersion: v2
            name: %s
            version: 0.0.1
            """;
    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "of-chart-{{ .Release.Name }}"}
            """;
    /** A kind of others: any content is fine. */
    private static final String KIND = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.%2$s}
            spec:
              group: %2$s
              scope: %4$s
              names: {plural: %1$s, singular: %5$s, kind: %3$s, listKind: %3$sList}
              versions:
                - name: %6$s
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            ---
            """;

    private final KubernetesApi api;
    private final Path folder;

    Cluster(Path folder) throws IOException {
        this.folder = folder;
        api = KubernetesApi.start(
                null,
                List.of(
                        "--audit-policy-file=" + StackFiles.stack("server/audit-policy.yaml"),
                        "--audit-log-path=" + auditLog()));
        Path kinds = folder.resolve("kinds.yaml");
        Files.writeString(
                kinds,
                kind("helmchartconfigs", "helm.cattle.io", "HelmChartConfig", "Namespaced", "v1")
                        + kind("tlsstores", "traefik.io", "TLSStore", "Namespaced", "v1alpha1")
                        + kind("middlewares", "traefik.io", "Middleware", "Namespaced", "v1alpha1"));
        succeeds(api.kubectl("apply", "--server-side", "-f", kinds.toString()));
        chart("any");
        Files.writeString(
                chart("cert-manager").resolve("templates/kinds.yaml"),
                kind("certificates", "cert-manager.io", "Certificate", "Namespaced", "v1")
                        + kind("clusterissuers", "cert-manager.io", "ClusterIssuer", "Cluster", "v1"));
        succeeds(api.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"));
    }

    KubernetesApi api() {
        return api;
    }

    /** A script of the stack, on this cluster. */
    Shell shell() {
        return new Shell()
                .withTools(StackFiles.RESOURCES.resolve("tools"))
                .with("REAL_KUBECTL", Shell.kubernetesTools().resolve("kubectl").toString())
                .with("REAL_HELM", Shell.helm().toString())
                .with("CALLS", calls().toString())
                .with("CLUSTER_KUBECONFIG", kubeconfig())
                .with("CHARTS", folder.resolve("charts").toString())
                .with("XDG_STATE_HOME", folder.resolve("state").toString())
                .with("HELM_CACHE_HOME", folder.resolve("helm").toString())
                .with("HELM_CONFIG_HOME", folder.resolve("helm").toString())
                .with("HELM_DATA_HOME", folder.resolve("helm").toString())
                .with("HOSTS_FILE", folder.resolve("hosts").toString())
                .with("PAUSE_SECONDS", "0");
    }

    Path calls() {
        return folder.resolve("calls");
    }

    /** What the API server wrote by the audit policy of the stack. */
    Path auditLog() {
        return folder.resolve("audit.log");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** How often helm was asked to install anything. */
    long installations() throws IOException {
        Path file = Path.of(calls() + ".installed");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    String kubeconfig() {
        return api.kubeconfig().toString();
    }

    String kubectl(String... arguments) {
        KubectlResult result = api.kubectl(arguments);
        succeeds(result);
        return result.out();
    }

    /** Every object that the stack could have touched, with its version: two that are equal mean that nothing was written between. */
    Map<String, String> everything() {
        Map<String, String> versions = new TreeMap<>();
        String kinds =
                "namespaces,secrets,configmaps,services,statefulsets,deployments,jobs,cronjobs,ingresses,networkpolicies,"
                        + "endpointslices,serviceaccounts,roles,rolebindings,storageclasses,helmchartconfigs,tlsstores,middlewares,certificates,"
                        + "clusterissuers,customresourcedefinitions";
        kubectl(
                        "get",
                        kinds,
                        "--all-namespaces",
                        "-o",
                        "go-template={{range .items}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}}={{.metadata.resourceVersion}}\n{{end}}")
                .lines()
                // The certificate authority of the API server itself.
                .filter(line -> !line.contains("/kube-root-ca.crt"))
                .forEach(line -> versions.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('='))));
        return versions;
    }

    @Override
    public void close() {
        api.close();
    }

    private Path chart(String name) throws IOException {
        Path chart = folder.resolve("charts").resolve(name);
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), CHART.formatted(name));
        Files.writeString(chart.resolve("templates/configmap.yaml"), CONFIG_MAP);
        return chart;
    }

    private static String kind(String plural, String group, String kind, String scope, String version) {
        return KIND.formatted(plural, group, kind, scope, kind.toLowerCase(Locale.ROOT), version);
    }

    private static void succeeds(KubectlResult result) {
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    static List<String> namespaces() {
        return List.of("authentik", "stalwart", "ocis", "collabora", "dezky-system", "tenants", "cert-manager");
    }
}
