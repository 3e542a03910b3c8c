package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What accounts, groups and mailing lists have in common: a local part in a domain, and aliases, which may lie in other
 * domains. All of them share one namespace.
 */
final class Addresses {

    private static final ObjectShape ALIAS = ObjectShape.with()
            .required("name", Texts.required(Names::localPart))
            .required("domainId", Scalars.id())
            .optional("enabled", Scalars.flag(), BooleanNode.TRUE)
            .optional("description", Texts.nullable())
            .build();

    private Addresses() {}

    /** Adds the properties to the shape of a type. */
    static ObjectShape.Builder addTo(ObjectShape.Builder shape) {
        return shape.required("name", Texts.required(Names::localPart))
                .required("domainId", Scalars.id())
                .optional("description", Texts.nullable())
                .optional("memberTenantId", Scalars.nullableId())
                .optional("aliases", Lists.of(ALIAS), JsonNodeFactory.instance.objectNode())
                .serverSet("emailAddress");
    }

    /** Adds the indexes to the table of a type. */
    static Table addTo(Table table) {
        return table.indexed("name", holder -> List.of(holder.get("name").textValue()))
                .indexed("domainId", holder -> List.of(holder.get("domainId").textValue()))
                .indexed("anyDomainId", Addresses::domainIds)
                .indexed("email", Addresses::keys)
                .indexed("text", Addresses::words);
    }

    private static Set<String> domainIds(ObjectNode holder) {
        Set<String> ids = new HashSet<>();
        ids.add(holder.get("domainId").textValue());
        Lists.items(holder.get("aliases"))
                .forEach(alias -> ids.add(alias.get("domainId").textValue()));
        return ids;
    }

    private static Set<String> keys(ObjectNode holder) {
        Set<String> keys = new HashSet<>();
        keys.add(key(holder));
        Lists.items(holder.get("aliases")).forEach(alias -> keys.add(key(alias)));
        return keys;
    }

    private static String key(ObjectNode named) {
        return key(named.get("name").textValue(), named.get("domainId").textValue());
    }

    static String key(String localPart, String domainId) {
        return localPart + "@" + domainId;
    }

    private static Set<String> words(ObjectNode holder) {
        Set<String> words = new HashSet<>(Names.words(holder.get("name").textValue()));
        words.addAll(Names.words(holder.get("description").asText("")));
        Lists.items(holder.get("aliases"))
                .forEach(alias -> words.addAll(Names.words(alias.get("name").textValue())));
        return words;
    }

    static String emailAddress(Registry registry, ObjectNode holder) {
        String domain = registry.domainName(holder.get("domainId").textValue()).orElse("");
        return holder.get("name").textValue() + "@" + domain;
    }

    /** Refuses domains that do not exist, tenants, and addresses that somebody else has. */
    static void check(Registry registry, ObjectNode holder, SetError.Named self) {
        domainIds(holder).forEach(registry::requireDomain);
        Registry.requireNone(holder, "memberTenantId", "Tenant");
        for (String key : keys(holder)) {
            owner(registry, key, self).ifPresent(owner -> {
                throw SetError.primaryKeyViolation("email", owner);
            });
        }
    }

    private static Optional<SetError.Named> owner(Registry registry, String key, SetError.Named self) {
        List<SetError.Named> owners = new ArrayList<>();
        registry.accounts.with("email", key).forEach(id -> owners.add(new SetError.Named("Account", id)));
        registry.lists.with("email", key).forEach(id -> owners.add(new SetError.Named("MailingList", id)));
        owners.remove(self);
        return owners.stream().findFirst();
    }
}
