package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A list of redirect URIs. The text of a strict one is not looked at; a pattern must compile. */
public final class RedirectUris implements Kind {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Fields ITEM = Fields.of(
            Field.required("matching_mode", Kinds.choice("strict", "regex")), Field.required("url", Kinds.text()));

    @Override
    public JsonNode accept(JsonNode given) {
        if (!given.isArray()) {
            throw new Refused(complaint("Expected a list of items but got type \"" + Kinds.typeOf(given) + "\"."));
        }
        ArrayNode accepted = NODES.arrayNode();
        ArrayNode complaints = NODES.arrayNode();
        boolean wrong = false;
        for (JsonNode item : given) {
            Optional<JsonNode> complaint = read(item, accepted);
            wrong |= complaint.isPresent();
            complaints.add(complaint.orElseGet(NODES::objectNode));
        }
        if (wrong) {
            throw new Refused(complaints);
        }
        accepted.forEach(RedirectUris::requirePattern);
        return accepted;
    }

    private static Optional<JsonNode> read(JsonNode item, ArrayNode accepted) {
        if (!(item instanceof ObjectNode object)) {
            return Optional.of(complaint("Invalid data. Expected a dictionary, but got " + Kinds.typeOf(item) + "."));
        }
        try {
            accepted.add(ITEM.read(object, Write.CREATE, Optional.empty(), Long.MAX_VALUE));
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem.body());
        }
    }

    private static void requirePattern(JsonNode item) {
        String url = item.get("url").asText();
        if (!item.get("matching_mode").asText().equals("regex")) {
            return;
        }
        try {
            Pattern.compile(url);
        } catch (PatternSyntaxException broken) {
            throw new Refused("Invalid Regex Pattern: " + url);
        }
    }

    private static ObjectNode complaint(String text) {
        ObjectNode complaint = NODES.objectNode();
        complaint.putArray("non_field_errors").add(text);
        return complaint;
    }
}
