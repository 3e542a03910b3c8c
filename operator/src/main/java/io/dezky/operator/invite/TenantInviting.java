package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.IdentityStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Invites members and admins of a tenant. */
final class TenantInviting implements Inviting<TenantInvite> {

    private static final String PATH = "dezky/tenants";

    private final OperatorConfig config;
    private final BiFunction<String, String, Tenant> tenants;

    /**
     * Inviting.
     *
     * @param tenants gives a Tenant by namespace and name; null when there is none
     */
    TenantInviting(OperatorConfig config, BiFunction<String, String, Tenant> tenants) {
        this.config = config;
        this.tenants = tenants;
    }

    @Override
    public Invitation invitation(TenantInvite invite) {
        TenantInviteSpec spec = invite.getSpec();
        InviteRules.check(spec);
        if (spec.role() == null) {
            throw InviteFailure.failed(
                    "InvalidSpec",
                    "spec.role is missing or has a value that this release of the operator does not know.");
        }
        Tenant tenant = tenants.apply(
                invite.getMetadata().getNamespace(), spec.tenantRef().name());
        if (tenant == null || tenant.getMetadata().getDeletionTimestamp() != null) {
            throw InviteFailure.waiting(
                    "TenantNotFound",
                    "There is no Tenant \"" + spec.tenantRef().name()
                            + "\" in this namespace. Create it, or name another" + " one by a new invite.");
        }
        IdentityStatus identity =
                tenant.getStatus() == null ? null : tenant.getStatus().identity();
        if (identity == null || identity.groupId() == null || identity.adminsGroupId() == null) {
            throw InviteFailure.waiting(
                    "TenantNotReady",
                    "The Tenant \"" + spec.tenantRef().name()
                            + "\" has no groups in Authentik yet. The invite goes on when it has; see the Tenant's"
                            + " conditions.");
        }
        String group = spec.role() == TenantRole.ADMIN ? identity.adminsGroupId() : identity.groupId();
        return Invitation.of(
                invite,
                subject(invite),
                mark(invite),
                spec,
                PATH + "/" + tenant.getStatus().slug(),
                List.of(group),
                Set.of(identity.groupId(), identity.adminsGroupId()),
                tenant.getStatus().host(),
                requester(invite));
    }

    @Override
    public Optional<Invitation> forCleanup(TenantInvite invite) {
        return Cleanups.invitation(invite, subject(invite), mark(invite), invite.getSpec(), PATH, config.authHost());
    }

    private static Subject subject(TenantInvite invite) {
        return new Subject(
                "TenantInvite",
                invite.getMetadata().getNamespace(),
                invite.getMetadata().getName(),
                invite.getMetadata().getUid(),
                Optional.ofNullable(invite.getMetadata().getGeneration()).orElse(0L));
    }

    private Mark mark(TenantInvite invite) {
        return Mark.of(config.platform().instance(), subject(invite));
    }

    private static String requester(TenantInvite invite) {
        return Optional.ofNullable(invite.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.REQUESTED_BY))
                .orElse(null);
    }
}
