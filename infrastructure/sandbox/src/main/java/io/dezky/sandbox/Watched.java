package io.dezky.sandbox;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the sample objects, and tells what changed in them. */
final class Watched {

    /** One object: its kind and name, and its conditions. */
    record Shown(String name, List<Condition> conditions) {

        Optional<Condition> condition(String type) {
            return conditions.stream()
                    .filter(condition -> condition.type().equals(type))
                    .findFirst();
        }

        boolean holds(String type) {
            return condition(type).filter(Condition::holds).isPresent();
        }
    }

    private final KubernetesClient client;
    private final Map<String, String> said = new HashMap<>();

    Watched(KubernetesClient client) {
        this.client = client;
    }

    List<Tenant> tenants() {
        return client.resources(Tenant.class).inNamespace("tenants").list().getItems();
    }

    Optional<Tenant> tenant(String name) {
        return Optional.ofNullable(client.resources(Tenant.class)
                .inNamespace("tenants")
                .withName(name)
                .get());
    }

    List<OperatorInvite> operatorInvites() {
        return client.resources(OperatorInvite.class)
                .inNamespace("dezky-system")
                .list()
                .getItems();
    }

    List<TenantInvite> tenantInvites() {
        return client.resources(TenantInvite.class)
                .inNamespace("tenants")
                .list()
                .getItems();
    }

    /** Everything, as it is now. */
    List<Shown> all() {
        List<Shown> all = new ArrayList<>();
        tenants()
                .forEach(tenant -> all.add(new Shown(
                        "tenant/" + tenant.getMetadata().getName(),
                        tenant.getStatus() == null
                                ? List.of()
                                : tenant.getStatus().conditions())));
        operatorInvites()
                .forEach(invite -> all.add(new Shown(
                        "operatorinvite/" + invite.getMetadata().getName(),
                        invite.getStatus() == null
                                ? List.of()
                                : invite.getStatus().conditions())));
        tenantInvites()
                .forEach(invite -> all.add(new Shown(
                        "tenantinvite/" + invite.getMetadata().getName(),
                        invite.getStatus() == null
                                ? List.of()
                                : invite.getStatus().conditions())));
        return all;
    }

    /** One object, by {@code kind/name}. */
    Optional<Shown> one(String name) {
        return all().stream().filter(shown -> shown.name().equals(name)).findFirst();
    }

    /** Tells of every condition that is new or has another status or reason than when it was last looked at. */
    void tellChanges(Terminal terminal) {
        for (Shown shown : all()) {
            for (Condition condition : shown.conditions()) {
                String key = shown.name() + " " + condition.type();
                String now = condition.status() + " " + condition.reason();
                if (!now.equals(said.put(key, now))) {
                    terminal.progress(String.format(
                            "%-28s %-16s %-6s %s",
                            shown.name(), condition.type(), condition.status(), condition.reason()));
                }
            }
        }
    }
}
