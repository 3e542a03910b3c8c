package io.dezky.operator.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.SystemHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** oCIS over LibreGraph, and over WebDAV for folders. */
public final class HttpOcis implements Ocis {

    // Requests are decoded strictly: a member too much is a 400. So none of these is ever read.

    private record NewGroup(String displayName) {}

    private record Quota(long total) {}

    private record Drive(String name, String driveType, String driveAlias, String description, Quota quota) {
        static Drive of(SpaceFields fields, String type) {
            Quota quota = fields.quotaBytes() == null ? null : new Quota(fields.quotaBytes());
            return new Drive(fields.name(), type, fields.alias(), fields.description(), quota);
        }
    }

    private record Recipient(
            String objectId,
            @JsonProperty("@libre.graph.recipient.type") String type) {}

    private record Invitation(List<Recipient> recipients, List<String> roles) {}

    private record RoleChange(List<String> roles) {}

    private static final String GROUPS = "/graph/v1.0/groups";
    private static final String DRIVES = "/graph/v1.0/drives";

    private final OcisHttp api;
    private final Duration purgeTimeout;

    /**
     * A client.
     *
     * @param purgeTimeout how long a purge may take: oCIS deletes all files of the space before it answers
     */
    public HttpOcis(SystemHttp http, Duration purgeTimeout) {
        this.api = new OcisHttp(http);
        this.purgeTimeout = purgeTimeout;
    }

    @Override
    public String me() {
        HttpCall call = HttpCall.get("me", "/graph/v1.0/me");
        return OcisJson.id(api.send(call).json()).orElseThrow(() -> OcisHttp.unreadable(call));
    }

    // ---- groups

    @Override
    public Optional<List<Group>> groups() {
        HttpCall call = HttpCall.get("group.list", GROUPS);
        HttpAnswer answer = api.send(call, 403);
        if (answer.status() == 403) {
            return Optional.empty();
        }
        return Optional.of(list(call, answer));
    }

    private static List<Group> list(HttpCall call, HttpAnswer answer) {
        return OcisJson.list(answer.json(), OcisJson::group).orElseThrow(() -> OcisHttp.unreadable(call));
    }

    @Override
    public Optional<Group> group(String name) {
        HttpCall call = HttpCall.get("group.get", GROUPS + "/" + encoded(name));
        HttpAnswer answer = api.send(call, 404);
        return answer.status() == 404 ? Optional.empty() : Optional.of(group(call, answer));
    }

    private static Group group(HttpCall call, HttpAnswer answer) {
        return OcisJson.group(answer.json()).orElseThrow(() -> OcisHttp.unreadable(call));
    }

    @Override
    public Optional<Group> createGroup(String name) {
        // Names are unique: sent again after a lost answer it says that the group exists.
        HttpCall call = HttpCall.write("group.create", "POST", GROUPS, new NewGroup(name))
                .asRepeatable();
        HttpAnswer answer = api.send(call, 409);
        return answer.status() == 409 ? Optional.empty() : Optional.of(group(call, answer));
    }

    @Override
    public boolean deleteGroup(String id) {
        HttpCall call = HttpCall.write("group.delete", "DELETE", GROUPS + "/" + encoded(id), null)
                .asRepeatable();
        return api.send(call, 404).isSuccess();
    }

    // ---- spaces

    @Override
    public List<Space> projectSpaces() {
        // Only this version shows the ids of roles. A filter that oCIS does not know it ignores: so it is filtered
        // again.
        HttpCall call = HttpCall.get("space.list", "/graph/v1beta1/drives?$filter=driveType%20eq%20%27project%27");
        JsonNode answer = api.send(call).json();
        List<JsonNode> drives = OcisJson.list(answer, Optional::of).orElseThrow(() -> OcisHttp.unreadable(call));
        List<Space> spaces = new ArrayList<>();
        for (JsonNode drive : drives) {
            if (OcisJson.isProject(drive)) {
                spaces.add(OcisJson.space(drive).orElseThrow(() -> OcisHttp.unreadable(call)));
            }
        }
        return spaces;
    }

    @Override
    public Optional<Space> space(String id) {
        HttpCall call = HttpCall.get("space.get", drive(id));
        return spaceIn(call, api.send(call, 404));
    }

    private static Optional<Space> spaceIn(HttpCall call, HttpAnswer answer) {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(OcisJson.space(answer.json()).orElseThrow(() -> OcisHttp.unreadable(call)));
    }

    @Override
    public Space createSpace(SpaceFields fields) {
        HttpCall call = HttpCall.write("space.create", "POST", DRIVES, Drive.of(fields, "project"));
        return OcisJson.space(api.send(call).json()).orElseThrow(() -> OcisHttp.unreadable(call));
    }

    @Override
    public Optional<Space> updateSpace(String id, SpaceFields fields) {
        HttpCall call = patch("space.update", id, fields);
        return spaceIn(call, api.send(call, 404));
    }

    @Override
    public Optional<Space> restoreSpace(String id, SpaceFields fields) {
        // Read as a Go boolean: "yes" would do nothing and answer 200.
        HttpCall call = patch("space.restore", id, fields).with("Restore", "true");
        return spaceIn(call, api.send(call, 404));
    }

    private static HttpCall patch(String operation, String id, SpaceFields fields) {
        return HttpCall.write(operation, "PATCH", drive(id), Drive.of(fields, null))
                .asRepeatable();
    }

    @Override
    public boolean disableSpace(String id) {
        HttpCall call =
                HttpCall.write("space.disable", "DELETE", drive(id), null).asRepeatable();
        return api.send(call, 404).isSuccess();
    }

    @Override
    public PurgeOutcome purgeSpace(String id) {
        // Read as a Go boolean: "yes" would only disable and answer 204.
        HttpCall call = HttpCall.write("space.purge", "DELETE", drive(id), null)
                .with("Purge", "true")
                .within(purgeTimeout);
        HttpAnswer answer = api.send(call, 400, 404);
        return switch (answer.status()) {
            case 404 -> PurgeOutcome.ABSENT;
            case 400 -> PurgeOutcome.ENABLED;
            default -> PurgeOutcome.PURGED;
        };
    }

    private static String drive(String id) {
        return DRIVES + "/" + encoded(id);
    }

    // ---- members

    @Override
    public Optional<List<Permission>> permissions(String spaceId) {
        HttpCall call = HttpCall.get("permission.list", root(spaceId) + "/permissions");
        HttpAnswer answer = api.send(call, 404);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode value = answer.json().path("value");
        if (!value.isArray()) {
            throw OcisHttp.unreadable(call);
        }
        return Optional.of(OcisJson.permissions(value));
    }

    @Override
    public GrantOutcome invite(String spaceId, Grantee grantee, Role role) {
        Recipient recipient = new Recipient(grantee.id(), grantee.kind().word());
        HttpCall call = HttpCall.write(
                        "permission.invite",
                        "POST",
                        root(spaceId) + "/invite",
                        new Invitation(List.of(recipient), List.of(role.id())))
                .asRepeatable();
        HttpAnswer answer = api.send(call, 400, 403, 404, 409);
        return switch (answer.status()) {
            case 409 -> GrantOutcome.EXISTS;
            case 403, 404 -> GrantOutcome.REFUSED;
            case 400 -> {
                // The only place where the code alone does not tell.
                if (!OcisHttp.complaint(answer).startsWith("itemNotFound")) {
                    throw OcisHttp.refused(call, answer);
                }
                yield GrantOutcome.GRANTEE_UNKNOWN;
            }
            default -> GrantOutcome.DONE;
        };
    }

    @Override
    public GrantOutcome changeRole(String spaceId, Grantee grantee, Role role) {
        return changed("permission.update", spaceId, grantee, new RoleChange(List.of(role.id())));
    }

    @Override
    public GrantOutcome clearExpiry(String spaceId, Grantee grantee) {
        // Of all bodies the only one in which null says something.
        JsonNode body = JsonNodeFactory.instance.objectNode().putNull("expirationDateTime");
        return changed("permission.update", spaceId, grantee, body);
    }

    private GrantOutcome changed(String operation, String spaceId, Grantee grantee, Object body) {
        HttpCall call = HttpCall.write(operation, "PATCH", permission(spaceId, grantee), body)
                .asRepeatable();
        return grantOutcome(api.send(call, 403, 404, 500));
    }

    @Override
    public GrantOutcome revoke(String spaceId, Grantee grantee) {
        HttpCall call = HttpCall.write("permission.delete", "DELETE", permission(spaceId, grantee), null)
                .asRepeatable();
        return grantOutcome(api.send(call, 403, 404, 500));
    }

    /** A grant that is absent, a disabled space and a lost membership are all a 500 here, and only a look tells which. */
    private static GrantOutcome grantOutcome(HttpAnswer answer) {
        return answer.isSuccess() ? GrantOutcome.DONE : GrantOutcome.REFUSED;
    }

    private static String root(String spaceId) {
        return "/graph/v1beta1/drives/" + encoded(spaceId) + "/root";
    }

    private static String permission(String spaceId, Grantee grantee) {
        return root(spaceId) + "/permissions/" + encoded(grantee.permissionId());
    }

    // ---- folders

    @Override
    public FolderOutcome createFolder(String spaceId, String path) {
        StringBuilder url = new StringBuilder("/dav/spaces/").append(encoded(spaceId));
        for (String name : path.split("/")) {
            url.append('/').append(encoded(name));
        }
        HttpCall call =
                HttpCall.write("folder.create", "MKCOL", url.toString(), null).asRepeatable();
        return switch (api.send(call, 403, 404, 405, 409).status()) {
            case 403, 404 -> FolderOutcome.REFUSED;
            case 405 -> FolderOutcome.EXISTS;
            case 409 -> FolderOutcome.NO_PARENT;
            default -> FolderOutcome.CREATED;
        };
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
