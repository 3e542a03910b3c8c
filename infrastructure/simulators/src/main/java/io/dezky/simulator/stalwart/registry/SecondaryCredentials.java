package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:ApiKey} and {@code x:AppPassword}: they belong to an account, whose id the call names. */
final class SecondaryCredentials implements ObjectType {

    /** Which of the two. */
    enum Kind {
        API_KEY("ApiKey", "API_"),
        APP_PASSWORD("AppPassword", "app_");

        private final String type;
        private final String prefix;

        Kind(String type, String prefix) {
            this.type = type;
            this.prefix = prefix;
        }
    }

    private static final int MOST = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final ObjectShape LISTED = ObjectShape.with()
            .optional("permissions", Sets.of(PermissionCatalogue::exists), JsonNodeFactory.instance.objectNode())
            .build();
    private static final Variants PERMISSIONS =
            new Variants().or("Inherit").or("Disable", LISTED).or("Replace", LISTED);

    static final ObjectShape SHAPE = ObjectShape.with()
            .required("description", Texts.required())
            .optional("permissions", PERMISSIONS, PERMISSIONS.initial("Inherit"))
            .optional("expiresAt", Texts.nullableTime())
            .optional("allowedIps", Sets.ofTexts(), JsonNodeFactory.instance.objectNode())
            .serverSet("createdAt")
            .serverSet("secret")
            .serverSet("credentialId")
            .build();

    private final Registry registry;
    private final Credentials credentials;
    private final Kind kind;

    SecondaryCredentials(Registry registry, Credentials credentials, Kind kind) {
        this.registry = registry;
        this.credentials = credentials;
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind.type;
    }

    @Override
    public void requireAccess(Scope scope) {
        if (!scope.accountId().equals(scope.caller().id()) && !scope.caller().may("impersonate")) {
            throw MethodError.forbidden("You are not an owner of account " + scope.accountId());
        }
    }

    /** Also the ids of the account's other credentials: a get without ids names those as not found. */
    @Override
    public NavigableSet<Long> ids(Scope scope) {
        NavigableSet<Long> ids =
                new TreeSet<>(credentials.ofAccount(accountId(scope)).keySet());
        credentials.passwordId(accountId(scope)).ifPresent(ids::add);
        return ids;
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return Optional.ofNullable(credentials.ofAccount(accountId(scope)).get(id))
                .filter(this::isOfThisKind);
    }

    private boolean isOfThisKind(ObjectNode credential) {
        return credential.get(Variants.TYPE).textValue().equals(kind.type);
    }

    private static long accountId(Scope scope) {
        return Ids.parse(scope.accountId())
                .orElseThrow(() -> new NotSimulated("an account id that is no id: " + scope.accountId()));
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = SHAPE.shown(stored, wanted);
        if (shown.has("secret")) {
            shown.put("secret", Texts.MASK);
        }
        return shown;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        long accountId = accountId(scope);
        if (registry.accounts
                .get(accountId)
                .filter(account -> !Accounts.isGroup(account))
                .isEmpty()) {
            // The recovery administrator is no account either.
            throw SetError.notFound();
        }
        ObjectNode credential = SHAPE.created("", body).put(Variants.TYPE, kind.type);
        if (!SHAPE.missing(credential).isEmpty()) {
            throw SetError.missing(SHAPE.missing(credential));
        }
        requireRoom(accountId);
        String secret = kind.prefix + randomText();
        credential.put("secret", secret).put("createdAt", Texts.time(registry.clock.instant()));
        long id = credentials.add(accountId, credential);
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(id)).put("secret", secret);
    }

    private void requireRoom(long accountId) {
        long there = credentials.ofAccount(accountId).values().stream()
                .filter(this::isOfThisKind)
                .count();
        if (there < MOST) {
            return;
        }
        if (kind == Kind.APP_PASSWORD) {
            throw new NotSimulated("a sixth app password");
        }
        throw SetError.overQuota("You have exceeded your quota of " + MOST + " API keys.");
    }

    private String randomText() {
        byte[] bytes = new byte[27];
        RANDOM.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return kind == Kind.API_KEY ? text : text.replaceAll("[-_]", "x").toLowerCase(Locale.ROOT);
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode credential = SHAPE.patched("", stored, patch);
        credentials.put(accountId(scope), id, credential);
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        credentials.remove(accountId(scope), id);
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        if (property.equals("expiresAt")) {
            throw new NotSimulated("the filter expiresAt");
        }
        throw MethodError.unsupportedFilter(property);
    }

    @Override
    public NavigableSet<Long> matchingAll(Scope scope) {
        NavigableSet<Long> own = new TreeSet<>();
        for (Map.Entry<Long, ObjectNode> entry :
                credentials.ofAccount(accountId(scope)).entrySet()) {
            if (isOfThisKind(entry.getValue())) {
                own.add(entry.getKey());
            }
        }
        return own;
    }
}
