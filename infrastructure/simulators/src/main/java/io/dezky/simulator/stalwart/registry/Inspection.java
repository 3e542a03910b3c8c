package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A look at what is stored, for assertions. Every answer is a copy taken under the lock. */
public final class Inspection {

    private final Registry registry;
    private final Domains domains;

    Inspection(Registry registry, Domains domains) {
        this.registry = registry;
        this.domains = domains;
    }

    /** All domains by id, the oldest first. */
    public Map<String, ObjectNode> domains() {
        return registry.locked(() -> rows(registry.domains, registry.domains.ids()));
    }

    /** The DKIM keys of a domain by id, the oldest first; empty when there is no such domain. */
    public Map<String, ObjectNode> signatures(String domainName) {
        return registry.locked(() -> idOf(domainName)
                .map(id -> rows(registry.signatures, registry.signatures.with("domainId", id)))
                .orElse(Map.of()));
    }

    /** The users and groups of a domain by id. */
    public Map<String, ObjectNode> accounts(String domainName) {
        return registry.locked(() -> idOf(domainName)
                .map(id -> rows(registry.accounts, registry.accounts.with("domainId", id)))
                .orElse(Map.of()));
    }

    /** The mailing lists of a domain by id. */
    public Map<String, ObjectNode> mailingLists(String domainName) {
        return registry.locked(() -> idOf(domainName)
                .map(id -> rows(registry.lists, registry.lists.with("domainId", id)))
                .orElse(Map.of()));
    }

    /** All roles by id, the built-in ones first. */
    public Map<String, ObjectNode> roles() {
        return registry.locked(() -> rows(registry.roles, registry.roles.ids()));
    }

    /** The zone text of a domain as a read would give it now. */
    public Optional<String> zoneText(String domainName) {
        return registry.locked(() -> idOf(domainName).map(id -> {
            long number = Ids.parse(id).orElseThrow();
            return domains.zoneText(number, registry.domains.get(number).orElseThrow());
        }));
    }

    /** Whether mail to this address is taken from outside, as RCPT would answer. */
    public boolean acceptsMailFor(String address) {
        return registry.locked(() -> {
            int at = address.lastIndexOf('@');
            String domainName = address.substring(at + 1);
            return domainOf(domainName)
                    .map(domain -> accepts(domain, address.substring(0, at)))
                    .orElse(false);
        });
    }

    private Optional<Long> domainOf(String name) {
        return registry.domains.with("name", name).stream()
                .findFirst()
                .or(() -> registry.domains.with("aliases", name).stream().findFirst());
    }

    private boolean accepts(long domainId, String localPart) {
        ObjectNode domain = registry.domains.get(domainId).orElseThrow();
        List<String> candidates = new ArrayList<>(List.of(localPart));
        int plus = localPart.indexOf('+');
        if (plus > 0 && domain.at("/subAddressing/@type").asText().equals("Enabled")) {
            candidates.add(localPart.substring(0, plus));
        }
        boolean known = candidates.stream()
                .map(candidate -> Addresses.key(candidate, Ids.text(domainId)))
                .anyMatch(key -> !registry.accounts.with("email", key).isEmpty()
                        || !registry.lists.with("email", key).isEmpty());
        return known || domain.get("catchAllAddress").isTextual();
    }

    private Optional<String> idOf(String domainName) {
        return registry.domains.with("name", domainName).stream().findFirst().map(Ids::text);
    }

    private static Map<String, ObjectNode> rows(Table table, Collection<Long> ids) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        ids.forEach(id -> rows.put(Ids.text(id), table.get(id).orElseThrow().deepCopy()));
        return rows;
    }
}
