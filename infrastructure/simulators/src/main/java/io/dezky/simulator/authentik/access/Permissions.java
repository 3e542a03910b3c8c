package io.dezky.simulator.authentik.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Permissions hang on roles; a user has the roles given to it or to any group that it is in, parents included. Members
 * of a superuser group, again parents included, may do everything.
 */
public final class Permissions {

    private static final Set<String> PLAIN_VERBS = Set.of("view", "add", "change", "delete");

    /** Models that exist in Authentik beside those that are simulated, as far as an operator's role may name them. */
    private static final Set<String> OTHER_MODELS = Set.of(
            "authentik_stages_invitation.invitation",
            "authentik_stages_invitation.invitationstage",
            "authentik_blueprints.blueprintinstance",
            "authentik_policies_expression.expressionpolicy",
            "authentik_core.applicationentitlement");

    private static final Set<String> SPECIAL = Set.of(
            "authentik_core.reset_user_password",
            "authentik_core.add_user_to_group",
            "authentik_core.remove_user_from_group",
            "authentik_core.enable_group_superuser",
            "authentik_core.disable_group_superuser",
            "authentik_core.view_token_key",
            "authentik_core.set_token_key",
            "authentik_core.impersonate",
            "authentik_rbac.view_system_info",
            "authentik_rbac.view_system_settings",
            "authentik_rbac.edit_system_settings",
            "authentik_rbac.assign_role_permissions",
            "authentik_rbac.unassign_role_permissions");

    private final Store store;
    private final Set<String> known;

    public Permissions(Store store) {
        this.store = store;
        this.known = known(store);
    }

    private static Set<String> known(Store store) {
        Stream<Table> tables = Stream.of(
                store.users(),
                store.groups(),
                store.roles(),
                store.tokens(),
                store.sessions(),
                store.brands(),
                store.applications(),
                store.providers(),
                store.mappings(),
                store.bindings(),
                store.certificates(),
                store.flows(),
                store.stageBindings(),
                store.prompts(),
                store.events());
        Stream<Table> stages = Stream.of(StageKind.values()).map(store::stages);
        Stream<String> models = Stream.concat(
                Stream.concat(tables, stages).map(table -> table.app() + "." + table.model()), OTHER_MODELS.stream());
        Set<String> known = models.flatMap(model -> {
                    int dot = model.indexOf('.');
                    return PLAIN_VERBS.stream()
                            .map(verb -> model.substring(0, dot + 1) + verb + "_" + model.substring(dot + 1));
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
        known.addAll(SPECIAL);
        return known;
    }

    /** Whether there is such a permission at all. */
    public boolean exists(String permission) {
        return known.contains(permission);
    }

    /** Whether the user is in a group, or below a group, whose members may do everything. */
    public boolean isSuperuser(Row user) {
        return store.memberships().allGroups(user.key()).stream()
                .flatMap(group -> store.groups().byKey(group).stream())
                .anyMatch(group -> group.flag("is_superuser"));
    }

    /** Whether the user has the permission for every object. */
    public boolean has(Row user, String permission) {
        return isSuperuser(user)
                || roles(user).anyMatch(role -> role.keys("permissions").contains(permission));
    }

    /** Whether the user has the permission for every object or for this one. */
    public boolean hasOn(Row user, String permission, Table table, String key) {
        return has(user, permission)
                || objectPermission(user, permission, table, given -> given.path("object_pk")
                        .asText()
                        .equals(key));
    }

    /** Whether the user has the permission for at least one single object of the table. */
    public boolean hasOnAny(Row user, String permission, Table table) {
        return objectPermission(user, permission, table, given -> true);
    }

    private boolean objectPermission(Row user, String permission, Table table, Predicate<JsonNode> which) {
        String model = table.app() + "." + table.model();
        return roles(user).anyMatch(role -> {
            for (JsonNode given : role.get("object_permissions")) {
                if (given.path("permission").asText().equals(permission)
                        && given.path("model").asText().equals(model)
                        && which.test(given)) {
                    return true;
                }
            }
            return false;
        });
    }

    private Stream<Row> roles(Row user) {
        Stream<String> own = user.keys("roles").stream();
        Stream<String> ofGroups = store.memberships().allGroups(user.key()).stream()
                .flatMap(group -> store.groups().byKey(group).stream())
                .flatMap(group -> group.keys("roles").stream());
        return Stream.concat(own, ofGroups).distinct().flatMap(role -> store.roles().byKey(role).stream());
    }

    /** The system permissions that {@code users/me/} lists, in the order it has them there. */
    public List<String> systemPermissions(Row user) {
        List<String> system = List.of(
                "change_initialpermissions",
                "add_role",
                "delete_initialpermissions",
                "access_admin_interface",
                "view_system_info",
                "edit_system_settings",
                "view_system_settings",
                "manage_media_files",
                "view_role",
                "view_initialpermissions",
                "change_role",
                "view_media_files",
                "add_initialpermissions",
                "assign_role_permissions",
                "delete_role",
                "unassign_role_permissions");
        return system.stream()
                .filter(name -> has(user, "authentik_rbac." + name))
                .toList();
    }
}
