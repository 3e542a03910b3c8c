package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions of people. Only a sign-in makes one; by the API they can be seen and ended. */
public final class Sessions implements Model {

    private static final Duration LIFE = Duration.ofDays(1);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;
    private final Users users;
    private final Map<String, Filter> filters = new HashMap<>();

    public Sessions(Core core, Users users) {
        this.core = core;
        this.store = core.store();
        this.users = users;
        filters.put("user__username", Filter.exact(session -> store.users()
                .byKey(session.text("user"))
                .map(user -> user.text("username"))
                .orElse("")));
    }

    public void addTo(Routes routes) {
        routes.on("DELETE", "/api/v3/core/authenticated_sessions/bulk_delete/", this::bulkDelete);
    }

    /** A new session, valid for a day. */
    public Row begin(Row user, Instant now) {
        String uuid = UUID.randomUUID().toString();
        ObjectNode members = NODES.objectNode();
        members.put("uuid", uuid);
        members.put("user", user.number());
        members.put("last_used", now.toString());
        members.put("expires", now.plus(LIFE).toString());
        return table().insert(uuid, members);
    }

    /** Who may not view sessions ends none, and is told so by the count only. */
    private Answer bulkDelete(Call call) {
        core.require(call, "authentik_core.delete_authenticatedsession");
        List<String> keys = call.parameters("user_pks");
        if (keys.isEmpty()) {
            throw Problem.invalid("user_pks", "This field is required.");
        }
        boolean mayView = core.permissions().has(call.caller(), table().permission("view"));
        List<String> reached = mayView
                ? keys
                : keys.stream().filter(call.caller().key()::equals).toList();
        return Answer.json(200, Map.of("deleted", users.endSessions(reached)));
    }

    @Override
    public Table table() {
        return store.sessions();
    }

    @Override
    public Fields fields() {
        return Fields.of();
    }

    @Override
    public String ordering() {
        return "last_used";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row session) {
        return List.of(session.text("uuid"));
    }

    @Override
    public boolean ownedByUsers() {
        return true;
    }

    @Override
    public Optional<String> owner(Row session) {
        return session.optional("user");
    }

    @Override
    public String name(Row session) {
        return "Authenticated Session";
    }

    @Override
    public ObjectNode shown(Row session, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("uuid", session.key());
        shown.put("current", false);
        shown.set("user_agent", unknownAgent());
        shown.putNull("geo_ip");
        shown.putNull("asn");
        shown.set("user", session.get("user"));
        shown.put("last_ip", "127.0.0.1");
        shown.put("last_user_agent", "");
        shown.set("last_used", session.get("last_used"));
        shown.set("expires", session.get("expires"));
        return shown;
    }

    private static ObjectNode unknownAgent() {
        ObjectNode agent = NODES.objectNode();
        agent.put("string", "");
        agent.putObject("user_agent")
                .put("family", "Other")
                .putNull("major")
                .putNull("minor")
                .putNull("patch");
        agent.putObject("os")
                .put("family", "Other")
                .putNull("major")
                .putNull("minor")
                .putNull("patch")
                .putNull("patch_minor");
        agent.putObject("device").put("family", "Other").putNull("brand").putNull("model");
        return agent;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        throw new UnsupportedOperationException("sessions are not made by the API");
    }

    @Override
    public void change(Row session, ObjectNode accepted, Call call, Write write) {
        throw new UnsupportedOperationException("sessions are not changed by the API");
    }

    @Override
    public void delete(Row session) {
        table().remove(session.key());
    }
}
