package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.dezky.simulator.authentik.rest.Targets;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Bindings: what lets a group or a user into an application. The same one can be made as often as one likes; a PATCH
 * checks more than a POST: docs/systems/authentik.md, Bindings.
 */
public final class PolicyBindings implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> SUBJECTS = List.of("policy", "group", "user");

    private final Store store;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();

    public PolicyBindings(Core core) {
        this.store = core.store();
        Targets targets = new Targets(store);
        this.fields = subjects(store).and(Field.required("target", targets));
        filters.put("target", Filter.oneKey(targets::find, (binding, target) -> binding.text("target")
                .equals(target.key())));
        filters.put("enabled", Filter.flag(binding -> binding.flag("enabled")));
        filters.put("policy__isnull", Filter.flag(binding -> binding.optional("policy")
                .isEmpty()));
        filters.put("order", Filter.exact(binding -> binding.get("order").asText()));
        filters.put("timeout", Filter.exact(binding -> binding.get("timeout").asText()));
    }

    /** The members of a binding but the target, which a transactional request leaves out. */
    static Fields subjects(Store store) {
        return Fields.of(
                Field.nullable("policy", Kinds.uuid()),
                Field.nullable("group", Kinds.one(store.groups())),
                Field.nullable("user", Kinds.oneNumbered(store.users())),
                Field.flag("negate", false),
                Field.flag("enabled", true),
                Field.required("order", Kinds.integer()),
                Field.integer("timeout", 30),
                Field.flag("failure_result", false));
    }

    @Override
    public Table table() {
        return store.bindings();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "order,pk";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row binding) {
        return List.of();
    }

    @Override
    public String name(Row binding) {
        return "Policy Binding";
    }

    /** A change is checked as a whole object, but with what was sent only: without a target the server fails. */
    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        if (existing.isPresent()) {
            if (!accepted.hasNonNull("target")) {
                throw Problem.crash();
            }
            if (hasTwin(existing.get(), accepted)) {
                throw Problem.nonField("The fields policy, target, order must make a unique set.");
            }
        }
        requireOneSubject(accepted);
    }

    private boolean hasTwin(Row self, ObjectNode accepted) {
        String policy = after(self, accepted, "policy");
        String target = after(self, accepted, "target");
        String order = after(self, accepted, "order");
        return table().where("target", target)
                .filter(other -> other != self)
                .anyMatch(other -> other.text("policy").equals(policy)
                        && other.get("order").asText().equals(order));
    }

    private static String after(Row self, ObjectNode accepted, String member) {
        JsonNode value = accepted.has(member) ? accepted.get(member) : self.get(member);
        return value.isNull() ? "" : value.asText("");
    }

    static void requireOneSubject(ObjectNode accepted) {
        long named = SUBJECTS.stream().filter(accepted::hasNonNull).count();
        if (named == 0) {
            throw Problem.nonField("One of 'group', 'policy', 'user' must be set.");
        }
        if (named > 1) {
            throw Problem.nonField("Only one of 'group', 'policy', 'user' can be set.");
        }
    }

    @Override
    public ObjectNode shown(Row binding, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", binding.key());
        SUBJECTS.forEach(subject -> shown.set(subject, binding.get(subject)));
        shown.putNull("policy_obj");
        shown.set(
                "group_obj",
                binding.optional("group")
                        .flatMap(store.groups()::byKey)
                        .<JsonNode>map(UserShown::group)
                        .orElseGet(NODES::nullNode));
        shown.set(
                "user_obj",
                binding.optional("user")
                        .flatMap(store.users()::byKey)
                        .<JsonNode>map(UserShown::partial)
                        .orElseGet(NODES::nullNode));
        for (String member : List.of("target", "negate", "enabled", "order", "timeout", "failure_result")) {
            shown.set(member, binding.get(member));
        }
        return shown;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A binding of these members, which must be complete. */
    public Row create(ObjectNode members) {
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row binding, ObjectNode accepted, Call call, Write write) {
        binding.take(accepted);
    }

    @Override
    public void delete(Row binding) {
        table().remove(binding.key());
    }
}
