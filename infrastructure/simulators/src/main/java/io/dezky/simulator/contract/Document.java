package io.dezky.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An OpenAPI document: its operations, and what its references point at. */
final class Document {

    /** An operation, with its method and path as the document has them. */
    record Operation(String name, JsonNode node) {}

    private record Template(String path, List<String> parts, JsonNode node) {

        boolean matches(List<String> given) {
            if (given.size() != parts.size()) {
                return false;
            }
            for (int i = 0; i < parts.size(); i++) {
                if (!isVariable(parts.get(i)) && !parts.get(i).equals(given.get(i))) {
                    return false;
                }
            }
            return true;
        }

        long variables() {
            return parts.stream().filter(Template::isVariable).count();
        }

        private static boolean isVariable(String part) {
            return part.startsWith("{");
        }
    }

    private final JsonNode root;
    private final String basePath;
    private final List<Template> templates = new ArrayList<>();

    private Document(JsonNode root) {
        this.root = root;
        String server = root.at("/servers/0/url").asText("");
        this.basePath = server.isEmpty() ? "" : URI.create(server).getPath().replaceFirst("/$", "");
        root.path("paths").properties().forEach(entry -> templates.add(template(entry)));
    }

    private static Template template(Map.Entry<String, JsonNode> entry) {
        return new Template(entry.getKey(), List.of(entry.getKey().split("/", -1)), entry.getValue());
    }

    static Document read(Path file, Map<String, String> narrowed) {
        try {
            JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
            if (root.at("/components/schemas") instanceof ObjectNode schemas) {
                narrowed.forEach((wide, narrow) -> schemas.set(wide, schemas.get(narrow)));
            }
            return new Document(root);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Whether the document speaks of this path at all. */
    boolean concerns(String path) {
        return path.startsWith(basePath + "/");
    }

    /** The operation that a request calls: of several paths that fit, the one with the fewest variables. */
    Optional<Operation> operation(String method, String path) {
        List<String> given = List.of(path.substring(basePath.length()).split("/", -1));
        Template best = null;
        for (Template template : templates) {
            if (template.matches(given) && (best == null || template.variables() < best.variables())) {
                best = template;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        JsonNode node = best.node().get(method.toLowerCase(Locale.ROOT));
        String name = method + " " + best.path();
        return Optional.ofNullable(node).map(found -> new Operation(name, found));
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = root.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }
}
