package io.dezky.simulator.ocis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All roles that can be given on a space, a folder or a file. Only those of {@link SpaceRole} fit a space. */
final class RoleDefinitions {

    private static final String ROOT = "exists @Resource.Root";
    private static final String FILE = "exists @Resource.File";
    private static final String FOLDER = "exists @Resource.Folder";
    private static final String FEDERATED = " && @Subject.UserType==\"Federated\"";

    private static final List<String> VIEW_SHARE =
            Actions.only("path/read", "quota/read", "content/read", "children/read", "deleted/read", "basic/read");
    private static final List<String> EDIT_FILE = Actions.only(
            "path/read",
            "quota/read",
            "content/read",
            "upload/create",
            "children/read",
            "deleted/read",
            "deleted/update",
            "basic/read");
    private static final List<String> UPLOAD = Actions.only(
            "children/create",
            "path/read",
            "content/read",
            "upload/create",
            "children/read",
            "path/update",
            "basic/read");
    private static final List<String> EDIT_FOLDER = Actions.only(
            "children/create",
            "standard/delete",
            "path/read",
            "quota/read",
            "content/read",
            "upload/create",
            "children/read",
            "deleted/read",
            "path/update",
            "deleted/update",
            "basic/read");

    private static final List<Map<String, Object>> ALL = Stream.of(
                    ofSpace(SpaceRole.VIEWER),
                    definition(
                            "b1e2218d-eef8-4d4c-b82d-0f1a1b48f3b5",
                            "Can view",
                            "View and download.",
                            VIEW_SHARE,
                            FILE,
                            FOLDER,
                            FILE + FEDERATED,
                            FOLDER + FEDERATED),
                    definition(
                            "2d00ce52-1fc2-4dbc-8b95-a73b73395f5a",
                            "Can edit",
                            "View, download and edit.",
                            EDIT_FILE,
                            FILE,
                            FILE + FEDERATED),
                    definition(
                            "1c996275-f1c9-4e71-abdf-a42f6495e960",
                            "Can upload",
                            "View, download and upload.",
                            UPLOAD,
                            FOLDER),
                    definition(
                            "fb6c3e19-e378-47e5-b277-9732f9de6e21",
                            "Can edit",
                            "View, download, upload, edit, add and delete.",
                            EDIT_FOLDER,
                            FOLDER,
                            FOLDER + FEDERATED),
                    ofSpace(SpaceRole.MANAGER),
                    ofSpace(SpaceRole.EDITOR))
            .toList();

    private RoleDefinitions() {}

    static List<Map<String, Object>> all() {
        return ALL;
    }

    static Optional<Map<String, Object>> withId(String id) {
        return ALL.stream().filter(role -> role.get("id").equals(id)).findFirst();
    }

    private static Map<String, Object> ofSpace(SpaceRole role) {
        return definition(role.id(), role.displayName(), role.description(), role.actions(), ROOT);
    }

    private static Map<String, Object> definition(
            String id, String displayName, String description, List<String> actions, String... conditions) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("@libre.graph.weight", 0);
        definition.put("description", description);
        definition.put("displayName", displayName);
        definition.put("id", id);
        definition.put(
                "rolePermissions",
                Stream.of(conditions)
                        .map(condition -> Map.of("allowedResourceActions", actions, "condition", condition))
                        .toList());
        return Map.copyOf(definition);
    }
}
