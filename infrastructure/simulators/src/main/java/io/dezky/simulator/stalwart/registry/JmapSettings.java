package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:Jmap}, a singleton, as far as it limits requests. A change takes effect with the next reload. */
final class JmapSettings implements ObjectType {

    private static final long SINGLETON = Ids.parse(Ids.SINGLETON).orElseThrow();

    private final Registry registry;

    JmapSettings(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "Jmap";
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        throw new NotSimulated("reading x:Jmap: the session tells the limits");
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return id == SINGLETON ? Optional.of(JsonNodeFactory.instance.objectNode()) : Optional.empty();
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        throw new NotSimulated("reading x:Jmap: the session tells the limits");
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return body;
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        throw new NotSimulated("making a singleton");
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        JmapLimits next = registry.limitsAfterReload();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            int value = Scalars.unsigned()
                    .accept(member.getKey(), member.getValue())
                    .asInt();
            if (value < 1) {
                throw new NotSimulated("a limit of 0");
            }
            next = next.with(member.getKey(), value);
        }
        registry.limitsAfterReload(next);
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        throw new NotSimulated("destroying a singleton");
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return Collections.emptyNavigableSet();
    }
}
