package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:DkimSignature}, of the types that every receiver understands. Nothing about it is unique. */
final class DkimSignatures implements ObjectType {

    static final String NAME = "DkimSignature";
    static final String RSA = "Dkim1RsaSha256";
    static final String ED25519 = "Dkim1Ed25519Sha256";
    private static final Set<String> LEFT_OUT = Set.of("Dkim2RsaSha256", "Dkim2Ed25519Sha256");

    private static final String BUILD_ERROR =
            "Failed to validate DKIM signature: DKIM build error (dkim.build-error): ";
    private static final Set<String> STAGES = Set.of("active", "pending", "retiring", "retired");

    private static final Variants PRIVATE_KEY = new Variants()
            .or("Text", ObjectShape.with().required("secret", Texts.secret()).build())
            .or(
                    "EnvironmentVariable",
                    ObjectShape.with()
                            .required("variableName", Texts.required())
                            .build())
            .or(
                    "File",
                    ObjectShape.with().required("filePath", Texts.required()).build());

    private static final ObjectShape SHAPE = ObjectShape.with()
            .required("domainId", Scalars.id())
            // Not checked at all: docs/systems/stalwart.md, Selectors are not checked.
            .required("selector", Texts.required())
            .absent("privateKey", PRIVATE_KEY)
            .optional("stage", Scalars.oneOf("Active", STAGES), TextNode.valueOf("active"))
            .optional("nextTransitionAt", Texts.nullableTime())
            .optional(
                    "canonicalization",
                    Scalars.oneOf(
                            "RelaxedRelaxed",
                            Set.of("relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed")),
                    TextNode.valueOf("relaxed/relaxed"))
            .optional("headers", Sets.ofTexts(), signedHeaders())
            .optional("report", Scalars.flag(), BooleanNode.TRUE)
            .optional("auid", Texts.nullable())
            .optional("expire", Scalars.nullableUnsigned())
            .optional("thirdParty", Texts.nullable())
            .optional("thirdPartyHash", Scalars.nullableOneOf("Sha256", Set.of("sha256", "sha1")::contains))
            .optional("memberTenantId", Scalars.nullableId())
            .serverSet("createdAt")
            .serverSet("publicKey")
            .build();

    private final Registry registry;

    DkimSignatures(Registry registry) {
        this.registry = registry;
    }

    static Table table(Snowflakes snowflakes) {
        return new Table(snowflakes)
                .indexed("domainId", key -> List.of(key.get("domainId").textValue()));
    }

    static boolean isAlgorithm(String type) {
        return type.equals(RSA) || type.equals(ED25519) || LEFT_OUT.contains(type);
    }

    static void requireSimulated(List<String> types) {
        types.stream().filter(LEFT_OUT::contains).findFirst().ifPresent(type -> {
            throw new NotSimulated(
                    "keys of type " + type + ": the operator makes keys that every receiver understands");
        });
    }

    private static ObjectNode signedHeaders() {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        List.of("From", "To", "Date", "Subject", "Message-ID").forEach(header -> headers.put(header, true));
        return headers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.signatures.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.signatures.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = SHAPE.shown(stored, wanted);
        if (wanted.test(Variants.TYPE)) {
            shown.set(Variants.TYPE, stored.get(Variants.TYPE));
        }
        return shown;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        ObjectNode key = built(body);
        long id = registry.signatures.insert(key);
        record(id, Optional.empty(), Optional.of(key));
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(id));
    }

    /** A whole object from its body; the type is set, the public key computed. */
    private ObjectNode built(ObjectNode body) {
        String type = body.path(Variants.TYPE).asText();
        requireSimulated(List.of(type));
        if (!isAlgorithm(type)) {
            throw SetError.invalidPatch("Missing or invalid '@type' property in object", "");
        }
        ObjectNode key = SHAPE.created("", body).put(Variants.TYPE, type);
        key.put("createdAt", Texts.time(registry.clock.instant()));
        return checked(key);
    }

    private ObjectNode checked(ObjectNode key) {
        List<String> missing = new ArrayList<>(SHAPE.missing(key));
        if (!key.has("privateKey")) {
            missing.add("secret");
        }
        if (!missing.isEmpty()) {
            throw refused("reason = DKIM signature validation failed, details = ["
                    + String.join(
                            ", ",
                            missing.stream()
                                    .map(name -> "Property '" + name + "' is required")
                                    .toList())
                    + "]");
        }
        key.put("publicKey", publicKey(key));
        registry.requireDomain(key.get("domainId").textValue());
        Registry.requireNone(key, "memberTenantId", "Tenant");
        return key;
    }

    private static String publicKey(ObjectNode key) {
        String pem = secret(key.get("privateKey"));
        try {
            return key.get(Variants.TYPE).textValue().equals(RSA)
                    ? DkimKeys.rsaPublicKey(pem)
                    : DkimKeys.ed25519PublicKey(pem);
        } catch (DkimKeys.Refused refused) {
            throw refused(refused.getMessage());
        }
    }

    /** The server that is simulated has no environment and no files. */
    private static String secret(JsonNode given) {
        return switch (given.get(Variants.TYPE).textValue()) {
            case "EnvironmentVariable" ->
                throw refused("reason = Environment variable '"
                        + given.get("variableName").textValue() + "' not found");
            case "File" ->
                throw refused("reason = Failed to read secret from file '"
                        + given.get("filePath").textValue() + "': No such file or directory (os error 2)");
            default -> given.get("secret").textValue();
        };
    }

    private static SetError refused(String reason) {
        return SetError.invalidProperties(BUILD_ERROR + reason);
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode changes = patch.deepCopy();
        JsonNode type = changes.remove(Variants.TYPE);
        boolean sameType = type == null || type.equals(stored.get(Variants.TYPE));
        // Another type makes the patch a whole new object: what it leaves out is gone.
        ObjectNode key = sameType ? patched(stored, changes) : built(patch);
        registry.signatures.put(id, key);
        record(id, Optional.of(stored), Optional.of(key));
    }

    private ObjectNode patched(ObjectNode stored, ObjectNode changes) {
        ObjectNode key = SHAPE.patched("", stored, changes);
        boolean sameKey = key.get("privateKey").equals(stored.get("privateKey"));
        if (!sameKey) {
            return checked(key);
        }
        registry.requireDomain(key.get("domainId").textValue());
        Registry.requireNone(key, "memberTenantId", "Tenant");
        return key;
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        registry.signatures.remove(id);
        record(id, Optional.of(stored), Optional.empty());
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "domainId" -> Conditions.refersTo(registry.signatures, property, value);
            case "memberTenantId" -> Conditions.ofTenant(value);
            default -> throw MethodError.unsupportedFilter(property);
        };
    }

    /** A key that the server makes itself, active at once. */
    void generate(String domainId, String type, String selector) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("domainId", domainId).put("selector", selector);
        ObjectNode key = SHAPE.created("", body).put(Variants.TYPE, type);
        key.putObject("privateKey").put(Variants.TYPE, "Text").put("secret", "made by the server");
        key.put("createdAt", Texts.time(registry.clock.instant()));
        key.put("publicKey", type.equals(RSA) ? DkimKeys.newRsaPublicKey() : DkimKeys.newEd25519PublicKey());
        long id = registry.signatures.insert(key);
        record(id, Optional.empty(), Optional.of(key));
    }

    /** The server itself moves a key on. */
    void retire(long id, Instant nextTransition) {
        ObjectNode stored = registry.signatures.get(id).orElseThrow();
        ObjectNode key = stored.deepCopy().put("stage", "retiring").put("nextTransitionAt", Texts.time(nextTransition));
        registry.signatures.put(id, key);
        record(id, Optional.of(stored), Optional.of(key));
    }

    private void record(long id, Optional<ObjectNode> before, Optional<ObjectNode> after) {
        ObjectNode key = after.or(() -> before).orElseThrow();
        registry.history.add(
                registry.domainName(key.get("domainId").textValue()).orElse(""),
                key.get("selector").textValue(),
                id,
                before.map(DkimSignatures::stage),
                after.map(DkimSignatures::stage));
    }

    static DkimStage stage(ObjectNode key) {
        return DkimStage.of(key.get("stage").textValue());
    }
}
