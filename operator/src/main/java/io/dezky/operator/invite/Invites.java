package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.observability.AuditLog;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
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

    public Invites(
            OperatorConfig config,
            Authentik authentik,
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
    }

    /** The work on OperatorInvites. */
    public InviteReconciliation<OperatorInvite> forOperators() {
        return reconciliation(new OperatorInviting(config, new Groups(authentik, clock)), OperatorInvite.class);
    }

    /** The work on TenantInvites. */
    public InviteReconciliation<TenantInvite> forTenants() {
        TenantInviting inviting = new TenantInviting(
                config, (namespace, name) -> client.resources(io.dezky.platform.v1alpha1.Tenant.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
        return reconciliation(inviting, TenantInvite.class);
    }

    private <R extends CustomResource<?, InviteStatus>> InviteReconciliation<R> reconciliation(
            Inviting<R> inviting, Class<R> kind) {
        SecretStore secrets = new SecretStore(client);
        Credentials credentials = new Credentials(
                authentik,
                secrets,
                new PasswordGenerator(random),
                Optional.ofNullable(config.authentik().emailStage()),
                clock);
        InviteReconciliation.Timing timing = new InviteReconciliation.Timing(
                config.invites().acceptanceCheckInterval(),
                config.kubernetes().resyncInterval(),
                config.kubernetes().retryMax(),
                config.kubernetes().deletionGiveUpAfter(),
                backoff,
                clock);
        return new InviteReconciliation<>(
                inviting,
                new Users(authentik, audit),
                credentials,
                new InviteReconciliation.Cluster<>(
                        new StatusWriter<>(client, kind), secrets, events, new Receipts(client, clock)),
                audit,
                timing);
    }
}
