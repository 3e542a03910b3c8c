package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the project, found from its root. */
final class ProjectFiles {

    static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    static final Path CHART = ROOT.resolve("helm/dezky-operator");
    static final Path MINIMAL = CHART.resolve("ci/minimal.yaml");

    private static final boolean WRITE = Boolean.getBoolean("helm.write");
    private static final String HOW_TO_WRITE = "mvn -pl helm -am verify -Dhelm.write=true";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ProjectFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in a folder whose names end so, by name; none when there is no such folder. */
    static List<Path> in(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value sets that the chart must render with. */
    static List<Path> valueSets() {
        return in(CHART.resolve("ci"), ".yaml");
    }

    /** The documents of a YAML text, without empty ones. */
    static List<JsonNode> documents(String yaml) {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            return YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares a committed file with what it must be; with {@code -Dhelm.write=true} writes it. */
    static void writeOrCompare(Path file, String text) {
        if (WRITE) {
            write(file, text);
            return;
        }
        assertThat(file).as("run: " + HOW_TO_WRITE).exists();
        assertThat(read(file))
                .as("%s is out of date; run: %s", file, HOW_TO_WRITE)
                .isEqualTo(text);
    }
}
