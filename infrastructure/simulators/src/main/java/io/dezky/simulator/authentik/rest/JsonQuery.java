package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The filter {@code attributes={"key": value}}: every key must hold. Two underscores in a key go one level down, and a
 * look-up word may stand at the end.
 */
final class JsonQuery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LOOKUPS =
            List.of("exact", "iexact", "contains", "icontains", "startswith", "endswith", "isnull", "in");

    private JsonQuery() {}

    static Predicate<JsonNode> of(String text) {
        JsonNode query;
        try {
            query = JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw Problem.list("filter: failed to parse JSON");
        }
        if (!(query instanceof ObjectNode object)) {
            throw Problem.list("filter: value must be key:value mapping");
        }
        return object.properties().stream()
                .map(JsonQuery::condition)
                .reduce(Predicate::and)
                .orElse(document -> true);
    }

    private static Predicate<JsonNode> condition(Map.Entry<String, JsonNode> entry) {
        List<String> parts = Arrays.asList(entry.getKey().split("__"));
        String last = parts.get(parts.size() - 1);
        boolean lookup = parts.size() > 1 && LOOKUPS.contains(last);
        List<String> path = lookup ? parts.subList(0, parts.size() - 1) : parts;
        String word = lookup ? last : "exact";
        JsonNode wanted = entry.getValue();
        return document -> {
            JsonNode found = document;
            for (String part : path) {
                found = found.path(part);
            }
            return holds(word, found, wanted);
        };
    }

    private static boolean holds(String word, JsonNode found, JsonNode wanted) {
        if (word.equals("isnull")) {
            return found.isMissingNode() == wanted.asBoolean();
        }
        if (found.isMissingNode()) {
            return false;
        }
        String text = found.asText();
        String other = wanted.asText();
        return switch (word) {
            case "iexact" -> text.equalsIgnoreCase(other);
            case "icontains" -> text.toLowerCase(Locale.ROOT).contains(other.toLowerCase(Locale.ROOT));
            case "startswith" -> text.startsWith(other);
            case "endswith" -> text.endsWith(other);
            case "in" -> isIn(found, wanted);
            case "contains" -> contains(found, wanted);
            default -> found.equals(wanted);
        };
    }

    private static boolean isIn(JsonNode found, JsonNode list) {
        for (JsonNode item : list) {
            if (item.equals(found)) {
                return true;
            }
        }
        return false;
    }

    /** The containment of PostgreSQL's jsonb: objects by member, lists as sets, the rest by value. */
    private static boolean contains(JsonNode whole, JsonNode part) {
        if (whole.isObject() && part.isObject()) {
            return part.properties().stream()
                    .allMatch(member ->
                            whole.has(member.getKey()) && contains(whole.get(member.getKey()), member.getValue()));
        }
        if (whole.isArray() && part.isArray()) {
            for (JsonNode wanted : part) {
                boolean found = false;
                for (JsonNode item : whole) {
                    found |= contains(item, wanted);
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }
        return whole.equals(part);
    }
}
