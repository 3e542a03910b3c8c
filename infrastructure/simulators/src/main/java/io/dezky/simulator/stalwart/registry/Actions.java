package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:Action}: something the server is to do now. Making one does it; nothing of it is kept. */
final class Actions implements ObjectType {

    private static final String RELOAD_SETTINGS = "ReloadSettings";
    private static final Set<String> DONE_AT_ONCE = Set.of(
            RELOAD_SETTINGS,
            "ReloadTlsCertificates",
            "ReloadLookupStores",
            "ReloadBlockedIps",
            "InvalidateCaches",
            "InvalidateNegativeCaches",
            "PauseMtaQueue",
            "ResumeMtaQueue");
    private static final Set<String> LEFT_OUT = Set.of("UpdateApps", "TroubleshootDmarc", "ClassifySpam");

    private final Registry registry;

    Actions(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "Action";
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return Collections.emptyNavigableSet();
    }

    @Override
    public NavigableSet<Long> matchingAll(Scope scope) {
        throw MethodError.of("invalidArguments", "Actions cannot be queried");
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return Optional.empty();
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        return stored;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return body;
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        String type = body.path(Variants.TYPE).asText();
        if (LEFT_OUT.contains(type)) {
            throw new NotSimulated("the action " + type);
        }
        if (!DONE_AT_ONCE.contains(type)) {
            throw SetError.invalidPatch("Missing or invalid '@type' property in object", "");
        }
        if (!scope.caller().may("action" + type)) {
            throw SetError.forbidden("You are not authorized to perform this action");
        }
        if (type.equals(RELOAD_SETTINGS)) {
            registry.reloadSettings();
        }
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(registry.clock.millis() / 1000));
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        throw SetError.notFound();
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        throw SetError.notFound();
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return matchingAll(scope);
    }
}
