package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.Known;
import io.dezky.operator.identity.TenantNames;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
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

    private static final String FAILED = "DeletionFailed";

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
        if (TenantSpecs.isPaused(tenant)) {
            return Optional.of(backoff.around(config.kubernetes().resyncInterval()));
        }
        return new Ending(tenant).take();
    }

    private static boolean tellsOfFailure(Condition condition) {
        return FAILED.equals(condition.reason());
    }

    /** One attempt to end one Tenant. */
    private final class Ending {

        private final Tenant tenant;
        private final DesiredTenant desired;
        private final TenantStatus known;
        private final boolean destroy;
        private final boolean firstAttempt;
        private final Map<String, Part> failures = new LinkedHashMap<>();

        Ending(Tenant tenant) {
            this.tenant = tenant;
            this.desired = new DesiredTenant(tenant, names, config);
            this.known = Optional.ofNullable(tenant.getStatus()).orElse(TenantStatus.empty());
            this.destroy = desired.mayDestroy();
            this.firstAttempt = known.conditions().stream().noneMatch(TenantCleanup::tellsOfFailure);
        }

        Optional<Duration> take() {
            warnUnconfirmed();
            // Sign-in ends first: a person who signs in meanwhile would bring a group or a mailbox back.
            attempt("authentik", this::identity);
            attempt("stalwart", this::mail);
            attempt("ocis", this::files);
            if (failures.isEmpty()) {
                return gone();
            }
            return isOverdue() ? giveUp() : later();
        }

        private void warnUnconfirmed() {
            boolean wanted = tenant.getSpec() != null && tenant.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
            if (wanted && !destroy && firstAttempt) {
                tell(
                        EventRecorder.Type.Warning,
                        "DeletionNotConfirmed",
                        "deletionPolicy is Delete, but the annotation " + Annotations.CONFIRM_DELETE + " is not \""
                                + desired.slug() + "\": nothing is destroyed.");
            }
        }

        private void attempt(String system, Runnable work) {
            Part part = Part.of(() -> {
                work.run();
                return Part.ready("Gone", "");
            });
            if (!part.isReady()) {
                failures.put(system, part);
            }
        }

        private void identity() {
            Known ids = KnownIdentity.of(known.identity());
            if (destroy) {
                systems.identity().tearDown(desired.subject(), desired.mark(), identityNames(), ids);
            } else {
                systems.identity().release(desired.subject(), desired.mark(), identityNames(), ids);
            }
        }

        private TenantNames identityNames() {
            String host = known.host() == null ? desired.host() : known.host();
            return new TenantNames(config.platform().instance(), slug(), host);
        }

        /**
         * Groups in oCIS carry no mark, and are named as those in Authentik: one that is there after ours went has
         * other people in it.
         */
        private boolean slugIsOurs() {
            return !failures.containsKey("authentik") && !systems.identity().hasGroup(identityNames());
        }

        /** As it was made, whatever the spec says now. */
        private String slug() {
            return known.slug() == null ? desired.slug() : known.slug();
        }

        private void mail() {
            if (destroy) {
                systems.mail().tearDown(desired.subject(), desired.mark(), KnownMail.of(known.mail()));
            } else {
                systems.mail().release(desired.subject(), desired.mark(), KnownMail.of(known.mail()));
            }
        }

        private void files() {
            if (destroy) {
                systems.files()
                        .tearDown(
                                desired.subject(), desired.mark(), slug(), KnownFiles.of(known.files()), slugIsOurs());
            } else {
                systems.files().release(desired.subject(), desired.mark(), slug(), KnownFiles.of(known.files()));
            }
        }

        private Optional<Duration> gone() {
            if (destroy) {
                tell(
                        EventRecorder.Type.Normal,
                        "Deleted",
                        "All that the tenant had in Authentik, Stalwart and oCIS is destroyed.");
            } else {
                tell(
                        EventRecorder.Type.Normal,
                        "Retained",
                        "All that the tenant has in Authentik, Stalwart and oCIS stays; the operator's marks are gone from"
                                + " it.");
            }
            return done();
        }

        private Optional<Duration> done() {
            backoff.reset(tenant.getMetadata().getUid());
            cluster.status().forget(tenant);
            return Optional.empty();
        }

        private boolean isOverdue() {
            Instant since = Instant.parse(tenant.getMetadata().getDeletionTimestamp());
            return clock.instant().isAfter(since.plus(config.kubernetes().deletionGiveUpAfter()));
        }

        private Optional<Duration> giveUp() {
            Map<String, String> left = new LinkedHashMap<>();
            failures.forEach((system, failure) -> left.put(
                    system,
                    "What the tenant " + desired.slug() + " had there was not cleaned up: " + failure.message()));
            if (destroy && known.files() != null && left.containsKey("authentik")) {
                left.putIfAbsent(
                        "ocis",
                        "The groups of the tenant " + desired.slug()
                                + " may still be there: only Authentik could have told whose they are.");
            }
            String receipt = receipts.write(tenant, left);
            tell(
                    EventRecorder.Type.Warning,
                    "LeftBehind",
                    "Given up cleaning up " + String.join(", ", left.keySet()) + " after "
                            + config.kubernetes().deletionGiveUpAfter()
                            + ". The ConfigMap " + receipt + " tells what stayed.");
            return done();
        }

        private Optional<Duration> later() {
            String message = failures.values().stream().map(Part::message).collect(Collectors.joining(" "));
            ConditionSet conditions =
                    new ConditionSet(known.conditions(), desired.subject().generation(), clock);
            conditions.fails(ConditionTypes.READY, FAILED, "The tenant can't be cleaned up yet. " + message);
            StatusDraft draft = new StatusDraft(known);
            draft.conditions(conditions.list());
            draft.observed(desired.subject().generation(), known.lastHandledReconcileAt());
            if (cluster.status().write(tenant, draft.status())) {
                tell(EventRecorder.Type.Warning, FAILED, message);
            }
            return Optional.of(backoff.afterFailure(tenant.getMetadata().getUid()));
        }

        private void tell(EventRecorder.Type type, String reason, String note) {
            cluster.events().tell(tenant, type, reason, "Delete", note);
        }
    }
}
