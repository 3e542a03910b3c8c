package io.dezky.simulator.ocis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** How drives and permissions are written. */
final class DriveJson {

    /** The two shapes of a permission in a drive. */
    enum Shape {
        /** Words for roles, no ids of permissions. */
        V1,
        /** Ids of roles and permissions. */
        V1BETA1
    }

    /** Of the drive that holds what others have shared: the same on every instance. */
    private static final String SHARES = "a0ca6a90-a365-4782-871e-d44447bbc668$a0ca6a90-a365-4782-871e-d44447bbc668";

    private final Spaces spaces;
    private final Accounts accounts;
    private final Groups groups;
    private final AtomicInteger turn = new AtomicInteger();

    DriveJson(Spaces spaces, Accounts accounts, Groups groups) {
        this.spaces = spaces;
        this.accounts = accounts;
        this.groups = groups;
    }

    Map<String, Object> drive(Space space, Shape shape, URI base, Instant now) {
        String id = spaces.driveId(space);
        Map<String, Object> drive = new LinkedHashMap<>();
        if (!space.description().isEmpty()) {
            drive.put("description", space.description());
        }
        drive.put("driveAlias", space.alias());
        drive.put("driveType", space.type().word());
        drive.put("id", id);
        drive.put("lastModifiedDateTime", space.modified().toString());
        drive.put("name", space.name());
        drive.put("owner", Map.of("user", Map.of("displayName", "", "id", space.id())));
        drive.put("quota", quota(space));
        drive.put("root", root(space, id, shape, base, now));
        drive.put("webUrl", base + "/f/" + id);
        return drive;
    }

    Map<String, Object> sharesDrive(URI base) {
        Map<String, Object> drive = new LinkedHashMap<>();
        drive.put("driveAlias", "virtual/shares");
        drive.put("driveType", "virtual");
        drive.put("id", SHARES);
        drive.put("name", "Shares");
        drive.put("root", Map.of("eTag", "DECAFC00FEE", "id", SHARES, "webDavUrl", base + "/dav/spaces/" + SHARES));
        drive.put("webUrl", base + "/f/" + SHARES);
        return drive;
    }

    private static Map<String, Object> quota(Space space) {
        Map<String, Object> quota = new LinkedHashMap<>();
        quota.put("total", space.quota());
        if (space.isDisabled()) {
            return quota;
        }
        long used = space.folders().used();
        boolean unlimited = space.quota() == 0;
        long remaining = unlimited ? Long.MAX_VALUE : Math.max(0, space.quota() - used);
        quota.put("remaining", remaining);
        quota.put("state", remaining > 0 ? "normal" : "exceeded");
        quota.put("used", used);
        return quota;
    }

    private Map<String, Object> root(Space space, String id, Shape shape, URI base, Instant now) {
        Map<String, Object> root = new LinkedHashMap<>();
        if (space.isDisabled()) {
            root.put("deleted", Map.of("state", "trashed"));
        }
        root.put("eTag", etag(space));
        root.put("id", id);
        if (space.isProject()) {
            List<Map<String, Object>> permissions = new ArrayList<>();
            for (Grant grant : inAnyOrder(space.grants(now))) {
                permissions.add(shape == Shape.V1 ? wordedPermission(grant) : permission(grant));
            }
            root.put("permissions", permissions);
        }
        root.put("webDavUrl", base + "/dav/spaces/" + id);
        return root;
    }

    static String etag(Space space) {
        String seed = space.id() + space.modified() + space.version();
        return "\""
                + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "")
                + "\"";
    }

    /** A list in another order each time it is asked for, as the real server collects it from parallel workers. */
    <T> List<T> inAnyOrder(List<T> items) {
        List<T> turned = new ArrayList<>(items);
        if (!turned.isEmpty()) {
            Collections.rotate(turned, turn.getAndIncrement() % turned.size());
        }
        return turned;
    }

    /** A permission with its ids. */
    Map<String, Object> permission(Grant grant) {
        Map<String, Object> permission = new LinkedHashMap<>();
        grant.expires().ifPresent(end -> permission.put("expirationDateTime", end.toString()));
        permission.put("grantedToV2", grantee(grant.grantee()));
        permission.put("id", grant.permissionId());
        permission.put("roles", List.of(grant.role().id()));
        return permission;
    }

    private Map<String, Object> wordedPermission(Grant grant) {
        Map<String, Object> permission = new LinkedHashMap<>();
        grant.expires().ifPresent(end -> permission.put("expirationDateTime", end.toString()));
        permission.put("grantedToIdentities", List.of(grantee(grant.grantee())));
        permission.put("grantedToV2", grantee(grant.grantee()));
        permission.put("roles", List.of(grant.role().word()));
        return permission;
    }

    private Map<String, Object> grantee(Grant.Grantee grantee) {
        return switch (grantee.kind()) {
            case USER -> Map.of("user", user(grantee.id()));
            case GROUP -> Map.of("group", Map.of("displayName", nameOf(grantee), "id", grantee.id()));
        };
    }

    /** A user as permissions show it. */
    Map<String, Object> user(String id) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("@libre.graph.userType", "Member");
        user.put("displayName", nameOf(new Grant.Grantee(Grant.Kind.USER, id)));
        user.put("id", id);
        return user;
    }

    /** The name of a grantee; empty for one that was deleted. */
    String nameOf(Grant.Grantee grantee) {
        return switch (grantee.kind()) {
            case USER -> accounts.withId(grantee.id()).map(Account::displayName).orElse("");
            case GROUP ->
                groups.withId(grantee.id()).map(Groups.Group::displayName).orElse("");
        };
    }
}
