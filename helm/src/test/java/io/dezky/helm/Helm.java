package io.dezky.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs helm on the chart. */
final class Helm {

    /** The release of Kubernetes that the offline commands render for. */
    private static final String KUBERNETES = "1.36.0";

    /** Rendering is a pure function, and many tests look at the same objects. */
    private static final Map<List<String>, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();

    private static final String STAMPS = "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy";

    private Helm() {}

    /**
     * What one run gave.
     *
     * @param output standard output and error, one after the other
     */
    record Result(int exitCode, String out, String output) {}

    /** In {@code KUBEBUILDER_ASSETS}, or where that is not set in {@code /usr/local/kubebuilder/bin}. */
    static Optional<Path> binary() {
        String chosen = System.getenv("KUBEBUILDER_ASSETS");
        Path helm = Path.of(chosen == null || chosen.isBlank() ? "/usr/local/kubebuilder/bin" : chosen, "helm");
        return Files.isExecutable(helm) ? Optional.of(helm) : Optional.empty();
    }

    static Result lint(Path values) {
        return run("lint", "--strict", "--kube-version", KUBERNETES, chart(), "--values", values.toString());
    }

    /** Renders as for a release {@code dezky-operator} in the namespace {@code dezky-system}. */
    static Result template(Path values, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "template",
                "dezky-operator",
                chart(),
                "--namespace",
                "dezky-system",
                "--kube-version",
                KUBERNETES,
                "--values",
                values.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    /** The rendered objects, for an API server that can stamp. */
    static List<JsonNode> manifests(Path values, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--api-versions", STAMPS));
        arguments.addAll(List.of(more));
        List<String> key = new ArrayList<>(arguments);
        key.add(values.toString());
        return RENDERED.computeIfAbsent(key, k -> render(values, arguments));
    }

    private static List<JsonNode> render(Path values, List<String> arguments) {
        Result result = template(values, arguments.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.output());
        }
        return ProjectFiles.documents(result.out());
    }

    static String chart() {
        return ProjectFiles.CHART.toString();
    }

    static Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary().orElseThrow().toString()));
        command.addAll(List.of(arguments));
        try {
            Path folder = Files.createTempDirectory("helm");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder helm =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            // Nothing of the user's own helm: no repositories, no plugins.
            for (String place : List.of("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
                helm.environment().put(place, folder.resolve(place).toString());
            }
            int exitCode = helm.start().waitFor();
            String text = Files.readString(out);
            return new Result(exitCode, text, text + Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while helm ran", e);
        }
    }
}
