package io.dezky.operator.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what oCIS answers. Unknown members are ignored; what can't be told apart without an id is not read. */
final class OcisJson {

    private OcisJson() {}

    /**
     * A list. Nothing found is written as an empty list or as {@code null}, never as something else.
     *
     * @return empty when this is no list
     */
    static <T> Optional<List<T>> list(JsonNode body, Function<JsonNode, Optional<T>> item) {
        JsonNode value = body.isObject() && body.has("value") ? body.get("value") : body;
        if (value.isNull()) {
            return Optional.of(List.of());
        }
        if (!value.isArray()) {
            return Optional.empty();
        }
        List<T> items = new ArrayList<>();
        for (JsonNode node : value) {
            Optional<T> read = item.apply(node);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            items.add(read.get());
        }
        return Optional.of(items);
    }

    static Optional<Group> group(JsonNode node) {
        return id(node).map(id -> new Group(id, node.path("displayName").asText("")));
    }

    static boolean isProject(JsonNode drive) {
        return drive.path("driveType").asText().equals("project");
    }

    /** A drive of either version of the API: one shows roles by id, the other by word. */
    static Optional<Space> space(JsonNode node) {
        return id(node).map(id -> new Space(
                id,
                node.path("name").asText(""),
                node.path("driveAlias").asText(""),
                // Left out when it is empty.
                node.path("description").asText(""),
                node.at("/quota/total").asLong(0),
                node.at("/root/deleted").has("state"),
                node.path("webUrl").asText(""),
                permissions(node.at("/root/permissions"))));
    }

    /** The grants among the permissions: public links stand beside them in some lists. */
    static List<Permission> permissions(JsonNode nodes) {
        List<Permission> permissions = new ArrayList<>();
        nodes.forEach(node -> permission(node).ifPresent(permissions::add));
        return permissions;
    }

    private static Optional<Permission> permission(JsonNode node) {
        JsonNode grantedTo = node.path("grantedToV2");
        Optional<Grantee> grantee = id(grantedTo.path("group"))
                .map(Grantee::group)
                .or(() -> id(grantedTo.path("user")).map(Grantee::user));
        return grantee.filter(found -> !node.has("link"))
                .map(found -> new Permission(
                        found, Role.of(node.at("/roles/0").asText()), node.hasNonNull("expirationDateTime")));
    }

    static Optional<String> id(JsonNode node) {
        return Optional.of(node.path("id").asText("")).filter(id -> !id.isEmpty());
    }
}
