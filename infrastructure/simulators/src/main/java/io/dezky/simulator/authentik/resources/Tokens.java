package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Durations;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Resource;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Secrets;
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

/**
 * Tokens: API tokens, app passwords, and the rows of recovery links. Who may not view tokens sees its own, and a 404 for
 * the others.
 */
public final class Tokens implements Model {

    static final String API = "api";
    static final String APP_PASSWORD = "app_password";

    /** The attribute of a service account that says whether its tokens expire. */
    static final String EXPIRY_ATTRIBUTE = "goauthentik.io/user/token-expires";

    private final Core core;
    private final Store store;
    private final UserShown users;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();

    public Tokens(Core core) {
        this.core = core;
        this.store = core.store();
        this.users = new UserShown(core);
        this.fields = Fields.of(
                Field.required("identifier", Kinds.atMost(255, Kinds.slug()))
                        .unique(
                                name -> store.tokens().where("identifier", name),
                                "Token with this identifier already exists."),
                Field.optional("intent", Kinds.choice("verification", API, "recovery", APP_PASSWORD), API),
                Field.nullable("user", Kinds.oneNumbered(store.users())),
                Field.optional("description", Kinds.blankable(), ""),
                Field.nullable("expires", Kinds.instant()),
                Field.flag("expiring", true));
        for (String member : List.of("identifier", "intent", "description", "managed")) {
            filters.put(member, Filter.exact(member));
        }
        filters.put("user__username", Filter.exact(token -> store.users()
                .byKey(token.text("user"))
                .map(user -> user.text("username"))
                .orElse("")));
        filters.put("expiring", Filter.flag(token -> token.flag("expiring")));
    }

    /** The key of a token may be read and set by who has the permission for it, which is not that to view tokens. */
    public void addKeyPaths(Routes routes, Resource tokens) {
        String path = "/api/v3/core/tokens/{key}/";
        routes.on("GET", path + "view_key/", call -> {
            Row token = keyed(call, tokens, "authentik_core.view_token_key");
            return Answer.json(200, Map.of("key", token.text("key")));
        });
        routes.on("POST", path + "set_key/", call -> {
            Row token = keyed(call, tokens, "authentik_core.set_token_key");
            Fields body = Fields.of(Field.required("key", Kinds.text()));
            token.take(body.read(call.body(), Write.CREATE, Optional.empty(), call.arrived()));
            return Answer.empty(204);
        });
    }

    private Row keyed(Call call, Resource tokens, String permission) {
        Row token = tokens.object(call);
        boolean own = token.text("user").equals(call.caller().key());
        if (!own && !core.permissions().hasOn(call.caller(), permission, table(), token.key())) {
            throw Problem.forbidden();
        }
        return token;
    }

    @Override
    public Table table() {
        return store.tokens();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "identifier";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row token) {
        return List.of(token.text("identifier"), token.text("description"));
    }

    @Override
    public Optional<Row> find(String name) {
        return table().first("identifier", name);
    }

    @Override
    public boolean canBeName(String name) {
        return true;
    }

    @Override
    public boolean ownedByUsers() {
        return true;
    }

    @Override
    public Optional<String> owner(Row token) {
        return token.optional("user");
    }

    @Override
    public String name(Row token) {
        return token.text("identifier");
    }

    @Override
    public ObjectNode shown(Row token, Call call) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("pk", token.key());
        for (String member : List.of("managed", "identifier", "intent", "user")) {
            shown.set(member, token.get(member));
        }
        store.users().byKey(token.text("user")).ifPresent(user -> shown.set("user_obj", users.whole(user, true, true)));
        for (String member : List.of("description", "expires", "expiring")) {
            shown.set(member, token.get(member));
        }
        return shown;
    }

    /** Only a superuser makes tokens for others, and decides whether they expire. */
    @Override
    public Row create(ObjectNode accepted, Call call) {
        Row caller = call.caller();
        if (!core.permissions().isSuperuser(caller)) {
            accepted.put("user", caller.number());
            accepted.put(
                    "expiring", caller.get("attributes").path(EXPIRY_ATTRIBUTE).asBoolean(true));
        } else if (accepted.path("user").isNull()) {
            accepted.put("user", caller.number());
        }
        // An API token takes no time of its own: always the default from now on.
        if (accepted.get("intent").asText().equals(API)
                || accepted.path("expires").isNull()) {
            accepted.put("expires", defaultExpiry(call.now()).toString());
        }
        return insert(accepted, Secrets.random(60));
    }

    /** A token with a key of the server's or somebody's making. */
    public Row insert(ObjectNode members, String key) {
        members.putNull("managed");
        members.put("key", key);
        return table().insert(UUID.randomUUID().toString(), members);
    }

    Instant defaultExpiry(Instant now) {
        Duration life = Durations.parse(store.settings().defaultTokenDuration()).orElseThrow();
        return now.plus(life);
    }

    @Override
    public void change(Row token, ObjectNode accepted, Call call, Write write) {
        if (!core.permissions().isSuperuser(call.caller())) {
            accepted.remove("user");
        }
        token.take(accepted);
    }

    @Override
    public void delete(Row token) {
        table().remove(token.key());
    }
}
