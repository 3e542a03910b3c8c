package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a space. Only members see them and only managers change them, whatever their role on the instance. */
final class PermissionsApi {

    private static final String PERMISSION = "/graph/v1beta1/drives/{drive}/root/permissions/{permission}";

    private final Spaces spaces;
    private final Accounts accounts;
    private final Groups groups;
    private final Access access;
    private final DriveJson json;
    private final Clock clock;

    PermissionsApi(Spaces spaces, Accounts accounts, Groups groups, Access access, DriveJson json, Clock clock) {
        this.spaces = spaces;
        this.accounts = accounts;
        this.groups = groups;
        this.access = access;
        this.json = json;
        this.clock = clock;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1beta1/drives/{drive}/root/permissions", this::list)
                .on("POST", "/graph/v1beta1/drives/{drive}/root/invite", this::invite)
                .on("DELETE", PERMISSION, this::revoke)
                .on("PATCH", PERMISSION, this::change);
    }

    private Answer list(Call call) {
        Space space = known(call);
        if (!space.isProject()) {
            throw Refusal.leftOut(LeftOut.PERSONAL_PERMISSIONS);
        }
        SpaceRole own = roleOfMember(call, space);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@libre.graph.permissions.actions.allowedValues", own.actions());
        body.put(
                "@libre.graph.permissions.roles.allowedValues",
                Arrays.stream(SpaceRole.values())
                        .filter(role -> role.compareTo(own) <= 0)
                        .map(PermissionsApi::allowed)
                        .toList());
        body.put(
                "value",
                json.inAnyOrder(space.grants(clock.instant())).stream()
                        .map(json::permission)
                        .toList());
        return Answer.json(200, body).with("Content-Language", "");
    }

    private static Map<String, Object> allowed(SpaceRole role) {
        Map<String, Object> allowed = new LinkedHashMap<>();
        allowed.put("@libre.graph.weight", role.ordinal() + 1);
        allowed.put("description", role.description());
        allowed.put("displayName", role.displayName());
        allowed.put("id", role.id());
        return allowed;
    }

    private Answer invite(Call call) {
        Invitation invitation = Invitation.read(call.request().body(), clock.instant());
        Space space = known(call);
        if (!space.isProject()) {
            throw Refusal.badRequest("unsupported space type");
        }
        SpaceRole own = roleOfMember(call, space);
        SpaceRole role = fitting(invitation.roleId());
        if (!exists(invitation.grantee())) {
            throw Refusal.badRequest("itemNotFound: not found");
        }
        if (own != SpaceRole.MANAGER) {
            throw Refusal.accessDenied("add grant: error: permission denied: " + rootItem(space));
        }
        if (space.grant(invitation.grantee().permissionId(), clock.instant()).isPresent()) {
            throw Refusal.exists("add grant: error: already exists: " + space.name());
        }
        Grant grant = new Grant(invitation.grantee(), role, invitation.expires());
        space.put(grant);
        Map<String, Object> shown = new LinkedHashMap<>(json.permission(grant));
        shown.put(
                "invitation",
                Map.of("invitedBy", Map.of("user", json.user(call.caller().id()))));
        return Answer.json(200, Map.of("value", List.of(shown)));
    }

    private Answer change(Call call) {
        ObjectNode body = Invitation.readChange(call.request().body());
        Optional<String> roleId = StrictBody.texts(body, "roles").stream().findFirst();
        Space space = known(call);
        if (roleOf(call, space).isEmpty()) {
            throw Refusal.general(500, "unexpected status code while getting resource: CODE_NOT_FOUND");
        }
        Optional<SpaceRole> role = roleId.map(PermissionsApi::fitting);
        String id = call.path("permission");
        Instant now = clock.instant();
        Grant grant = space.grant(id, now)
                .orElseThrow(
                        () -> Refusal.notFound("error: not found: no shares found by id:opaque_id:\"" + id + "\""));
        if (!exists(grant.grantee())) {
            throw Refusal.notFound("grantee does not exist");
        }
        if (!access.isManager(call.caller(), space)) {
            if (body.isEmpty()) {
                throw Refusal.leftOut(LeftOut.EDITORS_EMPTY_CHANGE);
            }
            throw Refusal.general(500, "error committing share to storage grant");
        }
        if (role.filter(changed -> changed != SpaceRole.MANAGER).isPresent() && space.isLastManager(grant, now)) {
            throw Refusal.accessDenied("can't remove the last manager");
        }
        Grant changed = role.map(grant::withRole).orElse(grant);
        if (body.has("expirationDateTime")) {
            changed = changed.expiring(Invitation.time(body));
        }
        space.put(changed);
        return Answer.json(200, json.permission(changed));
    }

    private Answer revoke(Call call) {
        Space space = known(call);
        String id = call.path("permission");
        if (!Grant.Kind.hasForm(id)) {
            throw Refusal.badRequest("invalid space permission id");
        }
        Instant now = clock.instant();
        Grant grant = space.grant(id, now)
                .filter(found -> roleOf(call, space).isPresent())
                .orElseThrow(() -> Refusal.general(
                        500, "rpc error: code = Unknown desc = gateway: error getting grant to remove from storage"));
        if (!access.isManager(call.caller(), space)) {
            throw Refusal.accessDenied("remove grant: error: permission denied: " + rootItem(space));
        }
        if (space.isLastManager(grant, now)) {
            throw Refusal.accessDenied("can't remove the last manager");
        }
        space.revoke(id);
        return Answer.empty(204);
    }

    private Space known(Call call) {
        return spaces.named(call.path("drive"))
                .filter(space -> !space.isHidden())
                .filter(space -> access.knows(call.caller(), space))
                .orElseThrow(() -> Refusal.notFound("getting space"));
    }

    /** The role by which the caller takes part; empty as long as the space is disabled. */
    private Optional<SpaceRole> roleOf(Call call, Space space) {
        return space.isDisabled() ? Optional.empty() : access.roleOf(call.caller(), space);
    }

    private SpaceRole roleOfMember(Call call, Space space) {
        String missing = space.isDisabled() ? space.id() : rootItem(space);
        return roleOf(call, space).orElseThrow(() -> Refusal.notFound("stat: error: not found: " + missing));
    }

    private String rootItem(Space space) {
        return spaces.driveId(space) + "!" + space.id();
    }

    private static SpaceRole fitting(String roleId) {
        return SpaceRole.withId(roleId).orElseThrow(() -> Refusal.badRequest("role not applicable to this resource"));
    }

    private boolean exists(Grant.Grantee grantee) {
        return switch (grantee.kind()) {
            case USER -> accounts.withId(grantee.id()).isPresent();
            case GROUP -> groups.withId(grantee.id()).isPresent();
        };
    }
}
