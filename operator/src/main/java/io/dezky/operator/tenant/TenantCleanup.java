package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.DeletionPolicy;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes a Tenant down. With {@code deletionPolicy: Delete} and its confirmation all is destroyed; else everything stays
 * and only the operator's marks go. A system that is away does not hold up the others, nor the object for ever.
 */
public final class TenantCleanup {

    private final OperatorConfig config;
    private final Names names;
    private final TenantReconciliation.Systems systems;
    private final TenantReconciliation.Cluster cluster;
    private final Receipts receipts;
    private final Backoff backoff;
    private final Clock clock;

    public TenantCleanup(
            OperatorConfig config,
            TenantReconciliation.Systems systems,
            TenantReconciliation.Cluster cluster,
            Receipts receipts,
            Backoff backoff,
            Clock clock) {
        this.config = config;
        this.names = new Names(config.platform().baseDomain());
        this.systems = systems;
        this.cluster = cluster;
        this.receipts = receipts;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * Cleans up. It needs neither a valid spec nor anything in Kubernetes.
     *
     * @return when to try again; empty when the object may go
     */
    public Optional<Duration> cleanup(Tenant cached) {
        Tenant tenant = cluster.status().freshest(cached);
        if (tenant.getSpec() == null) {
            return done(tenant);
        }
        if (isPaused(tenant)) {
            return Optional.of(backoff.around(config.kubernetes().resyncInterval()));
        }
        DesiredTenant desired = new DesiredTenant(tenant, names, config);
        boolean destroy = desired.mayDestroy();
        warnUnconfirmed(tenant, destroy);
        Map<String, ExternalException> failures = new LinkedHashMap<>();
        TenantStatus known = Optional.ofNullable(tenant.getStatus()).orElse(TenantStatus.empty());
        // Sign-in ends first: a person who signs in meanwhile would bring a group or a mailbox back.
        attempt(failures, "authentik", () -> identity(desired, known, destroy));
        attempt(failures, "stalwart", () -> mail(desired, destroy));
        attempt(failures, "ocis", () -> files(desired, known, destroy));
        if (failures.isEmpty()) {
            tell(
                    tenant,
                    destroy ? "Deleted" : "Retained",
                    destroy
                            ? "All that the tenant had in Authentik, Stalwart and oCIS is destroyed."
                            : "All that the tenant has in Authentik, Stalwart and oCIS stays; the operator's marks are"
                                    + " gone from it.");
            return done(tenant);
        }
        return isOverdue(tenant) ? giveUp(tenant, failures) : later(tenant, known, failures);
    }

    private static boolean isPaused(Tenant tenant) {
        return Optional.ofNullable(tenant.getMetadata().getAnnotations())
                .map(annotations -> "true".equals(annotations.get(Annotations.PAUSED)))
                .orElse(false);
    }

    private void warnUnconfirmed(Tenant tenant, boolean destroy) {
        if (!destroy && tenant.getSpec().deletionPolicy() == DeletionPolicy.DELETE) {
            cluster.events()
                    .tell(
                            tenant,
                            EventRecorder.Type.Warning,
                            "DeletionNotConfirmed",
                            "Delete",
                            "deletionPolicy is Delete, but the annotation " + Annotations.CONFIRM_DELETE + " is not \""
                                    + names.slug(tenant) + "\": nothing is destroyed.");
        }
    }

    private static void attempt(Map<String, ExternalException> failures, String system, Runnable work) {
        try {
            work.run();
        } catch (ExternalException e) {
            failures.put(system, e);
        }
    }

    private void identity(DesiredTenant desired, TenantStatus known, boolean destroy) {
        String host = known.host() == null ? desired.host() : known.host();
        String brand = known.identity() == null ? null : known.identity().brandId();
        if (destroy) {
            systems.identity().tearDown(desired.subject(), desired.mark(), desired.slug(), host, brand);
        } else {
            systems.identity().release(desired.subject(), desired.mark(), desired.slug(), host, brand);
        }
    }

    private void mail(DesiredTenant desired, boolean destroy) {
        if (destroy) {
            systems.mail().tearDown(desired.subject(), desired.mark());
        } else {
            systems.mail().release(desired.subject(), desired.mark());
        }
    }

    private void files(DesiredTenant desired, TenantStatus known, boolean destroy) {
        if (destroy) {
            systems.files().tearDown(desired.subject(), desired.mark(), desired.slug(), KnownFiles.of(known.files()));
        } else {
            systems.files().release(desired.subject(), desired.mark(), desired.slug(), KnownFiles.of(known.files()));
        }
    }

    private Optional<Duration> done(Tenant tenant) {
        backoff.reset(tenant.getMetadata().getUid());
        cluster.status().forget(tenant);
        return Optional.empty();
    }

    private boolean isOverdue(Tenant tenant) {
        Instant since = Instant.parse(tenant.getMetadata().getDeletionTimestamp());
        return clock.instant().isAfter(since.plus(config.kubernetes().deletionGiveUpAfter()));
    }

    private Optional<Duration> giveUp(Tenant tenant, Map<String, ExternalException> failures) {
        Map<String, String> left = new LinkedHashMap<>();
        failures.forEach((system, failure) -> left.put(
                system,
                "What the Tenant " + names.slug(tenant) + " had there was not cleaned up: " + failure.getMessage()));
        receipts.write(tenant, left);
        cluster.events()
                .tell(
                        tenant,
                        EventRecorder.Type.Warning,
                        "LeftBehind",
                        "Delete",
                        "Given up cleaning up " + String.join(", ", left.keySet()) + " after "
                                + config.kubernetes().deletionGiveUpAfter()
                                + ". A ConfigMap beside it tells what stayed.");
        return done(tenant);
    }

    private Optional<Duration> later(Tenant tenant, TenantStatus known, Map<String, ExternalException> failures) {
        String message =
                failures.values().stream().map(ExternalException::getMessage).collect(Collectors.joining(" "));
        long generation =
                Optional.ofNullable(tenant.getMetadata().getGeneration()).orElse(0L);
        ConditionSet conditions = new ConditionSet(known.conditions(), generation, clock);
        conditions.fails(ConditionTypes.READY, "DeletionFailed", "The tenant can't be cleaned up yet. " + message);
        StatusDraft draft = new StatusDraft(known);
        draft.conditions(conditions.list());
        draft.observed(generation, known.lastHandledReconcileAt());
        boolean news = known.conditions().stream().noneMatch(condition -> "DeletionFailed".equals(condition.reason()));
        cluster.status().write(tenant, draft.status());
        if (news) {
            cluster.events().tell(tenant, EventRecorder.Type.Warning, "DeletionFailed", "Delete", message);
        }
        return Optional.of(backoff.afterFailure(tenant.getMetadata().getUid()));
    }

    private void tell(Tenant tenant, String reason, String note) {
        cluster.events().tell(tenant, EventRecorder.Type.Normal, reason, "Delete", note);
    }
}
