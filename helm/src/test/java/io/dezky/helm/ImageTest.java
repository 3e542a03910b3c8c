package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file tree of the image, made without a container engine, and the operator in it: as the numeric user, with a root that can't be written, against
 * a real API server. Needs root, a JDK 25 and a packaged operator; else it is skipped, and says what is missing.
 */
@RealKubernetes
@NeedsHelm
class ImageTest {

    private static final int PREREQUISITE_MISSING = 3;
    private static final Path IMAGE = ProjectFiles.ROOT.resolve("operator/image");
    private static final String NAMESPACE = "image";

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static KubernetesClient admin;
    private static Path tree;

    @BeforeAll
    static void makeTheTree(KubernetesApi api) {
        tree = folder.resolve("tree");
        succeeds(IMAGE.resolve("run").toString(), "--check");
        succeeds(IMAGE.resolve("tree").toString(), tree.toString());
        cluster = Cluster.withChart(api);
        cluster.namespace(NAMESPACE);
        admin = new KubernetesClientBuilder().withConfig(api.adminConfig()).build();
        prepareVolumes();
    }

    @AfterAll
    static void close() {
        if (admin != null) {
            admin.close();
        }
    }

    @Test
    void theTreeHoldsTheRuntimeTheJarsTheLibraryAndNothingToRunByHand() throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<String> programs = files.filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .map(file -> "/" + tree.relativize(file))
                    .filter(file -> !file.contains(".so"))
                    .toList();

            assertThat(programs)
                    .contains("/opt/dezky/java/bin/java")
                    .allMatch(file -> file.startsWith("/opt/dezky/java/"));
        }
        assertThat(tree.resolve("opt/dezky/operator.aot")).exists();
        assertThat(ProjectFiles.read(tree.resolve("etc/passwd"))).startsWith("dezky:x:10001:10001:");
    }

    @Test
    void nothingInTheTreeCanBeWrittenByItsUser() throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file))
                            .filter(file -> !file.equals(tree.resolve("tmp")))
                            .filter(ImageTest::othersMayWrite))
                    .isEmpty();
        }
    }

    @Test
    void theOperatorWorksInTheTreeAsTheNumericUserWithAReadOnlyRoot() throws Exception {
        try (Running operator = Running.start("-XX:AOTMode=auto")) {
            operator.firstReconcile();

            assertThat(operator.status("Uid")).containsOnly("10001");
            assertThat(operator.status("Groups")).containsExactly("10001");
            assertThat(operator.rootMount()).startsWith("ro,");
            assertThat(operator.get("/livez")).isEqualTo("ok\n");
            assertThat(operator.get("/readyz")).isEqualTo("ok\n");
            assertThat(operator.get("/metrics")).contains("dezky_build_info").contains("dezky_leader 1");
            assertThat(operator.log()).contains("The operator works.").doesNotContain("NoClassDefFound");
        }
    }

    @Test
    void theAotCacheFitsAndTheStartIsMeasured() throws Exception {
        // With "on" the process ends where the cache does not fit; in the image it goes on without.
        Start with = measured("-XX:AOTMode=on");
        Start without = measured("-XX:AOTMode=off");

        System.out.printf(
                "Image: %d MB in all: Java runtime %d, jars %d, AOT cache %d. From the start of the process to the first reconcile: "
                        + "%s with the AOT cache, %s without.%n",
                megabytes(tree),
                megabytes(tree.resolve("opt/dezky/java")),
                megabytes(tree.resolve("opt/dezky/lib")),
                megabytes(tree.resolve("opt/dezky/operator.aot")),
                with,
                without);
        assertThat(megabytes(tree)).isLessThan(200);
    }

    /** The operator is that of the tree; simulators and the sandbox itself are put beside it. The chart's policies are in force. */
    @Test
    void theTreeDoesTheWholeSandboxJob() throws IOException {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("dezky-operator"))
                .map(Path::of)
                .toList();
        assumeTrue(
                jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("dezky-sandbox")),
                "skipped: needs the packaged sandbox: run mvn verify");
        Path beside = Files.createDirectory(folder.resolve("beside"));
        for (Path jar : jars) {
            Files.copy(jar, beside.resolve(jar.getFileName()));
        }
        ProjectFiles.write(
                folder.resolve("admin/kubeconfig"),
                ProjectFiles.read(cluster.api().kubeconfig()));
        assertThat(folder.resolve("admin/kubeconfig").toFile().setReadable(true, false))
                .isTrue();

        String said = succeeds(
                IMAGE.resolve("run").toString(),
                "--java",
                "--volume",
                beside + ":/tmp/beside",
                "--volume",
                folder.resolve("admin") + ":/etc/dezky/config",
                "--volume",
                ProjectFiles.ROOT.resolve("infrastructure/sandbox/samples").toAbsolutePath() + ":/tmp/sandbox/samples",
                tree.toString(),
                "-Dsandbox.home=/tmp/sandbox",
                "-cp",
                "/opt/dezky/lib/*:/tmp/beside/*",
                "io.dezky.sandbox.SandboxMain",
                "--once",
                "--kubeconfig",
                "/etc/dezky/config/kubeconfig");

        assertThat(said).contains("ok      tenant/acme is Ready");
    }

    /** The second tells more where others use the machine too. */
    private record Start(Duration wall, Duration processor) {

        @Override
        public String toString() {
            return "%d ms (%d ms of processor time)".formatted(wall.toMillis(), processor.toMillis());
        }
    }

    private static Start measured(String javaOption) throws Exception {
        try (Running operator = Running.start(javaOption)) {
            Duration wall = operator.firstReconcile();
            return new Start(wall, operator.process().info().totalCpuDuration().orElseThrow());
        }
    }

    @Test
    void theDockerfileMakesTheSameTreeAndStartsItTheSameWay() {
        String dockerfile = ProjectFiles.read(ProjectFiles.ROOT.resolve("operator/Dockerfile"));
        String run = ProjectFiles.read(IMAGE.resolve("run"));

        assertThat(dockerfile)
                .contains("RUN /src/operator/image/tree --jars /jars /tree")
                .contains("COPY --from=tree /tree /")
                .contains("\nUSER 10001:10001\n")
                .contains("\nEXPOSE 8080\n")
                .contains("ENTRYPOINT [\"/opt/dezky/java/bin/java\", \"@/opt/dezky/operator.args\"]");
        assertThat(run)
                .contains("program=(@/opt/dezky/operator.args)")
                .contains("/opt/dezky/java/bin/java \"${program[@]}\" \"$@\"")
                .contains("user=10001");
    }

    // ---- the operator in the tree

    /** One process of it. */
    private record Running(Process process, int port, Path output, String tenant, long startedAt)
            implements AutoCloseable {

        static Running start(String javaOption) throws IOException {
            String tenant = "t" + Long.toString(System.nanoTime(), 36);
            cluster.succeeds("create", "-n", NAMESPACE, "-f", Cluster.file("""
                    apiVersion: platform.dezky.io/v1alpha1
                    kind: Tenant
                    metadata: {name: %s}
                    spec: {displayName: Acme GmbH}
                    """.formatted(tenant)));
            int port = freePort();
            Path output = Files.createTempFile(folder, "operator", ".log");
            List<String> command = new ArrayList<>(List.of(
                    IMAGE.resolve("run").toString(),
                    "--volume",
                    folder.resolve("config") + ":/etc/dezky/config",
                    "--volume",
                    folder.resolve("credentials") + ":/etc/dezky/credentials",
                    "--env",
                    "KUBECONFIG=/etc/dezky/config/kubeconfig",
                    "--env",
                    "POD_NAMESPACE=" + Cluster.SYSTEM,
                    "--env",
                    "DEZKY_SERVER_PORT=" + port,
                    "--env",
                    "JDK_JAVA_OPTIONS=" + javaOption));
            command.addAll(List.of(tree.toString(), "--config", "/etc/dezky/config/config.yaml"));
            long startedAt = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Running(process, port, output, tenant, startedAt);
        }

        /** How long it took from the start of the process until the Tenant has a status. */
        Duration firstReconcile() {
            admin.resources(Tenant.class)
                    .inNamespace(NAMESPACE)
                    .withName(tenant)
                    .waitUntilCondition(
                            found -> !process.isAlive() || (found != null && found.getStatus() != null),
                            60,
                            TimeUnit.SECONDS);
            assertThat(process.isAlive()).as(log()).isTrue();
            return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
        }

        List<String> status(String field) {
            return ProjectFiles.read(Path.of("/proc", String.valueOf(process.pid()), "status"))
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .flatMap(line ->
                            Stream.of(line.substring(field.length() + 1).trim().split("\\s+")))
                    .toList();
        }

        String rootMount() {
            return ProjectFiles.read(Path.of("/proc", String.valueOf(process.pid()), "mounts"))
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(mount -> mount[1].equals("/"))
                    .map(mount -> mount[3])
                    .findFirst()
                    .orElseThrow();
        }

        String get(String path) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        String log() {
            return ProjectFiles.read(output);
        }

        @Override
        public void close() {
            process.destroy();
            boolean ended = process.onExit()
                    .completeOnTimeout(null, 40, TimeUnit.SECONDS)
                    .thenApply(Objects::nonNull)
                    .join();
            process.destroyForcibly();
            // Nobody is left to take its finalizer off.
            admin.resources(Tenant.class)
                    .inNamespace(NAMESPACE)
                    .withName(tenant)
                    .edit(found -> {
                        found.getMetadata().setFinalizers(List.of());
                        return found;
                    });
            admin.resources(Tenant.class)
                    .inNamespace(NAMESPACE)
                    .withName(tenant)
                    .delete();
            assertThat(ended).as("the operator ends by itself on SIGTERM").isTrue();
        }
    }

    /** The files that a pod would get by ConfigMap and Secret; the systems are not there, which is enough for a first reconcile. */
    private static void prepareVolumes() {
        ProjectFiles.write(folder.resolve("config/config.yaml"), """
                platform: {baseDomain: dezky.test}
                authentik: {url: "http://127.0.0.1:1", tokenFile: /etc/dezky/credentials/token}
                stalwart: {url: "http://127.0.0.1:1", tokenFile: /etc/dezky/credentials/token}
                ocis: {url: "http://127.0.0.1:1", passwordFile: /etc/dezky/credentials/token}
                dns: {resolvers: ["127.0.0.1:1"], queryTimeout: 1s}
                """);
        ProjectFiles.write(folder.resolve("credentials/token"), "none");
        String kubeconfig = ProjectFiles.read(cluster.api().serviceAccountKubeconfig(Cluster.SYSTEM, Cluster.ACCOUNT));
        ProjectFiles.write(folder.resolve("config/kubeconfig"), kubeconfig);
        for (String file : List.of("config/config.yaml", "config/kubeconfig", "credentials/token")) {
            assertThat(folder.resolve(file).toFile().setReadable(true, false)).isTrue();
        }
    }

    private static String succeeds(String... command) {
        try {
            Path output = Files.createTempFile(folder, "command", ".log");
            int exitCode = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String said = ProjectFiles.read(output);
            assumeTrue(exitCode != PREREQUISITE_MISSING, () -> "skipped: " + said.trim());
            assertThat(exitCode).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean othersMayWrite(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> permission.name().equals("OTHERS_WRITE")
                            || permission.name().equals("GROUP_WRITE"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long megabytes(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                            .filter(file -> !Files.isSymbolicLink(file))
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1_000_000;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
