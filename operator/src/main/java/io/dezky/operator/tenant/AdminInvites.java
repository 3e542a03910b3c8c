package io.dezky.operator.tenant;

import io.dezky.operator.kubernetes.Ownership;
import io.dezky.operator.plan.Digest;
import io.dezky.platform.v1alpha1.AdminSpec;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantReference;
import io.dezky.platform.v1alpha1.TenantRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invites of the administrators that a Tenant names: one TenantInvite each, owned by the Tenant. One that the spec
 * no longer names is deleted, and with it the person is deactivated.
 */
public final class AdminInvites {

    private static final Logger LOG = LoggerFactory.getLogger(AdminInvites.class);

    /** On the invites: of which Tenant's spec they come. */
    static final String LABEL = "platform.dezky.io/admin-of";

    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public AdminInvites(KubernetesClient client) {
        this.client = client;
    }

    /** Makes the invites what the spec says. */
    public void sync(Tenant tenant) {
        boolean settled = tenant.getStatus() != null
                && Objects.equals(
                        tenant.getStatus().observedGeneration(),
                        tenant.getMetadata().getGeneration());
        if (tenant.getSpec().admins().isEmpty() && settled) {
            return;
        }
        Map<String, TenantInvite> existing = new HashMap<>();
        for (TenantInvite invite : list(tenant)) {
            existing.put(invite.getMetadata().getName(), invite);
        }
        for (AdminSpec admin : tenant.getSpec().admins()) {
            TenantInvite found = existing.remove(name(tenant, admin));
            if (found == null) {
                create(tenant, admin);
            } else if (!admin.name().equals(found.getSpec().name())) {
                rename(found, admin.name());
            }
        }
        existing.values().forEach(invite -> client.resource(invite).delete());
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

    private void create(Tenant tenant, AdminSpec admin) {
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
        try {
            client.resource(invite).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            LOG.warn(
                    "TenantInvite {}/{} exists and does not belong to Tenant {}: the admin {} is not invited by it",
                    tenant.getMetadata().getNamespace(),
                    name(tenant, admin),
                    tenant.getMetadata().getName(),
                    admin.name());
        }
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
