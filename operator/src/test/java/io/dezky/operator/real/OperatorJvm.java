package io.dezky.operator.real;

import static org.awaitility.Awaitility.await;

import io.dezky.operator.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator in a JVM of its own, as the image starts it: for what only a process can show. */
final class OperatorJvm implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern PORT = Pattern.compile("port=\"?([0-9]+)");

    private final Process process;
    private final Path log;

    private OperatorJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it, and does not wait.
     *
     * @param name of its log in the folder of the systems
     * @param environment further environment variables
     */
    static OperatorJvm start(Systems systems, String name, Path kubeconfig, Map<String, String> environment) {
        Path log = systems.file(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OperatorMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DEZKY_"));
        builder.environment().putAll(systems.settings());
        builder.environment().put("DEZKY_LOGGING_FORMAT", "Text");
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().putAll(environment);
        try {
            return new OperatorJvm(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OperatorJvm awaitWork() {
        await().atMost(RealCluster.PATIENCE).until(() -> log().contains("The operator works."));
        return this;
    }

    /** What an HTTP endpoint says; the status 0 when nobody answers. */
    RunningOperator.Said ask(String path) {
        Matcher port = PORT.matcher(log());
        if (!port.find()) {
            throw new IllegalStateException("no port in the log: " + log());
        }
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new RunningOperator.Said(answer.statusCode(), answer.body());
        } catch (IOException nobodyListens) {
            return new RunningOperator.Said(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, as the kubelet sends it. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(RealCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
