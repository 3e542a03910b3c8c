package io.dezky.simulator.authentik.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** What goes with an object, or forgets it, when it is deleted. */
public final class Cascades {

    private static final List<String> BRAND_FLOWS = List.of(
            "flow_authentication",
            "flow_invalidation",
            "flow_recovery",
            "flow_unenrollment",
            "flow_user_settings",
            "flow_device_code");

    private final Store store;

    public Cascades(Store store) {
        this.store = store;
    }

    /** Tokens, sessions, memberships and bindings go along; events stay. */
    public void deleteUser(Row user) {
        removeAll(store.tokens(), "user", user);
        removeAll(store.sessions(), "user", user);
        removeAll(store.bindings(), "user", user);
        store.memberships().forgetUser(user.key());
        store.users().remove(user.key());
    }

    /** Bindings to the group go along, which may open an application; members and child groups stay. */
    public void deleteGroup(Row group) {
        removeAll(store.bindings(), "group", group);
        store.memberships().forgetGroup(group.key());
        store.groups().stream().forEach(other -> forget(other, "parents", group));
        store.groups().remove(group.key());
    }

    public void deleteRole(Row role) {
        store.users().stream().forEach(user -> forget(user, "roles", role));
        store.groups().stream().forEach(group -> forget(group, "roles", role));
        store.roles().remove(role.key());
    }

    /** The application stays, without a provider. */
    public void deleteProvider(Row provider) {
        setNull(store.applications(), "provider", provider);
        store.providers().remove(provider.key());
    }

    /** Bindings go along; the provider stays; brands forget their default application. */
    public void deleteApplication(Row application) {
        removeAll(store.bindings(), "target", application);
        setNull(store.brands(), "default_application", application);
        store.applications().remove(application.key());
    }

    /** Providers that authorize by it go along, and recovery links through it; brands forget it. */
    public void deleteFlow(Row flow) {
        store.providers().where("authorization_flow", flow.key()).toList().forEach(this::deleteProvider);
        setNull(store.providers(), "invalidation_flow", flow);
        setNull(store.providers(), "authentication_flow", flow);
        BRAND_FLOWS.forEach(member -> setNull(store.brands(), member, flow));
        removeAll(store.tokens(), "flow", flow);
        removeAll(store.bindings(), "target", flow);
        removeAll(store.stageBindings(), "target", flow);
        store.flows().remove(flow.key());
    }

    public void deleteStage(Row stage, StageKind kind) {
        removeAll(store.stageBindings(), "stage", stage);
        store.stages(kind).remove(stage.key());
    }

    public void deletePrompt(Row prompt) {
        store.stages(StageKind.PROMPT).stream().forEach(stage -> forget(stage, "fields", prompt));
        store.prompts().remove(prompt.key());
    }

    /** Providers go on without a signing key: they sign with the client secret from then on. */
    public void deleteCertificate(Row certificate) {
        setNull(store.providers(), "signing_key", certificate);
        setNull(store.brands(), "web_certificate", certificate);
        store.certificates().remove(certificate.key());
    }

    /** Providers lose the claims. */
    public void deleteMapping(Row mapping) {
        store.providers().stream().forEach(provider -> forget(provider, "property_mappings", mapping));
        store.mappings().remove(mapping.key());
    }

    private static void removeAll(Table table, String member, Row gone) {
        table.where(member, gone.key()).map(Row::key).toList().forEach(table::remove);
    }

    private static void setNull(Table table, String member, Row gone) {
        table.where(member, gone.key()).forEach(row -> row.members().putNull(member));
    }

    private static void forget(Row holder, String list, Row gone) {
        if (holder.keys(list).contains(gone.key())) {
            ArrayNode left = holder.members().arrayNode();
            holder.keys(list).stream().filter(key -> !key.equals(gone.key())).forEach(left::add);
            holder.members().set(list, left);
        }
    }
}
