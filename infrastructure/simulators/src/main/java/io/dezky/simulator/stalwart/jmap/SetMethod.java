package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.Ids;
import io.dezky.simulator.stalwart.registry.JmapLimits;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.NotSimulated;
import io.dezky.simulator.stalwart.registry.ObjectType;
import io.dezky.simulator.stalwart.registry.Scope;
import io.dezky.simulator.stalwart.registry.SetError;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code x:<type>/set}: first what is made, then what is changed, then what is destroyed, one by one. An object that is
 * refused stops nothing; an error of the whole call leaves what was done before it.
 */
final class SetMethod {

    /** The server closes the connection on a patch that is no object. */
    static final class Disconnect extends RuntimeException {
        private static final long serialVersionUID = 1;

        Disconnect() {
            super(null, null, false, false);
        }
    }

    private static final Map<String, String> VERBS = verbs();

    private final ObjectType type;
    private final Scope scope;
    private final JmapLimits limits;
    private final CreatedIds createdIds;
    private final ObjectNode answer;

    SetMethod(ObjectType type, Scope scope, JmapLimits limits, CreatedIds createdIds) {
        this.type = type;
        this.scope = scope;
        this.limits = limits;
        this.createdIds = createdIds;
        this.answer = JsonNodeFactory.instance.objectNode().put("accountId", scope.accountId());
    }

    private static Map<String, String> verbs() {
        Map<String, String> verbs = new LinkedHashMap<>();
        verbs.put("create", "Create");
        verbs.put("update", "Update");
        verbs.put("destroy", "Destroy");
        return verbs;
    }

    ObjectNode answer(Arguments arguments) {
        ObjectNode create = arguments.object("create");
        ObjectNode update = arguments.object("update");
        List<String> destroy = arguments.texts("destroy").orElse(List.of());
        requirePermissions(create, update, destroy);
        if (create.size() + update.size() + destroy.size() > limits.objectsInSet()) {
            throw MethodError.requestTooLarge();
        }
        Map<String, ObjectNode> bodies = resolved(create);
        Map<String, ObjectNode> patches = resolved(update);
        bodies.forEach(this::create);
        patches.forEach((id, patch) -> update(id, patch, destroy));
        destroy.forEach(this::destroy);
        return answer;
    }

    /** If one of the three is not allowed, nothing of the call is done. */
    private void requirePermissions(ObjectNode create, ObjectNode update, List<String> destroy) {
        boolean holdsNone = VERBS.values().stream().noneMatch(this::holds);
        if (holdsNone) {
            throw MethodError.forbidden("You are not authorized to create, update or destroy objects of this type");
        }
        Set<String> needed = new LinkedHashSet<>();
        if (!create.isEmpty()) {
            needed.add("create");
        }
        if (!update.isEmpty()) {
            needed.add("update");
        }
        if (!destroy.isEmpty()) {
            needed.add("destroy");
        }
        needed.stream().filter(verb -> !holds(VERBS.get(verb))).findFirst().ifPresent(verb -> {
            throw MethodError.forbidden("You are not authorized to " + verb + " objects of this type");
        });
    }

    private boolean holds(String verb) {
        String permission = type.permissionPrefix() + verb;
        return JmapEngine.isPermission(permission) && scope.caller().may(permission);
    }

    /** All references of the call are looked up before anything is done: one that leads nowhere fails the whole call. */
    private Map<String, ObjectNode> resolved(ObjectNode given) {
        Map<String, ObjectNode> resolved = new LinkedHashMap<>();
        given.properties().forEach(entry -> {
            if (!(entry.getValue() instanceof ObjectNode body)) {
                throw new Disconnect();
            }
            String from = entry.getKey();
            resolved.put(from, type.resolved(scope, body, name -> {
                if (given.has(name) && createdIds.find(name).isEmpty()) {
                    throw new NotSimulated("a reference to an object of the same call");
                }
                return createdIds.require(name, from);
            }));
        });
        return resolved;
    }

    private void create(String name, ObjectNode body) {
        try {
            ObjectNode created = type.create(scope, body);
            createdIds.add(name, created.get("id").textValue());
            member("created").set(name, created);
        } catch (SetError refused) {
            member("notCreated").set(name, refused.json());
        }
    }

    private void update(String given, ObjectNode patch, List<String> destroy) {
        if (Ids.parse(given).isEmpty()) {
            // What is no id is dropped without a word.
            return;
        }
        try {
            if (destroy.contains(given)) {
                throw SetError.willDestroy();
            }
            long id = Ids.parse(given).orElseThrow();
            ObjectNode stored = type.stored(scope, id).orElseThrow(SetError::notFound);
            type.update(scope, id, stored, patch);
            member("updated").set(given, NullNode.instance);
        } catch (SetError refused) {
            member("notUpdated").set(given, refused.json());
        }
    }

    private void destroy(String given) {
        if (Ids.parse(given).isEmpty()) {
            return;
        }
        try {
            long id = Ids.parse(given).orElseThrow();
            ObjectNode stored = type.stored(scope, id).orElseThrow(SetError::notFound);
            type.destroy(scope, id, stored);
            JsonNode destroyed = answer.get("destroyed");
            (destroyed == null ? answer.putArray("destroyed") : (ArrayNode) destroyed).add(given);
        } catch (SetError refused) {
            member("notDestroyed").set(given, refused.json());
        }
    }

    /** Collections of the answer are only there when something stands in them. */
    private ObjectNode member(String name) {
        return answer.withObject("/" + name);
    }
}
