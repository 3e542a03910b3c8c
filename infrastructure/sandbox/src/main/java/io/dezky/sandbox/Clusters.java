package io.dezky.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.operator.kubernetes.Kube;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The three kinds of clusters, in the order in which they are taken. */
final class Clusters {

    private static final int WORKERS = 10;

    private Clusters() {}

    static Cluster choose(Options options) {
        if (options.kubeconfig().isPresent()) {
            return new Given(options.kubeconfig().get());
        }
        if (KubernetesApi.binaries().isPresent()) {
            KubernetesApi api = KubernetesApi.start();
            // The operator ends first, and gives its Lease back.
            api.endOnlyByClose();
            return new Real(api);
        }
        return embedded();
    }

    static Cluster embedded() {
        return new Embedded();
    }

    /** A cluster that somebody runs. */
    private record Given(Path file, Config config, KubernetesClient admin) implements Cluster {

        Given(Path file) {
            this(file, Config.fromKubeconfig(file.toFile()));
        }

        private Given(Path file, Config config) {
            this(file, config, Kube.client(config, WORKERS));
        }

        @Override
        public List<String> description() {
            return List.of("The cluster of " + file + "; the operator runs outside of it, as the user of that file.");
        }

        @Override
        public Config operator() {
            return Config.fromKubeconfig(file.toFile());
        }

        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(file);
        }

        @Override
        public boolean checksObjects() {
            return true;
        }

        @Override
        public boolean outlivesSandbox() {
            return true;
        }

        @Override
        public void close() {
            admin.close();
        }
    }

    /** A real API server, without nodes, for as long as the sandbox runs. */
    private record Real(KubernetesApi api, KubernetesClient admin) implements Cluster {

        Real(KubernetesApi api) {
            this(api, Kube.client(api.adminConfig(), WORKERS));
        }

        @Override
        public List<String> description() {
            return List.of(
                    "A real kube-apiserver with etcd, on loopback; it has no nodes and ends with the sandbox.",
                    "The operator runs as the service account dezky-system/dezky-operator, with its own role.");
        }

        @Override
        public Config operator() {
            return api.serviceAccountConfig("dezky-system", "dezky-operator");
        }

        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(api.kubeconfig());
        }

        @Override
        public boolean checksObjects() {
            return true;
        }

        @Override
        public boolean outlivesSandbox() {
            return false;
        }

        @Override
        public void close() {
            admin.close();
            api.close();
        }
    }

    /** The API server of a test library, in this process. */
    private static final class Embedded implements Cluster {

        /** Kept, or its level would be forgotten: the server tells of every request. */
        private static final java.util.logging.Logger LOG =
                java.util.logging.Logger.getLogger("io.fabric8.mockwebserver");

        private final KubernetesMockServer server;
        private final KubernetesClient admin;

        Embedded() {
            LOG.setLevel(java.util.logging.Level.WARNING);
            server = new KubernetesMockServer(
                    new Context(new ObjectMapper()),
                    new MockWebServer(),
                    new HashMap<>(),
                    new KubernetesCrudDispatcher(),
                    false);
            server.init();
            admin = server.createClient(builder -> builder.withKubernetesSerialization(Kube.serialization()));
        }

        @Override
        public List<String> description() {
            return List.of(
                    "An embedded API server (a test library in this process), because no real one is installed.",
                    "Less true here: it has no rules, defaults, roles, garbage collection or admission, and kubectl does",
                    "not work on it. What the API server would refuse, the operator refuses instead.",
                    "For a real one, on any machine with Go: infrastructure/kubernetes/install");
        }

        @Override
        public KubernetesClient admin() {
            return admin;
        }

        @Override
        public Config operator() {
            return admin.getConfiguration();
        }

        @Override
        public Optional<Path> kubeconfig() {
            return Optional.empty();
        }

        @Override
        public boolean checksObjects() {
            return false;
        }

        @Override
        public boolean outlivesSandbox() {
            return false;
        }

        @Override
        public void close() {
            admin.close();
            server.destroy();
        }
    }
}
