package io.dezky.simulator.authentik.resources;

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
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Roles and the permissions that hang on them: how an administrator sets the operator up. */
public final class Roles implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String GLOBAL = "permissions";
    private static final String OBJECT = "object_permissions";

    private static final Fields ASSIGNMENT = Fields.of(
            Field.required("permissions", Kinds.anyList()),
            Field.optional("model", Kinds.blankable(), ""),
            Field.optional("object_pk", Kinds.blankable(), ""));

    private final Core core;
    private final Store store;
    private final Fields fields;
    private int lastAssignment = 0;

    public Roles(Core core) {
        this.core = core;
        this.store = core.store();
        this.fields = Fields.of(Field.required("name", Kinds.text())
                .unique(name -> store.roles().where("name", name), "Role with this name already exists."));
    }

    public void addTo(Routes routes) {
        routes.on("POST", "/api/v3/rbac/roles/{key}/add_user/", call -> membership(call, true))
                .on("POST", "/api/v3/rbac/roles/{key}/remove_user/", call -> membership(call, false));
        String assigned = "/api/v3/rbac/permissions/assigned_by_roles/{key}/";
        routes.on("POST", assigned + "assign/", this::assign).on("PATCH", assigned + "unassign/", this::unassign);
    }

    private Row role(Call call) {
        return store.roles().byKey(call.path("key")).orElseThrow(() -> Problem.notFound(table()));
    }

    private Answer membership(Call call, boolean in) {
        core.require(call, table().permission("change"));
        Row role = role(call);
        Fields body = Fields.of(Field.required("pk", Kinds.oneNumbered(store.users())));
        ObjectNode accepted = body.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        Row user = store.users().byKey(accepted.get("pk").asText()).orElseThrow(Problem::notFound);
        Set<String> roles = new LinkedHashSet<>(user.keys("roles"));
        boolean changed = in ? roles.add(role.key()) : roles.remove(role.key());
        if (changed) {
            ArrayNode list = NODES.arrayNode();
            roles.forEach(list::add);
            user.members().set("roles", list);
        }
        return Answer.empty(204);
    }

    /** A permission that does not exist makes the server fail. */
    private Answer assign(Call call) {
        core.require(call, "authentik_rbac.assign_role_permissions");
        Row role = role(call);
        ObjectNode body = ASSIGNMENT.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        List<String> wanted = Row.keysIn(body.get("permissions"));
        if (!wanted.stream().allMatch(core.permissions()::exists)) {
            throw Problem.crash();
        }
        if (body.get("model").asText().isEmpty()) {
            grant(role, wanted);
        } else {
            ArrayNode given = (ArrayNode) role.get(OBJECT);
            wanted.forEach(permission -> given.addObject()
                    .put("permission", permission)
                    .put("model", body.get("model").asText())
                    .put("object_pk", body.get("object_pk").asText()));
        }
        ArrayNode answer = NODES.arrayNode();
        wanted.forEach(permission -> answer.addObject().put("id", String.valueOf(++lastAssignment)));
        return Answer.json(200, answer);
    }

    private Answer unassign(Call call) {
        core.require(call, "authentik_rbac.unassign_role_permissions");
        Row role = role(call);
        ObjectNode body = ASSIGNMENT.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        List<String> unwanted = Row.keysIn(body.get("permissions"));
        ArrayNode left = NODES.arrayNode();
        role.keys(GLOBAL).stream().filter(held -> !unwanted.contains(held)).forEach(left::add);
        role.members().set(GLOBAL, left);
        return Answer.empty(204);
    }

    /** The role holds these permissions for every object from now on, besides what it had. */
    public void grant(Row role, Collection<String> permissions) {
        Set<String> all = new LinkedHashSet<>(role.keys(GLOBAL));
        all.addAll(permissions);
        ArrayNode list = NODES.arrayNode();
        all.forEach(list::add);
        role.members().set(GLOBAL, list);
    }

    @Override
    public Table table() {
        return store.roles();
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
        return Map.of("name", Filter.exact("name"));
    }

    @Override
    public List<String> searched(Row role) {
        return List.of(role.text("name"));
    }

    @Override
    public ObjectNode shown(Row role, Call call) {
        return UserShown.role(role);
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted.get("name").asText());
    }

    /** A role without permissions. */
    public Row create(String name) {
        ObjectNode members = NODES.objectNode().put("name", name);
        members.putArray(GLOBAL);
        members.putArray(OBJECT);
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row role, ObjectNode accepted, Call call, Write write) {
        role.take(accepted);
    }

    @Override
    public void delete(Row role) {
        core.cascades().deleteRole(role);
    }
}
