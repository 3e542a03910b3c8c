package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.Registry;
import io.dezky.simulator.stalwart.registry.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a registry into the state of a seed, by the same ways that callers have. */
final class Seeding {

    private static final Scope ADMINISTRATOR = administrator();

    private final Registry registry;
    private final StalwartSeed seed;
    private final Map<String, JsonNode> variables = new LinkedHashMap<>();
    private String domainId;

    private Seeding(Registry registry, StalwartSeed seed) {
        this.registry = registry;
        this.seed = seed;
    }

    private static Scope administrator() {
        Caller caller = Caller.recoveryAdministrator(StalwartSeed.recoveryName());
        return new Scope(caller, caller.id());
    }

    /** @return the ids of what was made, by the names of the variables */
    static Map<String, JsonNode> seed(Registry registry, StalwartSeed seed) {
        Seeding seeding = new Seeding(registry, seed);
        registry.locked(() -> {
            seeding.makeDomain();
            seed.accounts().forEach(seeding::makeAccount);
            return null;
        });
        return seeding.variables;
    }

    private void makeDomain() {
        ObjectNode domain = object().put("name", seed.domain()).put("description", "platform");
        domain.putObject("dkimManagement").put("@type", "Manual");
        domainId = create("Domain", domain);
        registry.defaultDomainId(domainId);
        variables.put("platformDomainId", TextNode.valueOf(domainId));
    }

    private void makeAccount(StalwartSeed.SeededAccount account) {
        ObjectNode body =
                object().put("@type", "User").put("name", account.name()).put("domainId", domainId);
        ObjectNode roles = body.putObject("roles");
        switch (account.standing()) {
            case ADMIN -> roles.put("@type", "Admin");
            case USER -> roles.put("@type", "User");
            case OPERATOR ->
                roles.put("@type", "Custom").putObject("roleIds").put("b", true).put(makeOperatorRole(), true);
        }
        if (account.password() != null) {
            body.putObject("credentials")
                    .putObject("0")
                    .put("@type", "Password")
                    .put("secret", account.password());
        }
        String id = create("Account", body);
        variables.put(account.variable(), TextNode.valueOf(id));
        if (account.apiKey() != null) {
            registry.credentials().addApiKey(id, "dezky operator", account.apiKey());
        }
    }

    private String makeOperatorRole() {
        ObjectNode role = object().put("description", "dezky operator");
        ObjectNode enabled = role.putObject("enabledPermissions");
        seed.grantedToOperator().forEach(permission -> enabled.put(permission, true));
        return create("Role", role);
    }

    private String create(String type, ObjectNode body) {
        return registry.type(type)
                .orElseThrow()
                .create(ADMINISTRATOR, body)
                .get("id")
                .textValue();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
