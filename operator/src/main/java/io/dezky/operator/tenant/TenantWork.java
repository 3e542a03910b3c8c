package io.dezky.operator.tenant;

import io.dezky.operator.files.TenantFiles;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.DesiredIdentity;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.mail.TenantMail;
import io.dezky.operator.plan.Obstacle;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The work of one run over one Tenant: identity, mail and files, each on its own, then the Secret and the admins'
 * invites. What one system can't do now stops nothing in the others.
 */
final class TenantWork {

    private static final Set<String> SECRET_KEYS = Set.of("issuer", "client-id", "client-secret");

    private final DesiredTenant desired;
    private final Admission admission;
    private final TenantStatus before;
    private final TenantReconciliation.Systems systems;
    private final TenantReconciliation.Cluster cluster;
    private final Supplier<String> newSecret;
    private final StatusDraft draft;
    private DnsState dns = new DnsState.NotLookedUp();
    private TenantIdentity.Result.InPlace identity;
    private boolean groupsAreAnothers;

    TenantWork(
            DesiredTenant desired,
            Admission admission,
            TenantStatus before,
            TenantReconciliation.Systems systems,
            TenantReconciliation.Cluster cluster,
            Supplier<String> newSecret) {
        this.desired = desired;
        this.admission = admission;
        this.before = before;
        this.systems = systems;
        this.cluster = cluster;
        this.newSecret = newSecret;
        this.draft = new StatusDraft(before);
    }

    /** Does it. */
    Parts everything() {
        draft.slug(desired.slug());
        Parts parts = new Parts();
        parts.attempt(ConditionTypes.IDENTITY_READY, this::identity);
        parts.attempt(ConditionTypes.MAIL_READY, this::mail);
        parts.attempt(ConditionTypes.FILES_READY, this::files);
        parts.attempt(ConditionTypes.CREDENTIALS_READY, () -> credentials(parts.get(ConditionTypes.IDENTITY_READY)));
        adminInvites().ifPresent(part -> parts.put(ConditionTypes.ADMINS_INVITED, part));
        return parts;
    }

    /** The status as far as it is known now. */
    StatusDraft draft() {
        return draft;
    }

    /** What DNS showed. */
    DnsState dns() {
        return dns;
    }

    // ---- Authentik

    private Part identity() {
        Optional<Part> taken = admission.hostTaken(systems.identity());
        if (taken.isPresent()) {
            return taken.get();
        }
        TenantIdentity.Result result = reconcileIdentity();
        if (result instanceof TenantIdentity.Result.Blocked blocked) {
            groupsAreAnothers = blocked.obstacles().stream()
                    .anyMatch(obstacle -> obstacle.kind() == Obstacle.Kind.CONFLICT
                            && obstacle.target().kind().equals("Group"));
            return Part.of(blocked.obstacles());
        }
        identity = (TenantIdentity.Result.InPlace) result;
        draft.identity(identity.ids(), desired.host(), desired.identityNames().issuer());
        return Part.ready("Synced", "Groups, application and brand are in place at https://" + desired.host() + ".");
    }

    private TenantIdentity.Result reconcileIdentity() {
        DesiredIdentity wanted = desired.identity(systems.platform().get(), newSecret.get());
        try {
            return systems.identity().reconcile(desired.subject(), wanted, KnownIdentity.of(before.identity()));
        } catch (ExternalException.Invalid refused) {
            // Perhaps a flow, mapping or key that all tenants share was made anew, under another id.
            systems.platform().forget();
            throw refused;
        }
    }

    // ---- Stalwart

    private Part mail() {
        Map<String, Part> taken = admission.domainsTaken(systems.mail());
        TenantMail.Result result =
                systems.mail().reconcile(desired.subject(), desired.mail(taken.keySet()), KnownMail.of(before.mail()));
        draft.mail(result);
        boolean noneIsOurs = result.domains().isEmpty() && !taken.isEmpty();
        dns = noneIsOurs ? new DnsState.NotLookedUp() : DnsState.of(result);
        if (!taken.isEmpty()) {
            return taken.values().iterator().next();
        }
        return result.obstacles().isEmpty() ? MailSummary.ready(result) : Part.of(result.obstacles());
    }

    // ---- oCIS

    private Part files() {
        if (groupsAreAnothers) {
            // oCIS knows groups by their name in Authentik: other people would get into this tenant's spaces.
            return Part.waiting(
                    "WaitingForIdentity",
                    "Spaces are shared with the tenant's groups, and one of that name in Authentik is not this tenant's."
                            + " Nothing is done in oCIS before IdentityReady tells otherwise.");
        }
        TenantFiles.Result result = systems.files()
                .reconcile(desired.subject(), desired.files(), KnownFiles.of(before.files()), this::announceSpaces);
        draft.files(result);
        int count = result.spaces().size();
        return result.obstacles().isEmpty()
                ? Part.ready("Synced", count == 0 ? "No spaces are wanted." : count + " space(s) are in place.")
                : Part.of(result.obstacles());
    }

    /**
     * Written before spaces are created: creates are not unique in oCIS, so a run that finds this looks before it
     * creates (docs/systems/ocis.md, Creates are not unique).
     */
    private void announceSpaces(List<String> spaceNames) {
        draft.announceSpaces(spaceNames);
        cluster.status().write(desired.tenant(), draft.announcement(before));
    }

    // ---- Kubernetes

    private Part credentials(Part identityPart) {
        String name = desired.tenant().getMetadata().getName() + "-oidc";
        SecretStore.Found found = cluster.secrets().find(desired.tenant(), name);
        if (identity == null) {
            return isWhole(found)
                    ? written(name)
                    : new Part(
                            identityPart.verdict(),
                            "WaitingForIdentity",
                            "The Secret " + name + " is written when IdentityReady is True.",
                            null);
        }
        Map<String, String> data = new LinkedHashMap<>();
        data.put("issuer", desired.identityNames().issuer());
        data.put("client-id", identity.ids().clientId());
        data.put("client-secret", identity.clientSecret());
        cluster.secrets().write(desired.tenant(), name, "oidc-client", data, Map.of(), found);
        draft.clientSecretRef(name);
        return written(name);
    }

    /** Of a Tenant that names nobody there is nothing to say, unless old invites can't be removed. */
    private Optional<Part> adminInvites() {
        if (!cluster.adminInvites().concerns(desired.tenant())) {
            return Optional.empty();
        }
        Part part = Part.of(() -> cluster.adminInvites().sync(desired.tenant()));
        boolean namesSome = !desired.tenant().getSpec().admins().isEmpty();
        return Optional.of(part).filter(outcome -> namesSome || !outcome.isReady());
    }

    /** What was written before is good as long as Authentik can't be asked. */
    private static boolean isWhole(SecretStore.Found found) {
        return found instanceof SecretStore.Found.Ours ours
                && ours.data().keySet().equals(SECRET_KEYS);
    }

    private static Part written(String name) {
        return Part.ready("SecretWritten", "The OIDC client's credentials are in the Secret " + name + ".");
    }
}
