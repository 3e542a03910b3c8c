package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.util.Optional;
import java.util.function.BiConsumer;

/** {@code add_user} and {@code remove_user}: the way to change members without replacing them all. Both repeat well. */
public final class GroupMembers {

    private static final Fields BODY = Fields.of(Field.required("pk", Kinds.integer()));

    private final Core core;
    private final Store store;

    public GroupMembers(Core core) {
        this.core = core;
        this.store = core.store();
    }

    public void addTo(Routes routes) {
        String group = "/api/v3/core/groups/{key}/";
        routes.on(
                "POST", group + "add_user/", call -> membership(call, store.groups(), "add_user_to_group", this::add));
        routes.on(
                "POST",
                group + "remove_user/",
                call -> membership(call, store.groups(), "remove_user_from_group", this::remove));
    }

    private void add(Row group, Row user) {
        store.memberships().add(user.key(), group.key());
    }

    private void remove(Row group, Row user) {
        store.memberships().remove(user.key(), group.key());
    }

    /** Asks for no view permission on the group, but for one on the user, who is a plain "not found" otherwise. */
    private Answer membership(Call call, Table groups, String codename, BiConsumer<Row, Row> change) {
        String key = call.path("key");
        if (!core.permissions().hasOn(call.caller(), "authentik_core." + codename, groups, key)) {
            throw Problem.forbidden();
        }
        Row group = groups.byKey(key).orElseThrow(() -> Problem.notFound(groups));
        ObjectNode body = BODY.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        Row user = store.users()
                .byKey(body.get("pk").asText())
                .filter(found ->
                        core.permissions().hasOn(call.caller(), "authentik_core.view_user", store.users(), found.key()))
                .orElseThrow(Problem::notFound);
        change.accept(group, user);
        core.audit().model("model_updated", groups, group, group.text("name"), call);
        return Answer.empty(204);
    }
}
