package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Groups. The name is unique, case being part of it; a group may be its own parent. */
public final class Groups implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();
    private final Map<String, Long> childSince = new HashMap<>();
    private long relations = 0;

    public Groups(Core core) {
        this.core = core;
        this.store = core.store();
        this.fields = Fields.of(
                Field.required("name", Kinds.text())
                        .unique(name -> store.groups().where("name", name), "Group with this name already exists."),
                Field.flag("is_superuser", false),
                Field.optional("parents", Kinds.many(store.groups()), NODES::arrayNode),
                Field.optional("users", Kinds.manyNumbered(store.users()), NODES::arrayNode)
                        .whichPutEmpties(),
                Field.optional("attributes", Kinds.dictionary(), NODES::objectNode),
                Field.optional("roles", Kinds.many(store.roles()), NODES::arrayNode));
        filters.put("name", Filter.exact("name"));
        filters.put("is_superuser", Filter.flag(group -> group.flag("is_superuser")));
        filters.put("attributes", Filter.json("attributes"));
        filters.put(
                "members_by_username",
                Filter.choices(
                        () -> store.users().stream()
                                .map(user -> user.text("username"))
                                .toList(),
                        this::hasMember));
        filters.put(
                "members_by_pk",
                Filter.choices(
                        () -> store.users().stream().map(Row::key).toList(),
                        (group, keys) ->
                                !Collections.disjoint(store.memberships().users(group.key()), keys)));
    }

    private boolean hasMember(Row group, Set<String> names) {
        return store.memberships().users(group.key()).stream()
                .flatMap(key -> store.users().byKey(key).stream())
                .anyMatch(user -> names.contains(user.text("username")));
    }

    @Override
    public Table table() {
        return store.groups();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "name";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row group) {
        return List.of(group.text("name"));
    }

    /** All members are embedded unless the caller says no: docs/systems/authentik.md, Large groups. */
    @Override
    public ObjectNode shown(Row group, Call call) {
        Set<String> members = store.memberships().users(group.key());
        List<Row> children = children(group);
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", group.key());
        shown.put("num_pk", UserShown.numberOf(group));
        shown.put("name", group.text("name"));
        shown.put("is_superuser", group.flag("is_superuser"));
        shown.set("parents", group.get("parents"));
        boolean withParents = call.flag("include_parents", false);
        shown.set("parents_obj", withParents ? relatives(rows(group.keys("parents"))) : NODES.nullNode());
        ArrayNode users = shown.putArray("users");
        members.forEach(key -> users.add(Integer.parseInt(key)));
        shown.set("users_obj", call.flag("include_users", true) ? members(members) : NODES.nullNode());
        shown.set("attributes", group.get("attributes"));
        shown.set("roles", group.get("roles"));
        shown.set("roles_obj", UserShown.roles(store, group.keys("roles")));
        boolean withInherited = call.flag("include_inherited_roles", false);
        shown.set("inherited_roles_obj", withInherited ? inheritedRoles(group) : NODES.nullNode());
        ArrayNode childKeys = shown.putArray("children");
        children.forEach(child -> childKeys.add(child.key()));
        boolean withChildren = call.flag("include_children", false);
        shown.set("children_obj", withChildren ? relatives(children) : NODES.nullNode());
        return shown;
    }

    /** In the order in which they became children. */
    private List<Row> children(Row group) {
        return store.groups().stream()
                .filter(other -> other.keys("parents").contains(group.key()))
                .sorted(Comparator.comparing(child -> childSince.getOrDefault(relation(child, group.key()), 0L)))
                .toList();
    }

    private static String relation(Row child, String parent) {
        return child.key() + " below " + parent;
    }

    private void rememberParents(Row group, List<String> before) {
        group.keys("parents").stream()
                .filter(parent -> !before.contains(parent))
                .forEach(parent -> childSince.put(relation(group, parent), ++relations));
    }

    private List<Row> rows(Collection<String> keys) {
        return keys.stream().flatMap(key -> store.groups().byKey(key).stream()).toList();
    }

    private ArrayNode members(Set<String> keys) {
        ArrayNode members = NODES.arrayNode();
        keys.forEach(key -> store.users().byKey(key).map(UserShown::partial).ifPresent(members::add));
        return members;
    }

    private static ArrayNode relatives(List<Row> groups) {
        ArrayNode relatives = NODES.arrayNode();
        groups.forEach(group -> {
            ObjectNode relative = UserShown.group(group).put("group_uuid", group.key());
            relative.remove("num_pk");
            relatives.add(relative);
        });
        return relatives;
    }

    private ArrayNode inheritedRoles(Row group) {
        Set<String> above = store.memberships().withAncestors(group.keys("parents"));
        List<String> roles = rows(above).stream()
                .flatMap(ancestor -> ancestor.keys("roles").stream())
                .distinct()
                .toList();
        return UserShown.roles(store, roles);
    }

    /** Raising and lowering the superuser flag asks for a permission of its own; an unchanged flag does not. */
    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        JsonNode wanted = accepted.get("is_superuser");
        boolean now = existing.map(group -> group.flag("is_superuser")).orElse(false);
        if (wanted == null || wanted.asBoolean() == now) {
            return;
        }
        boolean raise = wanted.asBoolean();
        String permission = raise ? "authentik_core.enable_group_superuser" : "authentik_core.disable_group_superuser";
        String key = existing.map(Row::key).orElse("");
        if (!core.permissions().hasOn(call.caller(), permission, table(), key)) {
            throw Problem.invalid(
                    "is_superuser",
                    "User does not have permission to set superuser status to " + (raise ? "True" : "False") + ".");
        }
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A new group with these members. */
    public Row create(ObjectNode accepted) {
        ObjectNode members = accepted.deepCopy();
        JsonNode users = members.remove("users");
        Row group = table().insert(UUID.randomUUID().toString(), members);
        store.memberships().setUsers(group.key(), Row.keysIn(users));
        rememberParents(group, List.of());
        return group;
    }

    @Override
    public void change(Row group, ObjectNode accepted, Call call, Write write) {
        ObjectNode changes = accepted.deepCopy();
        JsonNode users = changes.remove("users");
        if (users != null) {
            store.memberships().setUsers(group.key(), Row.keysIn(users));
        }
        List<String> before = group.keys("parents");
        group.take(changes);
        rememberParents(group, before);
    }

    @Override
    public void delete(Row group) {
        core.cascades().deleteGroup(group);
    }

    /** Fails for everybody but superusers, on the real server too. */
    @Override
    public ArrayNode usedBy(Row group, Call call) {
        return UsedBy.group(core, group, call);
    }
}
