package io.dezky.k3s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs programs. */
final class Shell {

    private static final int LIMIT_SECONDS = 180;

    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    /**
     * @param exitCode 0 for success
     * @param output standard output and standard error, as they came
     */
    record Result(int exitCode, String output) {}

    Shell with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Programs in this folder are found before all others. */
    Shell withTools(Path folder) {
        return with("PATH", folder + ":" + System.getenv("PATH"));
    }

    Shell typing(String text) {
        input = text;
        return this;
    }

    Result run(String... command) {
        try {
            Path out = Files.createTempFile("dezky-k3s", ".out");
            Path in = Files.createTempFile("dezky-k3s", ".in");
            try {
                Files.writeString(in, input);
                ProcessBuilder builder = new ProcessBuilder(List.of(command))
                        .directory(StackFiles.STACK.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            Arrays.toString(command) + " took too long. So far:\n" + Files.readString(out));
                }
                return new Result(process.exitValue(), Files.readString(out));
            } finally {
                Files.delete(out);
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Skips the test where a program is absent, naming it and the package that has it. */
    static String needs(String program, String where) {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(there, "needs " + program + " (" + where + ")");
        return program;
    }

    /** The folder of kubectl and helm that belong to the real API server. */
    static Path kubernetesTools() {
        String chosen = System.getenv("KUBEBUILDER_ASSETS");
        return Path.of(chosen == null || chosen.isBlank() ? "/usr/local/kubebuilder/bin" : chosen);
    }

    static Path helm() {
        Path helm = kubernetesTools().resolve("helm");
        Assumptions.assumeTrue(Files.isExecutable(helm), "needs helm: run infrastructure/kubernetes/install");
        return helm;
    }
}
