package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.UUID;

/** What would go along with an object, or lose something: only as much as the caller may view. */
final class UsedBy {

    private static final String CASCADE = "cascade";
    private static final String CASCADE_MANY = "cascade_many";

    private final Core core;
    private final Call call;
    private final ArrayNode users = JsonNodeFactory.instance.arrayNode();

    private UsedBy(Core core, Call call) {
        this.core = core;
        this.call = call;
    }

    static ArrayNode group(Core core, Row group, Call call) {
        UsedBy used = new UsedBy(core, call);
        used.onlySuperusers();
        Store store = core.store();
        String key = group.key();
        store.groups().stream()
                .filter(child -> child.keys("parents").contains(key))
                .forEach(child -> {
                    String pair = child.key() + " to " + key;
                    used.add(
                            "authentik_core",
                            "groupancestrynode",
                            child.key() + "-" + key,
                            "Group Ancestry Node from " + pair,
                            CASCADE);
                    used.add(
                            "authentik_core",
                            "groupparentagenode",
                            UUID.randomUUID().toString(),
                            "Group Parentage Node from #" + pair,
                            CASCADE);
                    used.add("authentik_core", "group", child.key(), "Group " + child.text("name"), CASCADE_MANY);
                });
        store.bindings().where("group", key).forEach(used::binding);
        store.memberships().users(key).stream()
                .flatMap(user -> store.users().byKey(user).stream())
                .forEach(user -> used.add("authentik_core", "user", user.key(), user.text("username"), CASCADE_MANY));
        return used.users;
    }

    static ArrayNode user(Core core, Row user, Call call) {
        UsedBy used = new UsedBy(core, call);
        used.onlySuperusers();
        core.store().memberships().groups(user.key()).stream()
                .flatMap(group -> core.store().groups().byKey(group).stream())
                .forEach(group -> {
                    // The relation has two names on the server, and so stands here twice.
                    used.add("authentik_core", "group", group.key(), "Group " + group.text("name"), CASCADE_MANY);
                    used.add("authentik_core", "group", group.key(), "Group " + group.text("name"), CASCADE_MANY);
                });
        core.store().bindings().where("user", user.key()).forEach(used::binding);
        return used.users;
    }

    static ArrayNode provider(Core core, Row provider, Call call) {
        UsedBy used = new UsedBy(core, call);
        provider.keys("property_mappings").stream()
                .flatMap(key -> core.store().mappings().byKey(key).stream())
                .forEach(mapping -> used.add(
                        "authentik_core",
                        "propertymapping",
                        mapping.key(),
                        "Property Mapping " + mapping.text("name"),
                        CASCADE_MANY));
        return used.users;
    }

    static ArrayNode application(Core core, Row application, Call call) {
        UsedBy used = new UsedBy(core, call);
        core.store().bindings().where("target", application.key()).forEach(used::binding);
        core.store()
                .brands()
                .where("default_application", application.key())
                .forEach(brand -> used.add(
                        "authentik_brands", "brand", brand.key(), "Brand " + brand.text("domain"), "set_default"));
        return used.users;
    }

    static ArrayNode flow(Core core, Row flow, Call call) {
        UsedBy used = new UsedBy(core, call);
        core.store()
                .providers()
                .where("authorization_flow", flow.key())
                .forEach(provider -> used.provider(provider, CASCADE));
        return used.users;
    }

    static ArrayNode mapping(Core core, Row mapping, Call call) {
        UsedBy used = new UsedBy(core, call);
        core.store().providers().stream()
                .filter(provider -> provider.keys("property_mappings").contains(mapping.key()))
                .forEach(provider -> used.provider(provider, CASCADE_MANY));
        return used.users;
    }

    static ArrayNode certificate(Core core, Row certificate, Call call) {
        UsedBy used = new UsedBy(core, call);
        core.store()
                .providers()
                .where("signing_key", certificate.key())
                .forEach(provider -> used.add(
                        "authentik_providers_oauth2",
                        "oauth2provider",
                        provider.key(),
                        "OAuth2 Provider " + provider.text("name"),
                        "set_null"));
        return used.users;
    }

    private void provider(Row provider, String action) {
        add("authentik_core", "provider", provider.key(), provider.text("name"), action);
    }

    private void binding(Row binding) {
        Store store = core.store();
        String target = store.applications()
                .byKey(binding.text("target"))
                .or(() -> store.flows().byKey(binding.text("target")))
                .map(row -> row.text("name"))
                .orElse("");
        String whom = binding.optional("group")
                .flatMap(store.groups()::byKey)
                .map(group -> "Group " + group.text("name"))
                .or(() ->
                        binding.optional("user").flatMap(store.users()::byKey).map(user -> "User " + user.text("name")))
                .orElse("Policy");
        add(
                "authentik_policies",
                "policybinding",
                binding.key(),
                "Binding from " + target + " #" + binding.get("order").asInt() + " to " + whom,
                CASCADE);
    }

    private void onlySuperusers() {
        if (!core.permissions().isSuperuser(call.caller())) {
            throw Problem.crash();
        }
    }

    private void add(String app, String model, String key, String name, String action) {
        if (core.permissions().has(call.caller(), app + ".view_" + model)) {
            users.addObject()
                    .put("app", app)
                    .put("model_name", model)
                    .put("pk", key)
                    .put("name", name)
                    .put("action", action);
        }
    }
}
