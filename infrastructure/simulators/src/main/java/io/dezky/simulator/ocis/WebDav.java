package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folders of a space: MKCOL and PROPFIND, and PUT so that a space can be in use. */
final class WebDav {

    private static final String PATH = "/dav/spaces/{drive}/**";

    private final Spaces spaces;
    private final Access access;
    private final Clock clock;

    WebDav(Spaces spaces, Access access, Clock clock) {
        this.spaces = spaces;
        this.access = access;
        this.clock = clock;
    }

    void routes(Router router) {
        router.on("MKCOL", PATH, this::makeFolder)
                .on("PROPFIND", PATH, this::find)
                .on("PUT", PATH, this::write);
    }

    private Answer makeFolder(Call call) {
        Space space = membersSpace(call);
        String path = path(call);
        if (space.isDisabled()) {
            throw conflict("error: not found: " + space.id());
        }
        requireEditor(call, space);
        if (path.isEmpty() || space.folders().at(path).isPresent()) {
            throw error(405, "MethodNotAllowed", "The resource you tried to create already exists");
        }
        requireParent(space, path);
        space.folders().makeFolder(path);
        space.touch(clock.instant());
        return Answer.empty(201);
    }

    private Answer write(Call call) {
        Space space = openSpace(call);
        String path = path(call);
        requireEditor(call, space);
        if (space.folders().isFolder(path)) {
            throw error(409, "Conflict", "resource is not a file");
        }
        requireParent(space, path);
        boolean created = space.folders().write(path, call.request().body().length);
        space.touch(clock.instant());
        return Answer.empty(created ? 201 : 204);
    }

    private Answer find(Call call) {
        Space space = openSpace(call);
        String path = path(call);
        boolean folder = space.folders().isFolder(path);
        if (!folder && space.folders().at(path).isEmpty()) {
            throw missing();
        }
        String depth = call.request().header("Depth").orElse("");
        if (!depth.matches("[01]")) {
            throw Refusal.leftOut(LeftOut.DEEP_PROPFIND);
        }
        String permissions = permissions(call, space);
        List<DavXml.Entry> entries = new ArrayList<>();
        entries.add(
                path.isEmpty()
                        ? top(space, permissions)
                        : entry(space, space.folders().at(path).get(), permissions));
        if (folder && depth.equals("1")) {
            space.folders().childrenOf(path).forEach(item -> entries.add(entry(space, item, permissions)));
        }
        return Answer.text(207, "application/xml", DavXml.multiStatus(entries));
    }

    private DavXml.Entry top(Space space, String permissions) {
        String drive = spaces.driveId(space);
        return new DavXml.Entry(
                drive,
                space.id(),
                drive,
                "",
                space.name(),
                permissions,
                -1,
                space.folders().used(),
                DriveJson.etag(space),
                space.modified());
    }

    private DavXml.Entry entry(Space space, Folders.Item item, String permissions) {
        String drive = spaces.driveId(space);
        String parent = space.folders().at(item.parent()).map(Folders.Item::id).orElse(space.id());
        return new DavXml.Entry(
                drive,
                item.id(),
                drive + "!" + parent,
                item.path(),
                item.name(),
                item.isFolder() ? permissions : permissions.replaceAll("[RCKZP]", ""),
                item.length(),
                space.folders().usedBelow(item.path()),
                "\"" + item.id().replace("-", "") + "\"",
                space.modified());
    }

    private String permissions(Call call, Space space) {
        return access.roleOf(call.caller(), space)
                .map(role -> role == SpaceRole.VIEWER ? "" : "RDNVCKZP")
                .orElse("");
    }

    /** For somebody who is no member the space does not exist, whatever the role on the instance. */
    private Space membersSpace(Call call) {
        return spaces.named(call.path("drive"))
                .filter(space -> !space.isHidden())
                .filter(space -> access.sees(call.caller(), space))
                .orElseThrow(WebDav::missing);
    }

    private Space openSpace(Call call) {
        return Optional.of(membersSpace(call))
                .filter(space -> !space.isDisabled())
                .orElseThrow(WebDav::missing);
    }

    private void requireEditor(Call call, Space space) {
        access.roleOf(call.caller(), space)
                .filter(role -> role.compareTo(SpaceRole.EDITOR) >= 0)
                .orElseThrow(() -> error(403, "Forbidden", "permission denied"));
    }

    private static void requireParent(Space space, String path) {
        String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
        if (!space.folders().isFolder(parent)) {
            throw conflict(parent);
        }
    }

    private static String path(Call call) {
        return Stream.of(call.path("**").split("/"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }

    private static Refusal missing() {
        return error(404, "NotFound", "Resource not found");
    }

    private static Refusal conflict(String missing) {
        return error(409, "Conflict", "create container: error: precondition failed: " + missing);
    }

    private static Refusal error(int status, String exception, String message) {
        return Refusal.of(Answer.text(status, "text/xml", DavXml.error(exception, message)));
    }
}
