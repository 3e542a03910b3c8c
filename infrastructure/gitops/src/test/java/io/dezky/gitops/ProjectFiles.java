package io.dezky.gitops;

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

    static final Path ROOT = Path.of(System.getProperty("project.root", "../.."))
            .toAbsolutePath()
            .normalize();
    static final Path GITOPS = ROOT.resolve("infrastructure/gitops");
    static final Path ARGO_CD = GITOPS.resolve("argo-cd");
    static final Path FLUX = GITOPS.resolve("flux");
    static final Path EXAMPLE = GITOPS.resolve("example-tenants");
    static final Path CUSTOMIZATIONS = ARGO_CD.resolve("resource_customizations/platform.dezky.io");

    /** The kinds of the API, as folders and CRDs name them. */
    static final List<String> KINDS = List.of("Tenant", "OperatorInvite", "TenantInvite");

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final boolean WRITE = Boolean.getBoolean("gitops.write");
    private static final String HOW_TO_WRITE = "mvn -pl infrastructure/gitops -am verify -Dgitops.write=true";

    private ProjectFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CRD of a kind. */
    static JsonNode crd(String kind) {
        return yaml(ROOT.resolve("crds/%ss.platform.dezky.io.yaml".formatted(kind.toLowerCase(java.util.Locale.ROOT))));
    }

    /** The only document of a file. */
    static JsonNode yaml(Path file) {
        List<JsonNode> documents = documents(read(file));
        assertThat(documents).as("documents in %s", file).hasSize(1);
        return documents.get(0);
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

    /** Compares a committed file with what it must be; with {@code -Dgitops.write=true} writes it. */
    static void writeOrCompare(Path file, String text) {
        if (WRITE) {
            write(file, text);
            return;
        }
        assertThat(file).as("run: " + HOW_TO_WRITE).exists();
        assertThat(read(file))
                .as("%s is out of date; run: %s", ROOT.relativize(file), HOW_TO_WRITE)
                .isEqualTo(text);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
