package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.RecoveryFlow;
import io.dezky.operator.invite.InviteReconciliation.Timing;
import io.dezky.operator.invite.InviteReconciliation.Workplace;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.observability.AuditLog;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Puts together the work on both kinds of invites. */
public final class Invites {

    private final OperatorConfig config;
    private final Authentik authentik;
    private final KubernetesClient client;
    private final EventRecorder events;
    private final AuditLog audit;
    private final Backoff backoff;
    private final Clock clock;
    private final SecureRandom random;
    private final RecoveryFlow recoveryFlow;
    private final Groups groups;

    public Invites(
            OperatorConfig config,
            Authentik authentik,
            RecoveryFlow recoveryFlow,
            KubernetesClient client,
            EventRecorder events,
            AuditLog audit,
            Backoff backoff,
            Clock clock,
            SecureRandom random) {
        this.config = config;
        this.authentik = authentik;
        this.client = client;
        this.events = events;
        this.audit = audit;
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
        this.recoveryFlow = recoveryFlow;
        this.groups = new Groups(authentik, clock);
    }

    /** The work on OperatorInvites. */
    public InviteReconciliation<OperatorInvite> forOperators() {
        return reconciliation(new OperatorInviting(config, groups), OperatorInvite.class);
    }

    /** The work on TenantInvites. */
    public InviteReconciliation<TenantInvite> forTenants() {
        TenantInviting inviting = new TenantInviting(config, groups, (namespace, name) -> client.resources(Tenant.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
        return reconciliation(inviting, TenantInvite.class);
    }

    private <R extends CustomResource<?, InviteStatus>> InviteReconciliation<R> reconciliation(
            Inviting<R> inviting, Class<R> kind) {
        Credentials credentials = new Credentials(
                authentik,
                recoveryFlow,
                new PasswordGenerator(random),
                Optional.ofNullable(config.authentik().emailStage()),
                clock);
        Timing timing = new Timing(
                config.invites().acceptanceCheckInterval(),
                config.kubernetes().resyncInterval(),
                config.kubernetes().retryMax(),
                config.kubernetes().deletionGiveUpAfter(),
                backoff,
                clock);
        Workplace<R> workplace = new Workplace<>(
                inviting,
                new Users(authentik, inviting::managedAt, audit),
                credentials,
                new StatusWriter<>(client, kind),
                new SecretStore(client),
                new InviteAnnouncer(events, audit));
        return new InviteReconciliation<>(
                workplace, new InviteCleanup<>(workplace, events, new Receipts(client, clock), timing), timing);
    }
}
