package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.resources.Stages;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Makes objects in a new installation without asking anybody's permission. */
final class Planting {

    /** What a planted server tells: who may speak to it, and what is known of it. */
    record Planted(Map<String, Map<String, String>> actors, Map<String, JsonNode> variables) {}

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration SOON = Duration.ofMinutes(30);

    private final Installation installation;
    private final Instant now;

    Planting(Installation installation) {
        this.installation = installation;
        this.now = installation.now();
    }

    Installation installation() {
        return installation;
    }

    Instant now() {
        return now;
    }

    /** A body without members. */
    static ObjectNode members() {
        return NODES.objectNode();
    }

    /** The members with everything that was not said filled in, as a POST fills it in. */
    private static ObjectNode complete(Fields fields, ObjectNode members) {
        return fields.read(members, Write.CREATE, Optional.empty(), Long.MAX_VALUE);
    }

    Row user(ObjectNode members) {
        return installation.users.create(complete(installation.users.fields(), members), now);
    }

    Row group(String name, boolean superuser) {
        ObjectNode members = members().put("name", name).put("is_superuser", superuser);
        return installation.groups.create(complete(installation.groups.fields(), members));
    }

    void join(Row user, Row group) {
        installation.store.memberships().add(user.key(), group.key());
    }

    Row role(String name, Collection<String> permissions) {
        Row role = installation.roles.create(name);
        installation.roles.grant(role, permissions);
        return role;
    }

    void give(Row user, Row role) {
        user.members().putArray("roles").add(role.key());
    }

    Row serviceAccount(String name) {
        return installation.serviceAccounts.account(name, false, now);
    }

    void apiToken(String identifier, Row user, String key) {
        installation.serviceAccounts.apiToken(identifier, user, false, now.plus(SOON), key);
    }

    void expiredApiToken(String identifier, Row user, String key) {
        installation.serviceAccounts.apiToken(identifier, user, true, now.minus(Duration.ofHours(1)), key);
    }

    void appPassword(String identifier, Row user, String key) {
        installation.serviceAccounts.appPassword(identifier, user, false, now.plus(SOON), key);
    }

    Row flow(ObjectNode members) {
        return installation.flows.create(complete(installation.flows.fields(), members));
    }

    Row prompt(ObjectNode members) {
        return installation.prompts.create(complete(installation.prompts.fields(), members));
    }

    Row stage(StageKind kind, ObjectNode members) {
        Stages stages = installation.stages.get(kind);
        return stages.create(complete(stages.fields(), members));
    }

    void bind(Row flow, Row stage, int order) {
        ObjectNode members =
                members().put("target", flow.key()).put("stage", stage.key()).put("order", order);
        installation.stageBindings.create(complete(installation.stageBindings.fields(), members));
    }

    Row brand(ObjectNode members) {
        return installation.brands.create(complete(installation.brands.fields(), members));
    }

    Row mapping(ObjectNode members) {
        return installation.mappings.create(complete(installation.mappings.fields(), members));
    }

    Row provider(ObjectNode members) {
        return installation.providers.create(complete(installation.providers.fields(), members));
    }

    Row application(ObjectNode members) {
        return installation.applications.create(complete(installation.applications.fields(), members));
    }

    void admit(Row application, Row group, int order) {
        ObjectNode members = members()
                .put("target", application.key())
                .put("group", group.key())
                .put("order", order);
        installation.bindings.create(complete(installation.bindings.fields(), members));
    }

    /** The bearer of a token, as a header. */
    static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }
}
