package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** {@code x:Domain}. */
final class Domains implements ObjectType {

    private static final String NAME = "Domain";
    private static final String AUTOMATIC = "Automatic";
    private static final long DAY = 24L * 3600 * 1000;

    private static final Variants CERTIFICATE = new Variants()
            .or("Manual")
            .or(
                    AUTOMATIC,
                    ObjectShape.with()
                            .required("acmeProviderId", Scalars.id())
                            .optional("subjectAlternativeNames", Sets.ofTexts(), empty())
                            .build());

    private static final Variants DKIM = new Variants()
            .or("Manual")
            .or(
                    AUTOMATIC,
                    ObjectShape.with()
                            .optional("algorithms", Sets.of(DkimSignatures::isAlgorithm), bothAlgorithms())
                            .optional(
                                    "selectorTemplate",
                                    Texts.required(),
                                    TextNode.valueOf("v{version}-{algorithm}-{date-%Y%m%d}"))
                            .optional("rotateAfter", Scalars.unsigned(), LongNode.valueOf(90 * DAY))
                            .optional("retireAfter", Scalars.unsigned(), LongNode.valueOf(7 * DAY))
                            .optional("deleteAfter", Scalars.unsigned(), LongNode.valueOf(30 * DAY))
                            .build());

    private static final Variants DNS = new Variants()
            .or("Manual")
            .or(
                    AUTOMATIC,
                    ObjectShape.with()
                            .required("dnsServerId", Scalars.id())
                            .optional("origin", Texts.nullable())
                            .absent("publishRecords", Sets.ofTexts())
                            .build());

    private static final Variants SUB_ADDRESSING = new Variants()
            .or("Enabled")
            .or(
                    "Custom",
                    ObjectShape.with()
                            .required("customRule", Sets::requireObject)
                            .build())
            .or("Disabled");

    private static final ObjectShape SHAPE = ObjectShape.with()
            .required("name", Texts.required(Names::domain))
            // Neither lower-cased nor checked: docs/systems/stalwart.md, Aliases are kept as written.
            .optional("aliases", Sets.ofTexts(), empty())
            .optional("isEnabled", Scalars.flag(), BooleanNode.TRUE)
            .serverSet("createdAt")
            .optional("description", Texts.nullable())
            .optional("logo", Texts.nullable())
            .optional("certificateManagement", CERTIFICATE, CERTIFICATE.initial("Manual"))
            .optional("dkimManagement", DKIM, DKIM.initial(AUTOMATIC))
            .optional("dnsManagement", DNS, DNS.initial("Manual"))
            .optional("memberTenantId", Scalars.nullableId())
            .optional("directoryId", Scalars.nullableId())
            .optional("catchAllAddress", Texts.nullable(Names::address))
            .optional("subAddressing", SUB_ADDRESSING, SUB_ADDRESSING.initial("Enabled"))
            .optional("allowRelaying", Scalars.flag(), BooleanNode.FALSE)
            .optional("reportAddressUri", Texts.nullable(), TextNode.valueOf("mailto:postmaster"))
            .serverSet("dnsZoneFile")
            .build();

    private final Registry registry;
    private final Tasks tasks;

    Domains(Registry registry, Tasks tasks) {
        this.registry = registry;
        this.tasks = tasks;
    }

    static Table table(long firstId) {
        return Table.numberedFrom(firstId)
                .indexed("name", domain -> List.of(domain.get("name").textValue()))
                .indexed("aliases", domain -> Sets.members(domain.get("aliases")))
                .indexed("text", Domains::words);
    }

    private static Set<String> words(ObjectNode domain) {
        Set<String> words = new HashSet<>(Names.words(domain.get("name").textValue()));
        words.addAll(Names.words(domain.get("description").asText("")));
        Sets.members(domain.get("aliases")).forEach(alias -> words.addAll(Names.words(alias)));
        return words;
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode bothAlgorithms() {
        return empty().put(DkimSignatures.ED25519, true).put(DkimSignatures.RSA, true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.domains.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.domains.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = SHAPE.shown(stored, wanted);
        if (wanted.test("dnsZoneFile")) {
            shown.put("dnsZoneFile", zoneText(id, stored));
        }
        return shown;
    }

    String zoneText(long id, ObjectNode domain) {
        List<ZoneText.Key> keys = new ArrayList<>();
        for (long signature : registry.signatures.with("domainId", Ids.text(id))) {
            ObjectNode key = registry.signatures.get(signature).orElseThrow();
            keys.add(new ZoneText.Key(
                    key.get("selector").textValue(),
                    key.get(Variants.TYPE).textValue().equals(DkimSignatures.RSA),
                    key.get("publicKey").textValue()));
        }
        return ZoneText.of(
                domain.get("name").textValue(),
                registry.options.hostname(),
                domain.get("reportAddressUri").textValue(),
                keys,
                registry.zoneOrder);
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        ObjectNode domain = SHAPE.created("", body);
        if (!SHAPE.missing(domain).isEmpty()) {
            throw SetError.missing(SHAPE.missing(domain));
        }
        check(domain, Optional.empty());
        domain.put("createdAt", Texts.time(registry.clock.instant()));
        long id = registry.domains.insert(domain);
        if (hasAutomaticDkim(domain)) {
            tasks.queueDkim(Ids.text(id));
        }
        return empty().put("id", Ids.text(id));
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode domain = SHAPE.patched("", stored, patch);
        check(domain, Optional.of(id));
        registry.domains.put(id, domain);
        if (hasAutomaticDkim(domain) && !hasAutomaticDkim(stored)) {
            tasks.queueDkim(Ids.text(id));
        }
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        List<SetError.Named> linked = linked(Ids.text(id));
        if (!linked.isEmpty()) {
            throw SetError.objectIsLinked(new SetError.Named(NAME, id), linked);
        }
        registry.domains.remove(id);
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "name", "aliases" -> Conditions.equal(registry.domains, property, value);
            case "text" -> Conditions.hasWords(registry.domains, "text", property, value);
            case "memberTenantId" -> Conditions.ofTenant(value);
            default -> throw MethodError.unsupportedFilter(property);
        };
    }

    @Override
    public Optional<Comparator<Long>> orderBy(String property) {
        if (!property.equals("name")) {
            return ObjectType.super.orderBy(property);
        }
        return Optional.of(Comparator.comparing(
                id -> registry.domains.get(id).orElseThrow().get("name").textValue()));
    }

    static boolean hasAutomaticDkim(ObjectNode domain) {
        return domain.at("/dkimManagement/@type").asText().equals(AUTOMATIC);
    }

    private void check(ObjectNode domain, Optional<Long> self) {
        JsonNode dkim = domain.get("dkimManagement");
        if (hasAutomaticDkim(domain)) {
            SelectorTemplate.check(dkim.get("selectorTemplate").textValue());
            DkimSignatures.requireSimulated(Sets.members(dkim.get("algorithms")));
        }
        Registry.requireNone(domain, "memberTenantId", "Tenant");
        Registry.requireNone(domain, "directoryId", "Directory");
        Registry.requireNone((ObjectNode) domain.get("dnsManagement"), "dnsServerId", "DnsServer");
        if (domain.get("certificateManagement").has("acmeProviderId")) {
            throw SetError.invalidProperties("ACME provider not found", "acmeProviderId");
        }
        requireFree(domain.get("name").textValue(), "name", self);
        Sets.members(domain.get("aliases")).forEach(alias -> requireFree(alias, "aliases", self));
    }

    /** A name and an alias may not be the name or an alias of another domain; of the same one they may. */
    private void requireFree(String name, String property, Optional<Long> self) {
        for (String index : List.of("name", "aliases")) {
            registry.domains.with(index, name).stream()
                    .filter(other -> !self.equals(Optional.of(other)))
                    .findFirst()
                    .ifPresent(other -> {
                        throw SetError.primaryKeyViolation(property, new SetError.Named(NAME, other));
                    });
        }
    }

    /** Everything that refers to a domain, also aliases in it that belong to accounts of other domains. */
    private List<SetError.Named> linked(String domainId) {
        List<SetError.Named> linked = new ArrayList<>();
        registry.accounts.with("anyDomainId", domainId).forEach(id -> linked.add(new SetError.Named("Account", id)));
        registry.signatures
                .with("domainId", domainId)
                .forEach(id -> linked.add(new SetError.Named(DkimSignatures.NAME, id)));
        registry.lists.with("anyDomainId", domainId).forEach(id -> linked.add(new SetError.Named("MailingList", id)));
        if (registry.defaultDomainId().equals(domainId)) {
            linked.add(new SetError.Named("SystemSettings", Ids.SINGLETON));
        }
        return linked;
    }
}
