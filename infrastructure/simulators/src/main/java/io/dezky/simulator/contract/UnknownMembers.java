package io.dezky.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds members of a body that no schema speaks of. Servers ignore them without a word, so a misspelt name is a wish that
 * nobody hears.
 */
final class UnknownMembers {

    private static final List<String> COMBINATIONS = List.of("allOf", "oneOf", "anyOf");

    private final Document document;
    private final List<String> found = new ArrayList<>();

    private UnknownMembers(Document document) {
        this.document = document;
    }

    /** Where they are, as JSON pointers. */
    static List<String> in(JsonNode body, JsonNode schema, Document document) {
        UnknownMembers search = new UnknownMembers(document);
        search.visit("", body, schema);
        return search.found;
    }

    private void visit(String where, JsonNode body, JsonNode schema) {
        if (body.isArray()) {
            items(schema).ifPresent(items -> {
                for (int i = 0; i < body.size(); i++) {
                    visit(where + "/" + i, body.get(i), items);
                }
            });
            return;
        }
        if (!(body instanceof ObjectNode object) || isOpen(schema)) {
            return;
        }
        object.properties().forEach(member -> {
            String place = where + "/" + member.getKey();
            Optional<JsonNode> property = property(schema, member.getKey());
            if (property.isEmpty()) {
                found.add(place);
            } else {
                visit(place, member.getValue(), property.get());
            }
        });
    }

    /** Whether any name is as good as another: no properties are named, or more are allowed. */
    private boolean isOpen(JsonNode schema) {
        JsonNode resolved = document.resolved(schema);
        JsonNode more = resolved.get("additionalProperties");
        boolean moreAllowed = more != null && (more.isObject() || more.asBoolean());
        if (moreAllowed) {
            return true;
        }
        boolean combined = false;
        for (String combination : COMBINATIONS) {
            for (JsonNode part : resolved.path(combination)) {
                combined = true;
                if (isOpen(part)) {
                    return true;
                }
            }
        }
        return !combined && !resolved.has("properties");
    }

    private Optional<JsonNode> property(JsonNode schema, String name) {
        JsonNode resolved = document.resolved(schema);
        if (resolved.path("properties").has(name)) {
            return Optional.of(resolved.path("properties").get(name));
        }
        for (String combination : COMBINATIONS) {
            for (JsonNode part : resolved.path(combination)) {
                Optional<JsonNode> property = property(part, name);
                if (property.isPresent()) {
                    return property;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> items(JsonNode schema) {
        return Optional.ofNullable(document.resolved(schema).get("items"));
    }
}
