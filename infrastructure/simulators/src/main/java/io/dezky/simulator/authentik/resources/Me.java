package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.http.Answer;
import java.util.Map;

/** {@code users/me/}, the cheapest way to try a token, and {@code users/paths/}. */
public final class Me {

    private final Core core;
    private final Store store;

    public Me(Core core) {
        this.core = core;
        this.store = core.store();
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/core/users/me/", this::me).on("GET", "/api/v3/core/users/paths/", this::paths);
    }

    private Answer me(Call call) {
        Row user = call.caller();
        ObjectNode me = JsonNodeFactory.instance.objectNode();
        me.put("pk", user.number());
        me.put("username", user.text("username"));
        me.put("name", user.text("name"));
        me.put("is_active", user.flag("is_active"));
        me.put("is_superuser", core.permissions().isSuperuser(user));
        ArrayNode groups = me.putArray("groups");
        store.memberships().allGroups(user.key()).stream()
                .flatMap(key -> store.groups().byKey(key).stream())
                .forEach(group ->
                        groups.addObject().put("name", group.text("name")).put("pk", group.key()));
        ArrayNode roles = me.putArray("roles");
        user.keys("roles").stream()
                .flatMap(key -> store.roles().byKey(key).stream())
                .forEach(
                        role -> roles.addObject().put("name", role.text("name")).put("pk", role.key()));
        me.put("email", user.text("email"));
        me.put("avatar", UserShown.avatar(user));
        me.put("uid", user.text("uid"));
        me.putObject("settings");
        me.put("type", user.text("type"));
        ArrayNode system = me.putArray("system_permissions");
        core.permissions().systemPermissions(user).forEach(system::add);
        return Answer.json(200, Map.of("user", me));
    }

    private Answer paths(Call call) {
        core.require(call, "authentik_core.view_user");
        return Answer.json(
                200,
                Map.of(
                        "paths",
                        store.users().stream()
                                .map(user -> user.text("path"))
                                .distinct()
                                .sorted()
                                .toList()));
    }
}
