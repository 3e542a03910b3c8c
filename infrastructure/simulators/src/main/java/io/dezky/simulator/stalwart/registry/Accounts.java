package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:Account}: people's mailboxes and groups. */
final class Accounts implements ObjectType {

    static final String NAME = "Account";
    static final String USER = "User";
    static final String GROUP = "Group";

    private static final Set<String> QUOTAS = Set.of(
            "maxEmails",
            "maxMailboxes",
            "maxEmailSubmissions",
            "maxEmailIdentities",
            "maxParticipantIdentities",
            "maxSieveScripts",
            "maxPushSubscriptions",
            "maxCalendars",
            "maxCalendarEvents",
            "maxCalendarEventNotifications",
            "maxAddressBooks",
            "maxContactCards",
            "maxFiles",
            "maxFolders",
            "maxMaskedAddresses",
            "maxAppPasswords",
            "maxApiKeys",
            "maxPublicKeys",
            "maxDiskQuota");

    private static final ObjectShape CUSTOM_ROLES = ObjectShape.with()
            .optional("roleIds", Sets.ofIds(), JsonNodeFactory.instance.objectNode())
            .build();
    private static final Variants USER_ROLES =
            new Variants().or("User").or("Admin").or("Custom", CUSTOM_ROLES);
    private static final Variants GROUP_ROLES = new Variants().or("Default").or("Custom", CUSTOM_ROLES);

    private static final ObjectShape PERMISSIONS_LIST = ObjectShape.with()
            .optional("enabledPermissions", Sets.of(PermissionCatalogue::exists), JsonNodeFactory.instance.objectNode())
            .optional(
                    "disabledPermissions", Sets.of(PermissionCatalogue::exists), JsonNodeFactory.instance.objectNode())
            .build();
    private static final Variants PERMISSIONS =
            new Variants().or("Inherit").or("Merge", PERMISSIONS_LIST).or("Replace", PERMISSIONS_LIST);

    private static final ObjectShape ENCRYPTED = ObjectShape.with()
            .required("publicKey", Scalars.leftOut("encryption at rest"))
            .absent("allowSpamTraining", Scalars.flag())
            .absent("encryptOnAppend", Scalars.flag())
            .build();
    private static final Variants ENCRYPTION = new Variants()
            .or("Disabled")
            .or("Aes128", ENCRYPTED)
            .or("Aes256", ENCRYPTED)
            .or("Aes256Gcm", ENCRYPTED)
            .or("ChaCha20Poly1305", ENCRYPTED);

    private static final ObjectShape USER_SHAPE = common().optional(
                    "credentials", Credentials.LIST, JsonNodeFactory.instance.objectNode())
            .optional("memberGroupIds", Sets.ofIds(), JsonNodeFactory.instance.objectNode())
            .optional("roles", USER_ROLES, USER_ROLES.initial("User"))
            .optional("encryptionAtRest", ENCRYPTION, ENCRYPTION.initial("Disabled"))
            .build();

    private static final ObjectShape GROUP_SHAPE = common().optional(
                    "roles", GROUP_ROLES, GROUP_ROLES.initial("Default"))
            .build();

    private final Registry registry;
    private final Credentials credentials;

    Accounts(Registry registry, Credentials credentials) {
        this.registry = registry;
        this.credentials = credentials;
    }

    private static ObjectShape.Builder common() {
        return Addresses.addTo(ObjectShape.with())
                .optional("permissions", PERMISSIONS, PERMISSIONS.initial("Inherit"))
                .optional("quotas", Sets.numbersBy(QUOTAS::contains), JsonNodeFactory.instance.objectNode())
                .optional("locale", Scalars.oneOf("EnUS", Accounts::isLocale), TextNode.valueOf("en_US"))
                .optional("timeZone", Scalars.nullableOneOf("AfricaAbidjan", ZoneId.getAvailableZoneIds()::contains))
                .serverSet("createdAt")
                .serverSet("usedDiskQuota");
    }

    /** A language and a country, as POSIX writes them. The server has a list of them. */
    private static boolean isLocale(String text) {
        return text.matches("[a-z]{2,3}_[A-Z]{2}(@[a-z]+)?");
    }

    static Table table(long firstId) {
        return Addresses.addTo(Table.numberedFrom(firstId))
                .indexed("@type", account -> List.of(account.get(Variants.TYPE).textValue()))
                .indexed("memberGroupIds", account -> Sets.members(account.path("memberGroupIds")))
                .indexed("roleIds", account -> Sets.members(account.at("/roles/roleIds")));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.accounts.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.accounts.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = shape(stored).shown(stored, wanted);
        if (shown.has("credentials")) {
            shown.set("credentials", credentials.shown(id, shown.get("credentials")));
        }
        if (wanted.test(Variants.TYPE)) {
            shown.set(Variants.TYPE, stored.get(Variants.TYPE));
        }
        if (wanted.test("usedDiskQuota")) {
            shown.put("usedDiskQuota", 0);
        }
        if (wanted.test("emailAddress")) {
            shown.put("emailAddress", Addresses.emailAddress(registry, stored));
        }
        return shown;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        // A patch need not name the type; what a user has besides a group does no harm here.
        return USER_SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        String type = body.path(Variants.TYPE).asText();
        if (!type.equals(USER) && !type.equals(GROUP)) {
            throw SetError.invalidPatch("Missing or invalid '@type' property in object", "");
        }
        ObjectShape shape = shape(body);
        ObjectNode account = shape.created("", body).put(Variants.TYPE, type);
        if (!shape.missing(account).isEmpty()) {
            throw SetError.missing(shape.missing(account));
        }
        check(account, null);
        Access.requireHeld(scope.caller(), registry.access.ofAccount(account));
        if (type.equals(USER)) {
            account.set("credentials", credentials.created(account.get("credentials")));
        }
        account.put("createdAt", Texts.time(registry.clock.instant()));
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(registry.accounts.insert(account)));
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode changes = patch.deepCopy();
        JsonNode type = changes.remove(Variants.TYPE);
        if (type != null && !type.equals(stored.get(Variants.TYPE))) {
            throw SetError.invalidProperties("Cannot change the type of an existing account.", Variants.TYPE);
        }
        credentials.requireClear(id, stored, changes);
        ObjectNode account = shape(stored).patched("", stored, changes);
        account.set(Variants.TYPE, stored.get(Variants.TYPE));
        check(account, new SetError.Named(NAME, id));
        if (!account.get("roles").equals(stored.get("roles"))
                || !account.get("permissions").equals(stored.get("permissions"))) {
            Access.requireHeld(scope.caller(), registry.access.ofAccount(account));
        }
        if (account.has("credentials")) {
            account.set("credentials", credentials.changed(id, stored.get("credentials"), account.get("credentials")));
        }
        registry.accounts.put(id, account);
    }

    private void check(ObjectNode account, SetError.Named self) {
        Addresses.check(registry, account, self);
        for (String group : Sets.members(account.path("memberGroupIds"))) {
            registry.accounts
                    .get(Ids.parse(group).orElse(-1))
                    .filter(Accounts::isGroup)
                    .orElseThrow(() -> SetError.invalidForeignKey(new SetError.Named(NAME, group)));
        }
        // A role that does not exist is no refusal of this object: the whole call fails, as if the server were busy.
        registry.access.ofAccount(account);
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        List<SetError.Named> members = new ArrayList<>();
        registry.accounts
                .with("memberGroupIds", Ids.text(id))
                .forEach(member -> members.add(new SetError.Named(NAME, member)));
        if (!members.isEmpty()) {
            throw SetError.objectIsLinked(new SetError.Named(NAME, id), members);
        }
        registry.accounts.remove(id);
        credentials.forget(id);
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "name" -> Conditions.equal(registry.accounts, property, value);
            case "domainId", "memberGroupIds" -> Conditions.refersTo(registry.accounts, property, value);
            case "text" -> Conditions.hasWords(registry.accounts, "text", property, value);
            case "memberTenantId" -> Conditions.ofTenant(value);
            case "@type" -> {
                if (!value.asText().equals(USER) && !value.asText().equals(GROUP)) {
                    throw MethodError.unsupportedFilter(property);
                }
                yield Conditions.equal(registry.accounts, property, value);
            }
            default -> throw MethodError.unsupportedFilter(property);
        };
    }

    static boolean isGroup(ObjectNode account) {
        return account.path(Variants.TYPE).asText().equals(GROUP);
    }

    private static ObjectShape shape(ObjectNode account) {
        return isGroup(account) ? GROUP_SHAPE : USER_SHAPE;
    }
}
