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
import io.dezky.simulator.authentik.store.Secrets;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Users. A user name is unique, case being part of it; an address is not. */
public final class Users implements Model {

    static final String INTERNAL_SERVICE_ACCOUNT = "internal_service_account";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;
    private final UserShown shown;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger(2);
    private final String installation = UUID.randomUUID().toString();

    public Users(Core core) {
        this.core = core;
        this.store = core.store();
        this.shown = new UserShown(core);
        this.fields = Fields.of(
                Field.required("username", Kinds.atMost(150, Kinds.text()))
                        .unique(name -> store.users().where("username", name), "This field must be unique."),
                Field.required("name", Kinds.blankable()),
                Field.flag("is_active", true),
                Field.nullable("last_login", Kinds.instant()),
                Field.optional("groups", Kinds.many(store.groups()), NODES::arrayNode)
                        .whichPutEmpties(),
                Field.optional("roles", Kinds.many(store.roles()), NODES::arrayNode)
                        .whichPutEmpties(),
                Field.optional("email", Kinds.atMost(254, Kinds.email()), ""),
                Field.optional("attributes", Kinds.dictionary(), NODES::objectNode),
                Field.optional("path", Kinds.userPath(), "users"),
                Field.optional(
                        "type",
                        Kinds.choice("internal", "external", "service_account", INTERNAL_SERVICE_ACCOUNT),
                        "internal"));
        addFilters();
    }

    private void addFilters() {
        for (String member : List.of("username", "email", "name", "path")) {
            filters.put(member, Filter.exact(member));
        }
        filters.put("uuid", Filter.uuid("uuid"));
        filters.put("path_startswith", Filter.beginning("path"));
        filters.put("is_active", Filter.flag(user -> user.flag("is_active")));
        filters.put("is_superuser", Filter.flag(core.permissions()::isSuperuser));
        filters.put("attributes", Filter.json("attributes"));
        filters.put(
                "type",
                Filter.choices(
                        () -> List.of("internal", "external", "service_account", INTERNAL_SERVICE_ACCOUNT),
                        (user, types) -> types.contains(user.text("type"))));
        filters.put(
                "groups_by_name",
                Filter.choices(
                        () -> store.groups().stream()
                                .map(group -> group.text("name"))
                                .toList(),
                        (user, names) -> store.memberships().groups(user.key()).stream()
                                .anyMatch(group -> store.groups()
                                        .byKey(group)
                                        .filter(row -> names.contains(row.text("name")))
                                        .isPresent())));
        filters.put(
                "groups_by_pk",
                Filter.keys(
                        store.groups(),
                        (user, keys) ->
                                !Collections.disjoint(store.memberships().groups(user.key()), keys)));
        filters.put(
                "roles_by_pk",
                Filter.keys(store.roles(), (user, keys) -> !Collections.disjoint(user.keys("roles"), keys)));
    }

    @Override
    public Table table() {
        return store.users();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "username";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row user) {
        return List.of(user.text("email"), user.text("name"), user.text("uuid"), user.text("username"));
    }

    @Override
    public boolean canBeName(String name) {
        return name.matches("\\d{1,9}");
    }

    @Override
    public ObjectNode shown(Row user, Call call) {
        return shown.whole(user, call.flag("include_groups", true), call.flag("include_roles", true));
    }

    /** A user who has become an internal service account can only be deleted. */
    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        String type = accepted.path("type").asText("");
        if (existing.isEmpty()) {
            if (type.equals(INTERNAL_SERVICE_ACCOUNT)) {
                throw Problem.invalid("type", "Setting a user to internal service account is not allowed.");
            }
            return;
        }
        if (!existing.get().text("type").equals(INTERNAL_SERVICE_ACCOUNT)) {
            return;
        }
        if (!type.isEmpty() && !type.equals(INTERNAL_SERVICE_ACCOUNT)) {
            throw Problem.invalid("type", "Can't change internal service account to other user type.");
        }
        throw Problem.nonField("Can't modify internal service account users");
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted, call.now());
    }

    /** The creation is followed by a second save, which is an event of its own. */
    @Override
    public void created(Row user, Call call) {
        core.audit().model("model_updated", table(), user, name(user), call);
    }

    /** A user without a password. */
    public Row create(ObjectNode accepted, Instant now) {
        return create(accepted, lastNumber.incrementAndGet(), now);
    }

    private Row create(ObjectNode accepted, int number, Instant now) {
        ObjectNode members = accepted.deepCopy();
        JsonNode groups = members.remove("groups");
        members.put("uuid", UUID.randomUUID().toString());
        members.put("uid", Secrets.sha256(number + "-" + installation));
        members.put("date_joined", now.toString());
        members.put("password_change_date", now.toString());
        members.put("last_updated", now.toString());
        Row user = table().insert(String.valueOf(number), members);
        store.memberships().setGroups(user.key(), Row.keysIn(groups));
        return user;
    }

    /** The next user has a number above this one. */
    public void continueAfter(int number) {
        lastNumber.accumulateAndGet(number, Math::max);
    }

    /**
     * Deactivating by PATCH ends the sessions; a PUT that does the same leaves the rows: docs/systems/authentik.md,
     * Deactivation.
     */
    @Override
    public void change(Row user, ObjectNode accepted, Call call, Write write) {
        ObjectNode changes = accepted.deepCopy();
        JsonNode groups = changes.remove("groups");
        if (groups != null) {
            store.memberships().setGroups(user.key(), Row.keysIn(groups));
        }
        user.take(changes);
        user.members().put("last_updated", call.now().toString());
        if (write == Write.PATCH && !user.flag("is_active")) {
            endSessions(Set.of(user.key()));
        }
    }

    /** Ends the sessions of these users; tells how many there were. */
    int endSessions(Collection<String> users) {
        List<String> ended = store.sessions().stream()
                .filter(session -> users.contains(session.text("user")))
                .map(Row::key)
                .toList();
        ended.forEach(store.sessions()::remove);
        return ended.size();
    }

    @Override
    public void delete(Row user) {
        core.cascades().deleteUser(user);
    }

    /** Fails for everybody but superusers, on the real server too. */
    @Override
    public ArrayNode usedBy(Row user, Call call) {
        return UsedBy.user(core, user, call);
    }
}
