package io.dezky.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The three processes, their files and their start order. Uses nothing but the JDK, so that {@link Up} needs no class path beyond this module's
 * own classes.
 */
final class ControlPlane implements AutoCloseable {

    private static final String CONTROLLERS = String.join(
            ",",
            "namespace-controller",
            "garbage-collector-controller",
            "serviceaccount-controller",
            "serviceaccount-token-controller",
            "clusterrole-aggregation-controller",
            "resourcequota-controller");

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int ATTEMPTS = 3;

    private final Binaries binaries;
    private final Path folder;
    private final Ports ports;
    private final Credentials credentials;
    private final List<ChildProcess> processes = new ArrayList<>();

    private ControlPlane(Binaries binaries, Path folder, Ports ports) {
        this.binaries = binaries;
        this.folder = folder;
        this.ports = ports;
        this.credentials = Credentials.write(folder);
    }

    /**
     * Returns when requests are answered and the controllers work.
     *
     * @param folder where keys, logs and etcd's data go; exists; an earlier run's data there is taken up again
     * @param port the API server's port, 0 for any free one
     * @param extraApiServerArguments put after all others, so they win
     * @throws KubernetesApiException with the end of the log of the process that failed
     */
    static ControlPlane start(Binaries binaries, Path folder, int port, List<String> extraApiServerArguments) {
        for (int attempt = 1; ; attempt++) {
            ControlPlane controlPlane = new ControlPlane(binaries, folder, Ports.free(port));
            try {
                controlPlane.start(extraApiServerArguments);
                return controlPlane;
            } catch (KubernetesApiException e) {
                controlPlane.close();
                if (attempt == ATTEMPTS || !controlPlane.lostAPort()) {
                    throw e;
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    String url() {
        return "https://127.0.0.1:" + ports.api();
    }

    String adminToken() {
        return credentials.adminToken;
    }

    /** What clients trust: the certificate that kube-apiserver made for itself, followed by the one that signed it. */
    Path caFile() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    Path adminKubeconfig() {
        return folder.resolve("admin.kubeconfig");
    }

    /** A kubeconfig that kubectl reads, with the CA inside, readable by its owner only. */
    void writeKubeconfig(Path file, String userName, String token) {
        Credentials.writePrivately(file, """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: dezky
                    cluster: {server: "%s", certificate-authority-data: %s}
                users:
                  - name: "%s"
                    user: {token: "%s"}
                contexts:
                  - name: dezky
                    context: {cluster: dezky, user: "%s"}
                current-context: dezky
                """.formatted(url(), base64(caFile()), userName, token, userName));
    }

    /** Waits until one of the processes ends, and tells how its log ends. */
    String awaitEnd() {
        CompletableFuture.anyOf(processes.stream().map(ChildProcess::onExit).toArray(CompletableFuture<?>[]::new))
                .join();
        return String.join(
                System.lineSeparator(),
                processes.stream()
                        .filter(process -> !process.isAlive())
                        .map(ChildProcess::endOfLog)
                        .toList());
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).stop();
        }
    }

    private void start(List<String> extraApiServerArguments) {
        ApiProbe probe = new ApiProbe(url(), caFile(), credentials.adminToken);
        ChildProcess etcd = launch("etcd", "TERM", etcdArguments());
        // The API server waits for etcd by itself.
        ChildProcess apiServer = launch("kube-apiserver", "KILL", apiServerArguments(extraApiServerArguments));
        await("readyz", List.of(etcd, apiServer), () -> probe.answers("/readyz"));

        writeKubeconfig(adminKubeconfig(), "admin", credentials.adminToken);
        Path ownKubeconfig = folder.resolve("kube-controller-manager.kubeconfig");
        writeKubeconfig(ownKubeconfig, "system:kube-controller-manager", credentials.controllerManagerToken);
        ChildProcess controllers = launch("kube-controller-manager", "KILL", controllerManagerArguments(ownKubeconfig));
        await(
                "the controllers' first work, the service account of the namespace default",
                List.of(etcd, apiServer, controllers),
                () -> probe.answers("/api/v1/namespaces/default/serviceaccounts/default"));
    }

    private ChildProcess launch(String name, String signal, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binaries.path(name)));
        command.addAll(arguments);
        ChildProcess process = ChildProcess.start(name, signal, folder, command);
        processes.add(process);
        return process;
    }

    private List<String> etcdArguments() {
        String client = "http://127.0.0.1:" + ports.etcd();
        String peer = "http://127.0.0.1:" + ports.etcdPeer();
        return List.of(
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                // Nothing here is worth a disk flush.
                "--unsafe-no-fsync",
                "--log-level=error");
    }

    private List<String> apiServerArguments(List<String> extra) {
        List<String> arguments = new ArrayList<>(List.of(
                "--etcd-servers=http://127.0.0.1:" + ports.etcd(),
                "--secure-port=" + ports.api(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--cert-dir=" + caFile().getParent(),
                "--token-auth-file=" + credentials.tokens,
                "--service-account-key-file=" + credentials.serviceAccountPublicKey,
                "--service-account-signing-key-file=" + credentials.serviceAccountKey,
                "--service-account-issuer=https://kubernetes.default.svc",
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--allow-privileged=true",
                "--endpoint-reconciler-type=none"));
        arguments.addAll(extra);
        return arguments;
    }

    private List<String> controllerManagerArguments(Path kubeconfig) {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                // Serves nothing: nobody asks.
                "--secure-port=0",
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + credentials.serviceAccountKey,
                "--root-ca-file=" + caFile(),
                "--leader-elect=false",
                "--controllers=" + CONTROLLERS);
    }

    private static void await(String what, List<ChildProcess> needed, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!condition.getAsBoolean()) {
            for (ChildProcess process : needed) {
                if (!process.isAlive()) {
                    throw new KubernetesApiException("The Kubernetes API did not start: " + process.endOfLog());
                }
            }
            if (Instant.now().isAfter(limit)) {
                ChildProcess last = needed.get(needed.size() - 1);
                throw new KubernetesApiException("The Kubernetes API did not start: no %s within %d s. %s"
                        .formatted(what, START_LIMIT.toSeconds(), last.endOfLog()));
            }
            // Looks again soon, or at once when the process ended.
            needed.get(needed.size() - 1).endsWithin(POLL_INTERVAL);
        }
    }

    private boolean lostAPort() {
        return processes.stream().anyMatch(process -> process.logMentions("address already in use"));
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
