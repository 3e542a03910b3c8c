package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.dezky.simulator.authentik.store.Secrets;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code users/service_account/}: an account and an app password, which is no bearer for the API. */
public final class ServiceAccounts {

    /** Where accounts of programs live. */
    public static final String FOLDER = "goauthentik.io/service-accounts";

    private static final Duration LIFE = Duration.ofDays(360);

    private final Core core;
    private final Store store;
    private final Users users;
    private final Groups groups;
    private final Tokens tokens;
    private final Fields fields;

    public ServiceAccounts(Core core, Users users, Groups groups, Tokens tokens) {
        this.core = core;
        this.store = core.store();
        this.users = users;
        this.groups = groups;
        this.tokens = tokens;
        this.fields = Fields.of(
                Field.required("name", Kinds.text())
                        .unique(name -> store.users().where("username", name), "This field must be unique."),
                Field.flag("create_group", false),
                Field.flag("expiring", true),
                Field.nullable("expires", Kinds.instant()));
    }

    public void addTo(Routes routes) {
        routes.on("POST", "/api/v3/core/users/service_account/", this::create);
    }

    private Answer create(Call call) {
        core.require(call, "authentik_core.add_user");
        core.require(call, "authentik_core.add_token");
        ObjectNode body = fields.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        String name = body.get("name").asText();
        if (body.get("create_group").asBoolean()
                && store.groups().first("name", name).isPresent()) {
            throw Problem.nonField("A user/group with these details already exists");
        }
        boolean expiring = body.get("expiring").asBoolean();
        Row user = account(name, expiring, call.now());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("username", name).put("user_uid", user.text("uid")).put("user_pk", user.number());
        if (body.get("create_group").asBoolean()) {
            answer.put("group_pk", groupFor(user).key());
        }
        Instant expires = body.hasNonNull("expires")
                ? Instant.parse(body.get("expires").asText())
                : call.now().plus(LIFE);
        Row token = appPassword("service-account-" + name + "-password", user, expiring, expires, Secrets.random(60));
        core.audit().model("model_created", store.users(), user, name, call);
        return Answer.json(200, answer.put("token", token.text("key")));
    }

    /** An account of a program. */
    public Row account(String name, boolean expiring, Instant now) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put("username", name).put("name", name).put("is_active", true);
        members.putNull("last_login");
        members.putArray("groups");
        members.putArray("roles");
        members.put("email", "");
        members.putObject("attributes").put(Tokens.EXPIRY_ATTRIBUTE, expiring);
        members.put("path", FOLDER).put("type", "service_account");
        return users.create(members, now);
    }

    /** A password for programs: good at the token endpoint, refused by the API. */
    public Row appPassword(String identifier, Row user, boolean expiring, Instant expires, String key) {
        return token(identifier, Tokens.APP_PASSWORD, user, expiring, expires, key);
    }

    /** A bearer for the API. */
    public Row apiToken(String identifier, Row user, boolean expiring, Instant expires, String key) {
        return token(identifier, Tokens.API, user, expiring, expires, key);
    }

    private Row token(String identifier, String intent, Row user, boolean expiring, Instant expires, String key) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put("identifier", identifier).put("intent", intent).put("user", user.number());
        members.put("description", "").put("expires", expires.toString()).put("expiring", expiring);
        return tokens.insert(members, key);
    }

    private Row groupFor(Row user) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put("name", user.text("username")).put("is_superuser", false);
        members.putArray("parents");
        members.putArray("users").add(user.number());
        members.putObject("attributes");
        members.putArray("roles");
        return groups.create(members);
    }
}
