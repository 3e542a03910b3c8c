package io.dezky.k3s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The stack with its settings filled in, as {@code render} writes it; made once for each settings file. */
final class Rendered {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<Path, Rendered> BY_SETTINGS = new ConcurrentHashMap<>();

    private final Path folder;

    private Rendered(Path settings) {
        try {
            folder = Files.createTempDirectory("dezky-k3s-rendered");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder.toFile().deleteOnExit();
        Shell.Result result = new Shell()
                .run(StackFiles.stack("render").toString(), "--settings", settings.toString(), folder.toString());
        if (result.exitCode() != 0) {
            throw new AssertionError(result.output());
        }
    }

    static Rendered laptop() {
        return BY_SETTINGS.computeIfAbsent(StackFiles.LAPTOP, Rendered::new);
    }

    static Rendered server() {
        return BY_SETTINGS.computeIfAbsent(StackFiles.SERVER, Rendered::new);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    JsonNode document(String name) {
        return documents(file(name)).get(0);
    }

    /** Kubernetes objects of all files; values files and blueprints are none. */
    List<Resource> resources() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Resource> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (JsonNode document : documents(file)) {
                    if (document.hasNonNull("apiVersion")
                            && document.path("metadata").hasNonNull("name")) {
                        found.add(new Resource(folder.relativize(file).toString(), document));
                    }
                }
            }
            return found.stream().filter(isNotForK3d()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that make Pods. */
    List<Resource> workloads() {
        return resources().stream()
                .filter(resource -> !resource.podTemplate().isMissingNode())
                .toList();
    }

    private static Predicate<Resource> isNotForK3d() {
        return resource -> !resource.apiVersion().startsWith("k3d.io/");
    }

    static List<JsonNode> documents(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll().stream()
                    .filter(document -> document != null && document.isObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static String yaml(JsonNode document) {
        try {
            return YAML.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file where it stands
     * @param body the object
     */
    record Resource(String file, JsonNode body) {

        String apiVersion() {
            return body.path("apiVersion").asText();
        }

        String kind() {
            return body.path("kind").asText();
        }

        String name() {
            return body.at("/metadata/name").asText();
        }

        String namespace() {
            return body.at("/metadata/namespace").asText();
        }

        /** Whether its kind comes from a CustomResourceDefinition that is not ours. */
        boolean isForeign() {
            return List.of("cert-manager.io", "traefik.io", "helm.cattle.io")
                    .contains(apiVersion().split("/")[0]);
        }

        /** What its Pods are made from; a missing node for kinds without. */
        JsonNode podTemplate() {
            JsonNode template = body.at("/spec/template");
            return template.isMissingNode() ? body.at("/spec/jobTemplate/spec/template") : template;
        }

        @Override
        public String toString() {
            return "%s: %s %s".formatted(file, kind(), name());
        }
    }
}
