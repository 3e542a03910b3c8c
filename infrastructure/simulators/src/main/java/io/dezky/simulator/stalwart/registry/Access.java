package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What accounts and credentials may do, and what a caller may hand on. */
final class Access {

    private static final int NAMED_IN_A_REFUSAL = 5;

    private final Table roles;
    /** By role: every request needs what the roles hold, and they rarely change. */
    private final Map<String, Held> held = new HashMap<>();

    private record Held(ObjectNode role, PermissionSet enabled, PermissionSet disabled) {
        static Held by(ObjectNode role) {
            return new Held(role, set(role.get("enabledPermissions")), set(role.get("disabledPermissions")));
        }
    }

    Access(Table roles) {
        this.roles = roles;
    }

    /**
     * What an account may do: all that its roles enable, without what any of them disables, and its own permissions on
     * top.
     *
     * @throws MethodError when a role does not exist
     */
    PermissionSet ofAccount(JsonNode account) {
        PermissionSet inherited = ofRoles(roleIds(account.path("roles")));
        JsonNode own = account.path("permissions");
        PermissionSet enabled = set(own.path("enabledPermissions"));
        PermissionSet disabled = set(own.path("disabledPermissions"));
        return switch (own.path(Variants.TYPE).asText()) {
            case "Merge" -> inherited.with(enabled).without(disabled);
            case "Replace" -> enabled.without(disabled);
            default -> inherited;
        };
    }

    /** What a key may do of what its account may. */
    static PermissionSet ofCredential(JsonNode credential, PermissionSet account) {
        JsonNode own = credential.path("permissions");
        PermissionSet listed = set(own.path("permissions"));
        return switch (own.path(Variants.TYPE).asText()) {
            case "Disable" -> account.without(listed);
            case "Replace" -> account.inBoth(listed);
            default -> account;
        };
    }

    /** What roles together allow. */
    PermissionSet ofRoles(List<String> roleIds) {
        PermissionSet[] sums = {PermissionSet.NONE, PermissionSet.NONE};
        Set<String> seen = new HashSet<>();
        roleIds.forEach(role -> add(role, sums, seen));
        return sums[0].without(sums[1]);
    }

    private void add(String roleId, PermissionSet[] sums, Set<String> seen) {
        if (!seen.add(roleId)) {
            return;
        }
        ObjectNode role = roles.get(Ids.parse(roleId).orElse(-1)).orElseThrow(MethodError::serverUnavailable);
        // A role that was changed is another object.
        Held own = held.compute(roleId, (id, known) -> known != null && known.role() == role ? known : Held.by(role));
        sums[0] = sums[0].with(own.enabled());
        sums[1] = sums[1].with(own.disabled());
        Sets.members(role.get("roleIds")).forEach(extended -> add(extended, sums, seen));
    }

    /** Nobody can give away what he does not hold: also a mailbox counts, which gets all that its role allows. */
    static void requireHeld(Caller caller, PermissionSet granted) {
        List<String> lacking = granted.without(caller.permissions()).names();
        if (lacking.isEmpty()) {
            return;
        }
        List<String> named = new ArrayList<>(lacking.subList(0, Math.min(NAMED_IN_A_REFUSAL, lacking.size())));
        String rest =
                lacking.size() > NAMED_IN_A_REFUSAL ? " and " + (lacking.size() - NAMED_IN_A_REFUSAL) + " more" : "";
        throw SetError.forbidden("You are not authorized to grant permissions: " + String.join(", ", named) + rest);
    }

    static PermissionSet set(JsonNode members) {
        return members.isObject() ? PermissionSet.of(Sets.members(members)) : PermissionSet.NONE;
    }

    private static List<String> roleIds(JsonNode given) {
        return switch (given.path(Variants.TYPE).asText()) {
            case "User" -> List.of(Roles.USER);
            case "Admin" -> List.of(Roles.SYSTEM_ADMINISTRATOR);
            case "Default" -> List.of(Roles.GROUP);
            default -> Sets.members(given.path("roleIds"));
        };
    }
}
