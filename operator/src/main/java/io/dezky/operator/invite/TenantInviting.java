package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.Group;
import io.dezky.operator.identity.TenantNames;
import io.dezky.operator.invite.Invitation.Place;
import io.dezky.operator.kubernetes.Ownership;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.tenant.Names;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Invites members and admins of a tenant.
 *
 * <p>Of the Tenant's status nothing is believed that would give a right: groups are found by name and by the Tenant's
 * mark, so that a status somebody forged leads into no other group.
 */
final class TenantInviting implements Inviting<TenantInvite> {

    private static final String PATH = "dezky/tenants";

    private final OperatorConfig config;
    private final Names names;
    private final Groups groups;
    private final BiFunction<String, String, Tenant> tenants;

    /**
     * Inviting.
     *
     * @param tenants gives a Tenant by namespace and name; null when there is none
     */
    TenantInviting(OperatorConfig config, Groups groups, BiFunction<String, String, Tenant> tenants) {
        this.config = config;
        this.names = new Names(config.platform().baseDomain());
        this.groups = groups;
        this.tenants = tenants;
    }

    @Override
    public Invitation invitation(TenantInvite invite) {
        TenantInviteSpec spec = invite.getSpec();
        InviteObject object = new InviteObject(invite);
        InviteRules.check(object, spec);
        Tenant tenant =
                tenant(invite.getMetadata().getNamespace(), spec.tenantRef().name());
        String slug = names.slug(tenant);
        TenantNames inAuthentik = new TenantNames(config.platform().instance(), slug, names.host(tenant));
        String members = group(tenant, inAuthentik.groupName());
        String admins = group(tenant, inAuthentik.adminsGroupName());
        Place place = new Place(
                PATH + "/" + slug,
                List.of(spec.role() == TenantRole.ADMIN ? admins : members),
                Set.of(members, admins));
        return Invitation.of(object, mark(object), spec, names.host(tenant), place);
    }

    private Tenant tenant(String namespace, String name) {
        Tenant tenant = tenants.apply(namespace, name);
        if (tenant == null || tenant.getMetadata().getDeletionTimestamp() != null) {
            throw InviteFailure.waiting(
                    Reason.TENANT_NOT_FOUND,
                    "There is no Tenant \"" + name
                            + "\" in this namespace, or it is being deleted. Create it, or name another one by a new"
                            + " invite.");
        }
        if (!isReady(tenant)) {
            throw notReady(name);
        }
        return tenant;
    }

    /** The host stands in status once no other Tenant's claim was in its way; a changed one is not there yet. */
    private boolean isReady(Tenant tenant) {
        return tenant.getSpec() != null
                && tenant.getStatus() != null
                && tenant.getStatus().identity() != null
                && names.host(tenant).equals(tenant.getStatus().host());
    }

    private String group(Tenant tenant, String name) {
        Mark owner = Mark.of(config.platform().instance(), Ownership.subject(tenant));
        return groups.find(name)
                .filter(group -> isOwned(group, owner))
                .map(Group::pk)
                .orElseThrow(() -> {
                    groups.forget(name);
                    return notReady(tenant.getMetadata().getName());
                });
    }

    private static boolean isOwned(Group group, Mark owner) {
        return switch (owner.in(group.attributes())) {
            case OURS, OURS_RENEWED -> true;
            case RELEASED, ANOTHERS, UNMARKED -> false;
        };
    }

    private static InviteFailure notReady(String tenant) {
        return InviteFailure.waiting(
                Reason.TENANT_NOT_READY,
                "The Tenant \"" + tenant
                        + "\" has no groups in Authentik yet. The invite goes on when it has; see the Tenant's conditions.");
    }

    @Override
    public Optional<Invitation> toEnd(TenantInvite invite) {
        InviteObject object = new InviteObject(invite);
        return Invitation.toEnd(object, mark(object), invite.getSpec(), invite.getStatus(), config.authHost());
    }

    @Override
    public Set<String> managedAt(String path) {
        if (path == null || !path.startsWith(PATH + "/")) {
            return Set.of();
        }
        TenantNames earlier =
                new TenantNames(config.platform().instance(), path.substring(PATH.length() + 1), config.authHost());
        return Stream.of(earlier.groupName(), earlier.adminsGroupName())
                .flatMap(name -> groups.find(name).map(Group::pk).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean forget() {
        return groups.forget();
    }

    private Mark mark(InviteObject invite) {
        return invite.mark(config.platform().instance());
    }
}
