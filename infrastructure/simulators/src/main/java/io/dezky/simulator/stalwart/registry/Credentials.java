package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people and programs sign in with. The password lies in its account; app passwords and API keys are made and
 * changed by objects of their own, and are only shown there.
 */
public final class Credentials {

    private static final String PASSWORD = "Password";

    /** The property {@code credentials} of an account. */
    static final ValueType LIST = Lists.of(new Variants()
            .or(
                    PASSWORD,
                    ObjectShape.with()
                            .required("secret", Texts.secret())
                            .optional("expiresAt", Texts.nullableTime())
                            .optional("allowedIps", Sets.ofTexts(), JsonNodeFactory.instance.objectNode())
                            .absent("otpAuth", Scalars.leftOut("a second factor"))
                            .serverSet("credentialId")
                            .build())
            .or("AppPassword", SecondaryCredentials.SHAPE)
            .or("ApiKey", SecondaryCredentials.SHAPE));

    private final Registry registry;
    /** By account: app passwords and API keys by their id. */
    private final Map<Long, Map<Long, ObjectNode>> secondary = new HashMap<>();
    /** By secret: account and id of an app password or API key. */
    private final Map<String, long[]> bySecret = new HashMap<>();
    /** By address: the app password made last, also when it or its account is gone. */
    private final Map<String, String> lastAppPassword = new HashMap<>();

    Credentials(Registry registry) {
        this.registry = registry;
    }

    /** An app password or an API key that a caller presented. */
    public record Presented(long accountId, ObjectNode credential) {}

    /** The app password or API key with this secret. */
    public Optional<Presented> find(String secret) {
        long[] owner = bySecret.get(secret);
        return owner == null
                ? Optional.empty()
                : Optional.of(new Presented(owner[0], secondary.get(owner[0]).get(owner[1])));
    }

    /** The account of an address; aliases are no logins here. */
    public Optional<Long> accountOf(String address) {
        int at = address.lastIndexOf('@');
        return registry.domains.with("name", address.substring(at + 1)).stream()
                .findFirst()
                .flatMap(domain ->
                        registry
                                .accounts
                                .with("email", Addresses.key(address.substring(0, at), Ids.text(domain)))
                                .stream()
                                .findFirst())
                .filter(id -> address.equals(Addresses.emailAddress(
                        registry, registry.accounts.get(id).orElseThrow())));
    }

    /** Whether this is the password of the account. */
    public boolean isPassword(long accountId, String password) {
        return Lists.items(account(accountId).path("credentials")).stream()
                .anyMatch(item -> item.get("secret").textValue().equals(password));
    }

    /** An account as its holder signs in. */
    public Caller caller(long accountId) {
        ObjectNode account = account(accountId);
        return new Caller(accountId, Addresses.emailAddress(registry, account), registry.access.ofAccount(account));
    }

    /** An account as somebody signs in with one of its app passwords or API keys. */
    public Caller caller(Presented presented) {
        Caller whole = caller(presented.accountId());
        return new Caller(
                whole.accountId(), whole.address(), Access.ofCredential(presented.credential(), whole.permissions()));
    }

    public String locale(long accountId) {
        return registry.accounts
                .get(accountId)
                .map(account -> account.get("locale").textValue())
                .orElse("en_US");
    }

    /** The app password of an address that was made last, whether it still works or not. */
    public Optional<String> lastAppPassword(String address) {
        return Optional.ofNullable(lastAppPassword.get(address));
    }

    /** Gives an account an API key that somebody else made up. */
    public void addApiKey(String accountId, String description, String secret) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("description", description);
        ObjectNode key = SecondaryCredentials.SHAPE.created("", body).put(Variants.TYPE, "ApiKey");
        key.put("secret", secret).put("createdAt", Texts.time(registry.clock.instant()));
        add(Ids.parse(accountId).orElseThrow(), key);
    }

    private ObjectNode account(long id) {
        return registry.accounts.get(id).orElseThrow();
    }

    /** App passwords and API keys of an account, by id. */
    Map<Long, ObjectNode> ofAccount(long accountId) {
        return secondary.getOrDefault(accountId, Map.of());
    }

    long add(long accountId, ObjectNode credential) {
        long id = nextId(accountId, account(accountId).path("credentials"));
        put(accountId, id, credential);
        if (credential.get(Variants.TYPE).textValue().equals("AppPassword")) {
            lastAppPassword.put(
                    Addresses.emailAddress(registry, account(accountId)),
                    credential.get("secret").textValue());
        }
        return id;
    }

    void put(long accountId, long id, ObjectNode credential) {
        secondary.computeIfAbsent(accountId, account -> new LinkedHashMap<>()).put(id, credential);
        bySecret.put(credential.get("secret").textValue(), new long[] {accountId, id});
    }

    void remove(long accountId, long id) {
        bySecret.remove(secondary.get(accountId).remove(id).get("secret").textValue());
    }

    /** All of an account that is gone. */
    void forget(long accountId) {
        new ArrayList<>(ofAccount(accountId).keySet()).forEach(id -> remove(accountId, id));
    }

    /** The id behind the highest that is in use; the first one is only for the password that an account is made with. */
    private long nextId(long accountId, JsonNode passwords) {
        long highest = ofAccount(accountId).keySet().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        for (ObjectNode password : Lists.items(passwords)) {
            highest = Math.max(
                    highest,
                    Ids.parse(password.path("credentialId").asText("a")).orElse(0));
        }
        return highest + 1;
    }

    /** The id of the account's password, which stands among the ids of its credentials. */
    Optional<Long> passwordId(long accountId) {
        return registry.accounts
                .get(accountId)
                .flatMap(account ->
                        Lists.items(account.path("credentials")).stream().findFirst())
                .map(password ->
                        Ids.parse(password.get("credentialId").textValue()).orElseThrow());
    }

    /** The credentials of a new account. */
    ObjectNode created(JsonNode given) {
        requirePasswords(given);
        List<ObjectNode> items = Lists.items(given);
        items.forEach(item -> {
            Passwords.check(item.get("secret").textValue());
            item.put("credentialId", Ids.text(0));
        });
        return Lists.list(items);
    }

    /** The credentials of an account after a change: the mask in place of a password keeps the old one. */
    ObjectNode changed(long accountId, JsonNode before, JsonNode after) {
        requirePasswords(after);
        String old = Lists.items(before).stream()
                .findFirst()
                .map(item -> item.get("secret").textValue())
                .orElse(null);
        List<ObjectNode> items = Lists.items(after);
        for (ObjectNode item : items) {
            String secret = item.get("secret").textValue();
            if (secret.equals(Texts.MASK) && old != null) {
                item.put("secret", old);
            } else if (!secret.equals(old)) {
                Passwords.check(secret);
            }
            if (!item.has("credentialId")) {
                item.put("credentialId", Ids.text(nextId(accountId, before)));
            }
        }
        return Lists.list(items);
    }

    /**
     * What a change of {@code credentials} does to app passwords and API keys that stand in the same list was never
     * seen, save for the password in front of them.
     */
    void requireClear(long accountId, ObjectNode stored, ObjectNode patch) {
        boolean hasPassword = stored.path("credentials").size() > 0;
        boolean touchesOthers = patch.properties().stream()
                .map(Map.Entry::getKey)
                .anyMatch(key -> key.equals("credentials")
                        || key.startsWith("credentials/") && !(hasPassword && key.startsWith("credentials/0/")));
        if (touchesOthers && !ofAccount(accountId).isEmpty()) {
            throw new NotSimulated("changing the credentials of an account that has app passwords or API keys");
        }
    }

    private static void requirePasswords(JsonNode given) {
        List<ObjectNode> items = Lists.items(given);
        if (items.stream().anyMatch(item -> !item.get(Variants.TYPE).textValue().equals(PASSWORD))) {
            throw SetError.invalidProperties("Secondary credentials cannot be set directly.", "credentials");
        }
        if (items.size() > 1) {
            throw SetError.invalidProperties("Only one password credential is allowed.", "credentials");
        }
    }

    /** The property {@code credentials} as it is read: the password first, then the others. */
    ObjectNode shown(long accountId, JsonNode passwords) {
        List<ObjectNode> items = new ArrayList<>();
        for (ObjectNode password : Lists.items(passwords)) {
            items.add(password.deepCopy());
        }
        ofAccount(accountId)
                .forEach((id, credential) -> items.add(SecondaryCredentials.SHAPE
                        .shown(credential, name -> true)
                        .put("secret", Texts.MASK)
                        .put("credentialId", Ids.text(id))
                        .put(Variants.TYPE, credential.get(Variants.TYPE).textValue())));
        return Lists.list(items);
    }
}
