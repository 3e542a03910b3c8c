package io.dezky.kubernetes;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Kubernetes API on loopback: etcd, kube-apiserver with RBAC on, and kube-controller-manager with the controllers that an operator meets
 * (namespaces, garbage collection, service accounts and their tokens, aggregated roles, quotas). There are no nodes: a Pod stays Pending.
 *
 * <p>It ends with {@link #close()}, and in any case with this JVM.
 */
public final class KubernetesApi implements AutoCloseable {

    private static final long TOKEN_SECONDS = 24 * 60 * 60;
    private static final int KUBECTL_SECONDS = 120;

    private final Binaries binaries;
    private final ControlPlane controlPlane;
    private final boolean temporary;
    private final Thread shutdownHook;

    private KubernetesApi(Binaries binaries, ControlPlane controlPlane, boolean temporary) {
        this.binaries = binaries;
        this.controlPlane = controlPlane;
        this.temporary = temporary;
        this.shutdownHook = new Thread(this::stop, "stop-kubernetes");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * The folder with the binaries: {@code KUBEBUILDER_ASSETS}, or where that is not set {@code /usr/local/kubebuilder/bin}. Empty if one of etcd,
     * kube-apiserver, kube-controller-manager and kubectl is not there; {@code infrastructure/kubernetes/install} puts them there.
     */
    public static Optional<Path> binaries() {
        return Binaries.find().map(Binaries::folder);
    }

    /**
     * Starts in a folder of its own that {@link #close()} deletes.
     *
     * @throws KubernetesApiException if it does not start; the message holds the end of the log
     */
    public static KubernetesApi start() {
        return start(null, List.of());
    }

    /**
     * Starts, and returns when requests are answered and the controllers work: some seconds.
     *
     * @param folder where keys, logs, etcd's data and {@code admin.kubeconfig} go; made if absent; data of an earlier run is taken up again. Null: a
     *     temporary folder that {@link #close()} deletes
     * @param extraApiServerArgs further arguments of kube-apiserver, such as {@code --feature-gates=…}; they win over the built-in ones
     * @throws KubernetesApiException if it does not start; the message holds the end of the log
     */
    public static KubernetesApi start(Path folder, List<String> extraApiServerArgs) {
        Binaries binaries = Binaries.find().orElseThrow(() -> new KubernetesApiException(Binaries.HOW_TO_INSTALL));
        boolean temporary = folder == null;
        Path home = temporary ? temporaryFolder() : created(folder);
        try {
            return new KubernetesApi(binaries, ControlPlane.start(binaries, home, 0, extraApiServerArgs), temporary);
        } catch (KubernetesApiException e) {
            if (temporary) {
                delete(home);
            }
            throw e;
        }
    }

    /**
     * For whoever has a shutdown hook of its own that must end other things first: hooks run side by side. Should it not come to
     * {@link #close()}, the processes end with this JVM all the same; only a temporary folder is left.
     */
    public void endOnlyByClose() {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }

    /** Path of a kubeconfig of a cluster administrator ({@code system:masters}), for kubectl and helm. */
    public Path kubeconfig() {
        return controlPlane.adminKubeconfig();
    }

    /** The same as configuration of a fabric8 client. Nothing is taken from this machine's environment or {@code ~/.kube}. */
    public Config adminConfig() {
        return config(controlPlane.adminToken());
    }

    /**
     * Configuration of a fabric8 client that acts as a service account, with a token of 24 hours.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if there is no such service account
     */
    public Config serviceAccountConfig(String namespace, String name) {
        return config(serviceAccountToken(namespace, name));
    }

    /** Path of a kubeconfig that acts as a service account, with a token of 24 hours. */
    public Path serviceAccountKubeconfig(String namespace, String name) {
        Path file = controlPlane.folder().resolve("%s.%s.kubeconfig".formatted(namespace, name));
        controlPlane.writeKubeconfig(
                file, "system:serviceaccount:%s:%s".formatted(namespace, name), serviceAccountToken(namespace, name));
        return file;
    }

    /**
     * Runs kubectl as administrator. A later {@code --kubeconfig} among the arguments wins.
     *
     * @throws KubernetesApiException if it takes longer than two minutes
     */
    public KubectlResult kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(binaries.path("kubectl"), "--kubeconfig=" + kubeconfig()));
        // The cache of the API's types would otherwise go to the home of whoever runs this, one folder for each port.
        command.add("--cache-dir=" + controlPlane.folder().resolve("kubectl-cache"));
        command.addAll(List.of(arguments));
        try {
            return run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesApiException("Interrupted while kubectl ran", e);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook has run or will; stopping twice does no harm.
        }
    }

    private void stop() {
        controlPlane.close();
        if (temporary) {
            delete(controlPlane.folder());
        }
    }

    private KubectlResult run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(controlPlane.folder(), "kubectl", ".out");
        Path err = Files.createTempFile(controlPlane.folder(), "kubectl", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(KUBECTL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new KubernetesApiException(
                        "kubectl took longer than %d s: %s".formatted(KUBECTL_SECONDS, command));
            }
            return new KubectlResult(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(controlPlane.url())
                .withCaCertFile(controlPlane.caFile().toString())
                .withOauthToken(token)
                .build();
    }

    private String serviceAccountToken(String namespace, String name) {
        TokenRequest wanted = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(adminConfig()).build()) {
            return client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(name)
                    .tokenRequest(wanted)
                    .getStatus()
                    .getToken();
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("dezky-kubernetes-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder).toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder that stays is no reason to fail.
        }
    }
}
