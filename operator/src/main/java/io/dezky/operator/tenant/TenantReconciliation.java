package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.files.TenantFiles;
import io.dezky.operator.identity.PlatformObjects;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes one Tenant true and tells in its status how far that came. The work itself is {@link TenantWork}'s; here is what
 * stands around it: whether there is work to do, what to say of it, and when to come back.
 */
public final class TenantReconciliation {

    /** The systems, and what all tenants share in them. */
    public record Systems(TenantIdentity identity, PlatformObjects platform, TenantMail mail, TenantFiles files) {}

    /** What the operator does in Kubernetes for a Tenant. */
    public record Cluster(
            StatusWriter<TenantStatus, Tenant> status,
            SecretStore secrets,
            EventRecorder events,
            AdminInvites adminInvites,
            Claim.Index claims) {}

    private final OperatorConfig config;
    private final Names names;
    private final Systems systems;
    private final Cluster cluster;
    private final Schedule schedule;
    private final Clock clock;
    private final Supplier<String> newSecret;

    /**
     * A reconciliation.
     *
     * @param newSecret makes client secrets
     */
    public TenantReconciliation(
            OperatorConfig config,
            Systems systems,
            Cluster cluster,
            Backoff backoff,
            Clock clock,
            Supplier<String> newSecret) {
        this.config = config;
        this.names = new Names(config.platform().baseDomain());
        this.systems = systems;
        this.cluster = cluster;
        this.schedule = new Schedule(config, backoff);
        this.clock = clock;
        this.newSecret = newSecret;
    }

    /**
     * Works on a Tenant.
     *
     * @return when to look again at the latest
     */
    public Duration reconcile(Tenant cached) {
        Tenant tenant = cluster.status().freshest(cached);
        TenantStatus before = Optional.ofNullable(tenant.getStatus()).orElse(TenantStatus.empty());
        if (TenantSpecs.isPaused(tenant)) {
            return pause(tenant, before);
        }
        DesiredTenant desired = new DesiredTenant(tenant, names, config);
        Admission admission = new Admission(desired, cluster.claims());
        Parts hindrance = new Parts();
        hindrance.attempt(
                ConditionTypes.READY,
                () -> admission.hindrance(systems.identity()).orElseGet(() -> Part.ready("", "")));
        return hindrance.areReady() ? work(desired, admission, before) : hindered(desired, hindrance, before);
    }

    /** Nothing is touched, and what was said before stays said, of the generation that it was said of. */
    private Duration pause(Tenant tenant, TenantStatus before) {
        Condition paused = new ConditionSet(before.conditions(), TenantSpecs.generation(tenant), clock)
                .holds(
                        ConditionTypes.PAUSED,
                        "Paused",
                        "Nothing is changed, deletion included, while the annotation " + Annotations.PAUSED
                                + " is \"true\".")
                .list()
                .get(0);
        StatusDraft draft = new StatusDraft(before);
        draft.conditions(StatusDraft.with(before.conditions(), paused));
        if (cluster.status().write(tenant, draft.status())) {
            cluster.events()
                    .tell(tenant, EventRecorder.Type.Normal, "Paused", "Pause", "The operator leaves it alone.");
        }
        return schedule.resync();
    }

    private Duration hindered(DesiredTenant desired, Parts hindrance, TenantStatus before) {
        List<Condition> conditions = conditions(desired, before).hindered(hindrance.get(ConditionTypes.READY));
        finish(desired, new StatusDraft(before), conditions, before);
        return schedule.after(desired.subject().uid(), hindrance, new DnsState.NotLookedUp());
    }

    private Duration work(DesiredTenant desired, Admission admission, TenantStatus before) {
        TenantWork work = new TenantWork(desired, admission, before, systems, cluster, newSecret);
        Parts parts = work.everything();
        finish(desired, work.draft(), conditions(desired, before).worked(parts, work.dns()), before);
        return schedule.after(desired.subject().uid(), parts, work.dns());
    }

    private TenantConditions conditions(DesiredTenant desired, TenantStatus before) {
        return new TenantConditions(before.conditions(), desired.subject().generation(), clock);
    }

    private void finish(DesiredTenant desired, StatusDraft draft, List<Condition> conditions, TenantStatus before) {
        Tenant tenant = desired.tenant();
        draft.conditions(conditions);
        draft.observed(desired.subject().generation(), TenantSpecs.annotation(tenant, Annotations.RECONCILE_AT));
        cluster.status().write(tenant, draft.status());
        tellTransition(tenant, ready(before.conditions()), ready(conditions).orElseThrow());
    }

    private static Optional<Condition> ready(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> ConditionTypes.READY.equals(condition.type()))
                .findFirst();
    }

    private void tellTransition(Tenant tenant, Optional<Condition> earlier, Condition now) {
        boolean same = earlier.filter(condition -> Objects.equals(condition.status(), now.status())
                        && Objects.equals(condition.reason(), now.reason()))
                .isPresent();
        if (!same) {
            EventRecorder.Type type = now.holds() ? EventRecorder.Type.Normal : EventRecorder.Type.Warning;
            cluster.events().tell(tenant, type, now.reason(), "Reconcile", now.message());
        }
    }
}
