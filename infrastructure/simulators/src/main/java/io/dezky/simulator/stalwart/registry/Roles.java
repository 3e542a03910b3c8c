package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:Role}. Four of them are there from the first start. */
final class Roles implements ObjectType {

    static final String USER = "b";
    static final String GROUP = "c";
    static final String SYSTEM_ADMINISTRATOR = "e";
    private static final long LAST_BUILT_IN = 4;

    private static final String NAME = "Role";

    private static final ObjectShape SHAPE = ObjectShape.with()
            .required("description", Texts.required())
            .optional("memberTenantId", Scalars.nullableId())
            .optional("roleIds", Sets.ofIds(), JsonNodeFactory.instance.objectNode())
            .optional("enabledPermissions", Sets.of(PermissionCatalogue::exists), JsonNodeFactory.instance.objectNode())
            .optional(
                    "disabledPermissions", Sets.of(PermissionCatalogue::exists), JsonNodeFactory.instance.objectNode())
            .build();

    private final Registry registry;

    Roles(Registry registry) {
        this.registry = registry;
    }

    static Table table() {
        Table table = Table.numberedFrom(1)
                .indexed("roleIds", role -> Sets.members(role.get("roleIds")))
                .indexed("text", role -> Names.words(role.get("description").textValue()));
        table.insert(builtIn("User", PermissionSet.ofRoleUser()));
        // What the two in the middle hold was never seen; reading them is left out, and a group signs in nowhere.
        table.insert(builtIn("Group", PermissionSet.of(List.of("emailReceive"))));
        table.insert(builtIn("Tenant Administrator", PermissionSet.ofRoleUser()));
        table.insert(builtIn("System Administrator", PermissionSet.all()));
        return table;
    }

    private static ObjectNode builtIn(String description, PermissionSet permissions) {
        ObjectNode role = JsonNodeFactory.instance.objectNode().put("description", description);
        ObjectNode enabled = role.putObject("enabledPermissions");
        permissions.names().forEach(permission -> enabled.put(permission, true));
        return SHAPE.created("", role);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.roles.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.roles.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        if (isBuiltIn(id) && (wanted.test("enabledPermissions") || wanted.test("roleIds"))) {
            throw new NotSimulated("what the built-in roles contain: do not ask for enabledPermissions and roleIds");
        }
        return SHAPE.shown(stored, wanted);
    }

    private static boolean isBuiltIn(long id) {
        return id <= LAST_BUILT_IN;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        ObjectNode role = SHAPE.created("", body);
        if (!SHAPE.missing(role).isEmpty()) {
            throw SetError.missing(SHAPE.missing(role));
        }
        check(scope, role);
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(registry.roles.insert(role)));
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        requireOwn(id);
        ObjectNode role = SHAPE.patched("", stored, patch);
        if (!role.equals(stored)) {
            check(scope, role);
        }
        registry.roles.put(id, role);
    }

    private void check(Scope scope, ObjectNode role) {
        Registry.requireNone(role, "memberTenantId", "Tenant");
        PermissionSet extended = registry.access.ofRoles(Sets.members(role.get("roleIds")));
        Access.requireHeld(scope.caller(), extended.with(Access.set(role.get("enabledPermissions"))));
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        requireOwn(id);
        List<SetError.Named> linked = new ArrayList<>();
        registry.accounts
                .with("roleIds", Ids.text(id))
                .forEach(other -> linked.add(new SetError.Named("Account", other)));
        registry.roles.with("roleIds", Ids.text(id)).forEach(other -> linked.add(new SetError.Named(NAME, other)));
        if (!linked.isEmpty()) {
            throw SetError.objectIsLinked(new SetError.Named(NAME, id), linked);
        }
        registry.roles.remove(id);
    }

    private static void requireOwn(long id) {
        if (isBuiltIn(id)) {
            throw new NotSimulated("changing a built-in role");
        }
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "description" -> Conditions.hasWords(registry.roles, "text", property, value);
            case "memberTenantId" -> Conditions.ofTenant(value);
            default -> throw MethodError.unsupportedFilter(property);
        };
    }
}
