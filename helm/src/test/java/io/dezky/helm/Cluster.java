package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real API server with the chart installed in the namespace {@code dezky-system}, as release {@code dezky-operator}. */
final class Cluster {

    static final String SYSTEM = "dezky-system";
    static final String ACCOUNT = "dezky-operator";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final YAMLMapper YAML = new YAMLMapper();

    private static Cluster shared;

    private final KubernetesApi api;

    Cluster(KubernetesApi api) {
        this.api = api;
    }

    /** The one of all tests that change nothing in it for others; the chart is installed once. */
    static synchronized Cluster withChart(KubernetesApi api) {
        if (shared == null) {
            Cluster cluster = new Cluster(api);
            cluster.install(ProjectFiles.MINIMAL);
            shared = cluster;
        }
        return shared;
    }

    KubernetesApi api() {
        return api;
    }

    /** Installs or upgrades, and waits until the kinds are served. */
    void install(Path values, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "upgrade",
                "--install",
                "dezky-operator",
                Helm.chart(),
                "--create-namespace",
                "--values",
                values.toString()));
        arguments.addAll(List.of(more));
        Helm.Result result = helm(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        await().atMost(PATIENCE).until(() -> kubectl("get", "tenants,operatorinvites,tenantinvites", "-A")
                .succeeded());
    }

    Helm.Result helm(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--namespace", SYSTEM, "--kubeconfig", api.kubeconfig().toString()));
        return Helm.run(all.toArray(String[]::new));
    }

    KubectlResult kubectl(String... arguments) {
        return api.kubectl(arguments);
    }

    /** Its standard output; fails when kubectl does. */
    String succeeds(String... arguments) {
        KubectlResult result = kubectl(arguments);
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.out();
    }

    /** Its message; fails when kubectl does not. */
    String refused(String... arguments) {
        KubectlResult result = kubectl(arguments);
        assertThat(result.succeeded()).as(result.output()).isFalse();
        return result.output();
    }

    /** A file for {@code -f}. */
    static String file(List<JsonNode> objects) {
        StringBuilder text = new StringBuilder();
        try {
            for (JsonNode object : objects) {
                text.append(YAML.writeValueAsString(object));
            }
            Path file = Files.createTempFile("objects", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file for {@code -f}. */
    static String file(String yaml) {
        return file(ProjectFiles.documents(yaml));
    }

    void namespace(String name, String... labels) {
        kubectl("create", "namespace", name);
        for (String label : labels) {
            succeeds("label", "--overwrite", "namespace", name, label);
        }
        // A pod is refused before its service account is there.
        await().atMost(PATIENCE).until(() -> kubectl("get", "serviceaccount", "default", "-n", name)
                .succeeded());
    }
}
