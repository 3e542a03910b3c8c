package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:MailingList}. Its recipients are not checked: any text is taken for an address. */
final class MailingLists implements ObjectType {

    private static final String NAME = "MailingList";

    private static final ObjectShape SHAPE = Addresses.addTo(ObjectShape.with())
            .optional("recipients", Sets.ofTexts(), JsonNodeFactory.instance.objectNode())
            .build();

    private final Registry registry;

    MailingLists(Registry registry) {
        this.registry = registry;
    }

    static Table table(long firstId) {
        return Addresses.addTo(Table.numberedFrom(firstId));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.lists.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.lists.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = SHAPE.shown(stored, wanted);
        if (wanted.test("emailAddress")) {
            shown.put("emailAddress", Addresses.emailAddress(registry, stored));
        }
        return shown;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        ObjectNode list = SHAPE.created("", body);
        if (!SHAPE.missing(list).isEmpty()) {
            throw SetError.missing(SHAPE.missing(list));
        }
        Addresses.check(registry, list, null);
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(registry.lists.insert(list)));
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode list = SHAPE.patched("", stored, patch);
        Addresses.check(registry, list, new SetError.Named(NAME, id));
        registry.lists.put(id, list);
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        registry.lists.remove(id);
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "text" -> Conditions.hasWords(registry.lists, "text", property, value);
            case "memberTenantId" -> Conditions.ofTenant(value);
            default -> throw MethodError.unsupportedFilter(property);
        };
    }
}
