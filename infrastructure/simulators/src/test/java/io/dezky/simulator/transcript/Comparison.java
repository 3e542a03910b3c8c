package io.dezky.simulator.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compares an answer with the recorded one, as the notes beside the transcripts say. */
final class Comparison {

    private static final String VOLATILE = "\u0000volatile";

    private final List<String> differences = new ArrayList<>();

    /**
     * What differs between two bodies; empty when nothing does. Both are changed.
     *
     * @param step the step, with its lists of volatile, unordered and optional members
     */
    static List<String> of(JsonNode step, JsonNode recorded, JsonNode given) {
        Comparison comparison = new Comparison();
        ObjectNode left = holder(recorded);
        ObjectNode right = holder(given);
        // Before anything is blanked: a list whose items are volatile still has a length.
        step.path("lengths").properties().forEach(length -> {
            List<String> path = path(length.getKey());
            int wanted = length.getValue().asInt();
            JsonNode list = at(right, path);
            if (list == null || !list.isArray() || list.size() != wanted) {
                comparison.differences.add(length.getKey() + ": not " + wanted + " items");
                return;
            }
            int shown = at(left, path).size();
            while (list.size() > shown) {
                ((ArrayNode) list).remove(list.size() - 1);
            }
        });
        for (JsonNode pointer : step.path("optional")) {
            comparison.optional(left, right, path(pointer.asText()));
        }
        for (JsonNode pointer : step.path("volatile")) {
            List<String> path = path(pointer.asText());
            if (liesInUnordered(step, path)) {
                // What stands beside each other there need not belong together: the lists are not sorted yet.
                blankAll(left, path);
                blankAll(right, path);
            } else {
                comparison.volatileMember(left, right, path, pointer.asText());
            }
        }
        for (JsonNode pointer : step.path("unordered")) {
            sort(left, path(pointer.asText()));
            sort(right, path(pointer.asText()));
        }
        comparison.compare("", left.get("body"), right.get("body"));
        return comparison.differences;
    }

    private static ObjectNode holder(JsonNode body) {
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        holder.set("body", body);
        return holder;
    }

    private static List<String> path(String pointer) {
        List<String> path = new ArrayList<>();
        path.add("body");
        if (!pointer.isEmpty()) {
            for (String part : pointer.substring(1).split("/", -1)) {
                path.add(part.replace("~1", "/").replace("~0", "~"));
            }
        }
        return path;
    }

    private static JsonNode at(JsonNode node, List<String> path) {
        JsonNode found = node;
        for (String part : path) {
            found = child(found, part);
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    private static JsonNode child(JsonNode node, String part) {
        if (node == null) {
            return null;
        }
        if (node.isArray()) {
            return part.matches("\\d+") ? node.get(Integer.parseInt(part)) : null;
        }
        return node.get(part);
    }

    private static void set(JsonNode parent, String part, JsonNode value) {
        if (parent instanceof ArrayNode list) {
            // A given list may be the shorter one; that it is is a difference of its own.
            if (Integer.parseInt(part) < list.size()) {
                list.set(Integer.parseInt(part), value);
            }
        } else if (parent instanceof ObjectNode object) {
            object.set(part, value);
        }
    }

    private void volatileMember(JsonNode left, JsonNode right, List<String> path, String shown) {
        String part = path.get(0);
        if (part.equals("*")) {
            for (int i = 0; left != null && i < left.size(); i++) {
                List<String> one = new ArrayList<>(path);
                one.set(0, String.valueOf(i));
                volatileMember(left, right, one, shown);
            }
            // The recorded list may be the shorter one: what is compared later must lose the member everywhere.
            for (int i = left == null ? 0 : left.size(); right != null && right.isArray() && i < right.size(); i++) {
                List<String> one = new ArrayList<>(path);
                one.set(0, String.valueOf(i));
                blank(right, one);
            }
            return;
        }
        JsonNode recorded = child(left, part);
        JsonNode given = child(right, part);
        if (recorded == null) {
            return;
        }
        if (path.size() > 1) {
            volatileMember(recorded, given, path.subList(1, path.size()), shown);
            return;
        }
        if (isBlanked(recorded) && (given == null || isBlanked(given))) {
            return;
        }
        if (given == null) {
            differences.add(shown + ": absent");
        } else if (kind(recorded) != kind(given)) {
            differences.add(shown + ": recorded " + recorded.getNodeType() + ", given " + given);
        }
        set(left, part, TextNode.valueOf(VOLATILE));
        set(right, part, TextNode.valueOf(VOLATILE));
    }

    private static boolean liesInUnordered(JsonNode step, List<String> path) {
        for (JsonNode pointer : step.path("unordered")) {
            List<String> list = path(pointer.asText());
            if (path.size() > list.size() && path.subList(0, list.size()).equals(list)) {
                return true;
            }
        }
        return false;
    }

    private static void blankAll(JsonNode node, List<String> path) {
        if (node == null) {
            return;
        }
        if (!path.get(0).equals("*")) {
            if (path.size() == 1) {
                blank(node, path);
            } else {
                blankAll(child(node, path.get(0)), path.subList(1, path.size()));
            }
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            List<String> one = new ArrayList<>(path);
            one.set(0, String.valueOf(i));
            blankAll(node, one);
        }
    }

    private static void blank(JsonNode node, List<String> path) {
        JsonNode found = child(node, path.get(0));
        if (found == null) {
            return;
        }
        if (path.size() == 1) {
            set(node, path.get(0), TextNode.valueOf(VOLATILE));
        } else {
            blank(found, path.subList(1, path.size()));
        }
    }

    private static boolean isBlanked(JsonNode node) {
        return node.isTextual() && node.textValue().equals(VOLATILE);
    }

    private static JsonNodeType kind(JsonNode node) {
        return node.getNodeType();
    }

    private void optional(JsonNode left, JsonNode right, List<String> path) {
        String part = path.get(0);
        if (part.equals("*")) {
            for (int i = 0; left != null && i < left.size(); i++) {
                List<String> one = new ArrayList<>(path);
                one.set(0, String.valueOf(i));
                optional(left, right, one);
            }
            return;
        }
        JsonNode recorded = child(left, part);
        JsonNode given = child(right, part);
        if (recorded == null) {
            return;
        }
        if (path.size() > 1) {
            optional(recorded, given, path.subList(1, path.size()));
        } else if (left instanceof ObjectNode object) {
            object.remove(part);
            if (right instanceof ObjectNode other) {
                other.remove(part);
            }
        }
    }

    private static void sort(JsonNode node, List<String> path) {
        if (node == null) {
            return;
        }
        if (path.isEmpty()) {
            if (node instanceof ArrayNode list) {
                List<JsonNode> items = new ArrayList<>();
                list.forEach(items::add);
                items.sort(Comparator.comparing(Comparison::canonical));
                list.removeAll();
                list.addAll(items);
            }
            return;
        }
        String part = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (part.equals("*")) {
            node.forEach(item -> sort(item, rest));
        } else {
            sort(child(node, part), rest);
        }
    }

    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            StringBuilder text = new StringBuilder("{");
            node.properties().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(p -> text.append(p.getKey())
                            .append(':')
                            .append(canonical(p.getValue()))
                            .append(','));
            return text.append('}').toString();
        }
        if (node.isArray()) {
            StringBuilder text = new StringBuilder("[");
            node.forEach(item -> text.append(canonical(item)).append(','));
            return text.append(']').toString();
        }
        return node.toString();
    }

    private void compare(String where, JsonNode recorded, JsonNode given) {
        if (recorded == null || given == null) {
            if (recorded != given) {
                differences.add(where + ": " + (given == null ? "absent" : "not recorded, given " + shortened(given)));
            }
            return;
        }
        if (recorded.isObject() && given.isObject()) {
            recorded.fieldNames()
                    .forEachRemaining(name -> compare(where + "/" + name, recorded.get(name), given.get(name)));
            given.fieldNames().forEachRemaining(name -> {
                if (!recorded.has(name)) {
                    differences.add(where + "/" + name + ": not recorded, given " + shortened(given.get(name)));
                }
            });
            return;
        }
        if (recorded.isArray() && given.isArray()) {
            if (recorded.size() != given.size()) {
                differences.add(where + ": " + recorded.size() + " items recorded, " + given.size() + " given: "
                        + shortened(given));
                return;
            }
            for (int i = 0; i < recorded.size(); i++) {
                compare(where + "/" + i, recorded.get(i), given.get(i));
            }
            return;
        }
        boolean same = recorded.isNumber() && given.isNumber()
                ? recorded.decimalValue().compareTo(given.decimalValue()) == 0
                : recorded.equals(given);
        if (!same) {
            differences.add(where + ": recorded " + shortened(recorded) + ", given " + shortened(given));
        }
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
