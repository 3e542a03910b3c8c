package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the project, found from its root. */
final class ProjectFiles {

    static final Path ROOT = Path.of(System.getProperty("project.root", "../.."))
            .toAbsolutePath()
            .normalize();
    static final Path MONITORING = ROOT.resolve("infrastructure/monitoring");
    static final Path RULES = MONITORING.resolve("rules/alerts.yaml");
    static final Path RULE_TESTS = MONITORING.resolve("tests");
    static final Path DASHBOARDS = MONITORING.resolve("dashboards");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
    static final Path PAGE = ROOT.resolve("docs/monitoring.md");

    /** YAML is a superset of JSON, so this reads both. */
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final boolean WRITE = Boolean.getBoolean("monitoring.write");
    private static final String HOW_TO_WRITE = "mvn -pl infrastructure/monitoring -am verify -Dmonitoring.write=true";

    private ProjectFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** All files below a folder whose names end so, in order. */
    static List<Path> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares a part of a committed page with what it must be; with {@code -Dmonitoring.write=true} writes it. */
    static void writeOrCompare(Path page, String part, String text) {
        String begin = "<!-- " + part + ": generated -->\n";
        String end = "<!-- end of " + part + " -->\n";
        String all = read(page);
        assertThat(all).contains(begin, end);
        int from = all.indexOf(begin) + begin.length();
        int to = all.indexOf(end);
        if (!WRITE) {
            assertThat(all.substring(from, to)).as("run: " + HOW_TO_WRITE).isEqualTo(text);
            return;
        }
        try {
            Files.writeString(page, all.substring(0, from) + text + all.substring(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
