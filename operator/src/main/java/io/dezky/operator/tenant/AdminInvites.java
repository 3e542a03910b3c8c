package io.dezky.operator.tenant;

import io.dezky.operator.kubernetes.Ownership;
import io.dezky.operator.plan.Digest;
import io.dezky.platform.v1alpha1.AdminSpec;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantReference;
import io.dezky.platform.v1alpha1.TenantRole;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The invites of the administrators that a Tenant names: one TenantInvite each, owned by the Tenant. One that the spec
 * no longer names is deleted, and with it the person is deactivated.
 */
public final class AdminInvites {

    /** On the invites: of which Tenant's spec they come. */
    static final String LABEL = "platform.dezky.io/admin-of";

    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public AdminInvites(KubernetesClient client) {
        this.client = client;
    }

    /** Whether the Tenant names administrators, or may have named some that have to go. */
    boolean concerns(Tenant tenant) {
        return !tenant.getSpec().admins().isEmpty() || !isSettled(tenant);
    }

    private static boolean isSettled(Tenant tenant) {
        TenantStatus status = tenant.getStatus();
        return status != null
                && Objects.equals(status.observedGeneration(), TenantSpecs.generation(tenant))
                && status.conditions().stream()
                        .noneMatch(condition -> ConditionTypes.ADMINS_INVITED.equals(condition.type()));
    }

    /** Makes the invites what the spec says. */
    Part sync(Tenant tenant) {
        Map<String, TenantInvite> existing = new HashMap<>();
        for (TenantInvite invite : list(tenant)) {
            existing.put(invite.getMetadata().getName(), invite);
        }
        List<String> inTheWay = new ArrayList<>();
        for (AdminSpec admin : tenant.getSpec().admins()) {
            TenantInvite found = existing.remove(name(tenant, admin));
            if (found == null && !create(tenant, admin)) {
                inTheWay.add(name(tenant, admin));
            } else if (found != null && !admin.name().equals(found.getSpec().name())) {
                rename(found, admin.name());
            }
        }
        existing.values().forEach(invite -> client.resource(invite).delete());
        return inTheWay.isEmpty() ? invited(tenant) : blocked(inTheWay);
    }

    private static Part invited(Tenant tenant) {
        return Part.ready(
                "Invited",
                tenant.getSpec().admins().size()
                        + " administrator(s) have their TenantInvite; each tells how far its invite has come.");
    }

    private static Part blocked(List<String> inTheWay) {
        return Part.stalled(
                "InviteConflict",
                "There is already a TenantInvite \"" + inTheWay.get(0)
                        + "\" that the operator did not make for this Tenant, so that administrator is not invited. Delete"
                        + " it.");
    }

    private List<TenantInvite> list(Tenant tenant) {
        return client
                .resources(TenantInvite.class)
                .inNamespace(tenant.getMetadata().getNamespace())
                .withLabel(LABEL, label(tenant))
                .list()
                .getItems()
                .stream()
                .filter(invite -> Ownership.isOwned(invite, tenant))
                .toList();
    }

    /** A label's value is shorter than a name may be. */
    private static String label(Tenant tenant) {
        return Digest.hex(tenant.getMetadata().getName(), 16);
    }

    private static String name(Tenant tenant, AdminSpec admin) {
        String owner = tenant.getMetadata().getName();
        String shortened = owner.length() > 40 ? owner.substring(0, 40).replaceFirst("[^a-z0-9]+$", "") : owner;
        return shortened + "-admin-" + Digest.hex(owner + "|" + admin.email().toLowerCase(Locale.ROOT), 10);
    }

    /** Tells whether the name was free. */
    private boolean create(Tenant tenant, AdminSpec admin) {
        try {
            client.resource(invite(tenant, admin)).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private static TenantInvite invite(Tenant tenant, AdminSpec admin) {
        TenantInvite invite = new TenantInvite();
        invite.setMetadata(Ownership.ownedBy(tenant, name(tenant, admin), "admin-invite")
                .addToLabels(LABEL, label(tenant))
                .build());
        invite.setSpec(new TenantInviteSpec(
                new TenantReference(tenant.getMetadata().getName()),
                TenantRole.ADMIN,
                admin.email(),
                admin.name(),
                Handoff.AUTO,
                "24h",
                OnDelete.DEACTIVATE));
        return invite;
    }

    private void rename(TenantInvite invite, String name) {
        client.resource(invite).edit(found -> {
            TenantInviteSpec spec = found.getSpec();
            found.setSpec(new TenantInviteSpec(
                    spec.tenantRef(),
                    spec.role(),
                    spec.email(),
                    name,
                    spec.handoff(),
                    spec.expiresAfter(),
                    spec.onDelete()));
            return found;
        });
    }
}
