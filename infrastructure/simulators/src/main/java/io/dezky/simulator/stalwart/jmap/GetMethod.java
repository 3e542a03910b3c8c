package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.Ids;
import io.dezky.simulator.stalwart.registry.JmapLimits;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.ObjectType;
import io.dezky.simulator.stalwart.registry.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code x:<type>/get}. */
final class GetMethod {

    private final ObjectType type;
    private final Scope scope;
    private final JmapLimits limits;
    private final CreatedIds createdIds;

    GetMethod(ObjectType type, Scope scope, JmapLimits limits, CreatedIds createdIds) {
        this.type = type;
        this.scope = scope;
        this.limits = limits;
        this.createdIds = createdIds;
    }

    ObjectNode answer(Arguments arguments) {
        Optional<List<String>> asked = arguments.texts("ids");
        if (asked.isPresent() && asked.get().size() > limits.objectsInGet()) {
            throw MethodError.requestTooLarge();
        }
        // Without ids the oldest come, and nothing says that there are more.
        List<String> ids = asked.orElseGet(() -> type.ids(scope).stream()
                .limit(limits.objectsInGet())
                .map(Ids::text)
                .toList());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("accountId", scope.accountId());
        ArrayNode list = answer.putArray("list");
        ArrayNode notFound = answer.putArray("notFound");
        Predicate<String> wanted = wanted(arguments.texts("properties"));
        for (String id : ids) {
            read(id, wanted).ifPresentOrElse(list::add, () -> notFound.add(id));
        }
        return answer;
    }

    /** No properties, or an empty list of them: all. Unknown ones are ignored. */
    private static Predicate<String> wanted(Optional<List<String>> properties) {
        Set<String> names = Set.copyOf(properties.orElse(List.of()));
        return names.isEmpty() ? name -> true : names::contains;
    }

    private Optional<ObjectNode> read(String given, Predicate<String> wanted) {
        String id = given.startsWith("#") ? createdIds.require(given.substring(1)) : given;
        if (Ids.parse(id).isEmpty()) {
            return Optional.empty();
        }
        long number = Ids.parse(id).orElseThrow();
        return type.stored(scope, number)
                .map(stored -> type.shown(scope, number, stored, wanted).put("id", id));
    }
}
