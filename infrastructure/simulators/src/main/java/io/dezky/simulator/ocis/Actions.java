package io.dezky.simulator.ocis;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The single actions that roles allow, in the order in which the server lists them. */
final class Actions {

    static final List<String> ALL = Stream.of(
                    "permissions/create",
                    "children/create",
                    "standard/delete",
                    "path/read",
                    "quota/read",
                    "content/read",
                    "upload/create",
                    "permissions/read",
                    "children/read",
                    "versions/read",
                    "deleted/read",
                    "path/update",
                    "permissions/delete",
                    "deleted/delete",
                    "versions/update",
                    "deleted/update",
                    "basic/read",
                    "permissions/update",
                    "permissions/deny")
            .map(Actions::named)
            .toList();

    static final List<String> VIEW = only(
            "path/read",
            "quota/read",
            "content/read",
            "permissions/read",
            "children/read",
            "deleted/read",
            "basic/read");

    static final List<String> EDIT = only(
            "children/create",
            "standard/delete",
            "path/read",
            "quota/read",
            "content/read",
            "upload/create",
            "permissions/read",
            "children/read",
            "versions/read",
            "deleted/read",
            "path/update",
            "versions/update",
            "deleted/update",
            "basic/read");

    private Actions() {}

    static List<String> only(String... names) {
        Set<String> wanted = Set.of(names);
        return ALL.stream()
                .filter(action -> wanted.contains(action.substring(named("").length())))
                .toList();
    }

    private static String named(String name) {
        return "libre.graph/driveItem/" + name;
    }
}
