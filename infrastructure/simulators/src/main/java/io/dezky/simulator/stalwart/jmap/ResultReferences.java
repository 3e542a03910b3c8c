package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.NotSimulated;
import java.util.List;
import java.util.Optional;

/**
 * Arguments that are taken from the answer of an earlier call: {@code "#ids": {"resultOf", "name", "path"}}. Only the
 * answers of get and query can be referred to, not what a set made.
 */
final class ResultReferences {

    private ResultReferences() {}

    /**
     * The arguments with the references replaced.
     *
     * @param answers of the calls before, each with name, arguments and id
     * @throws MethodError when a reference leads nowhere
     */
    static JsonNode resolved(JsonNode arguments, List<ArrayNode> answers) {
        if (!(arguments instanceof ObjectNode given)
                || given.properties().stream()
                        .noneMatch(member -> member.getKey().startsWith("#"))) {
            return arguments;
        }
        ObjectNode resolved = given.objectNode();
        given.properties().forEach(member -> {
            if (!member.getKey().startsWith("#")) {
                resolved.set(member.getKey(), member.getValue());
                return;
            }
            if (!member.getKey().equals("#ids")) {
                throw new NotSimulated("a result reference for " + member.getKey());
            }
            resolved.set("ids", value(member.getValue(), answers));
        });
        return resolved;
    }

    private static ArrayNode value(JsonNode reference, List<ArrayNode> answers) {
        String id = reference.path("resultOf").asText();
        String name = reference.path("name").asText();
        return answers.stream()
                .filter(answer -> answer.get(2).asText().equals(id)
                        && answer.get(0).asText().equals(name))
                .findFirst()
                .flatMap(answer -> ids(answer, reference.path("path").asText()))
                .orElseThrow(() -> MethodError.of(
                        "invalidResultReference", "Result reference to " + id + "#" + name + " not found."));
    }

    private static Optional<ArrayNode> ids(ArrayNode answer, String path) {
        String name = answer.get(0).asText();
        if (name.endsWith("/query") && path.equals("/ids")) {
            return Optional.of((ArrayNode) answer.get(1).get("ids"));
        }
        if (name.endsWith("/get") && path.startsWith("/list/*/")) {
            return Optional.of(collected(answer.get(1).get("list"), path.substring("/list/*".length())));
        }
        return Optional.empty();
    }

    private static ArrayNode collected(JsonNode list, String pointer) {
        ArrayNode ids = ((ArrayNode) list).arrayNode();
        list.forEach(item -> {
            JsonNode value = item.at(pointer);
            if (!value.isTextual()) {
                throw new NotSimulated("a result reference to " + pointer + " of the listed objects");
            }
            ids.add(value);
        });
        return ids;
    }
}
