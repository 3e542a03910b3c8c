package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.files.TenantFiles;
import io.dezky.operator.identity.DesiredIdentity;
import io.dezky.operator.identity.PlatformObjects;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.mail.DesiredMail;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.IdentityStatus;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes one Tenant true: identity, mail and files, each on its own, then the Secret, then the status. What one system
 * can't do now stops nothing in the others.
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
    private final Backoff backoff;
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
        this.backoff = backoff;
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
        return new Run(tenant).take();
    }

    /** One run over one Tenant. */
    private final class Run {

        private final Tenant tenant;
        private final DesiredTenant desired;
        private final TenantStatus before;
        private final ConditionSet conditions;
        private final Map<String, Part> parts = new LinkedHashMap<>();
        private final StatusDraft draft;
        private DnsState dns = DnsState.NOTHING_TO_VERIFY;

        Run(Tenant tenant) {
            this.tenant = tenant;
            this.desired = new DesiredTenant(tenant, names, config);
            this.before = Optional.ofNullable(tenant.getStatus()).orElse(TenantStatus.empty());
            this.conditions =
                    new ConditionSet(before.conditions(), desired.subject().generation(), clock);
            this.draft = new StatusDraft(before);
        }

        Duration take() {
            if (isPaused()) {
                return paused();
            }
            Optional<Part> hindrance = hindrance();
            if (hindrance.isPresent()) {
                parts.put(ConditionTypes.READY, hindrance.get());
                return finish();
            }
            draft.names(desired.slug(), desired.host());
            part(ConditionTypes.IDENTITY_READY, this::identity);
            part(ConditionTypes.MAIL_READY, this::mail);
            part(ConditionTypes.FILES_READY, this::files);
            part(ConditionTypes.CREDENTIALS_READY, this::credentials);
            cluster.adminInvites().sync(tenant);
            return finish();
        }

        private void part(String type, Supplier<Part> attempt) {
            parts.put(type, Part.of(attempt));
        }

        // ---- before anything is done

        private boolean isPaused() {
            return "true".equals(annotation(Annotations.PAUSED));
        }

        private String annotation(String name) {
            return Optional.ofNullable(tenant.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(name))
                    .orElse(null);
        }

        /** Nothing is touched, and what was said before stays said, of the generation that it was said of. */
        private Duration paused() {
            ConditionSet paused =
                    new ConditionSet(before.conditions(), desired.subject().generation(), clock);
            paused.holds(
                    ConditionTypes.PAUSED,
                    "Paused",
                    "Nothing is changed, deletion included, while the annotation " + Annotations.PAUSED
                            + " is \"true\".");
            draft.conditions(StatusDraft.with(before.conditions(), paused.list().get(0)));
            if (cluster.status().write(tenant, draft.status())) {
                cluster.events()
                        .tell(tenant, EventRecorder.Type.Normal, "Paused", "Pause", "The operator leaves it alone.");
            }
            return backoff.around(config.kubernetes().resyncInterval());
        }

        private Optional<Part> hindrance() {
            List<String> problems = TenantRules.problems(tenant, names, config);
            if (!problems.isEmpty()) {
                return Optional.of(
                        new Part(Part.Verdict.STALLED, "InvalidSpec", String.join("; ", problems) + ".", null));
            }
            Claim claim = Claim.of(tenant, names);
            return claim.slugHolder(cluster.claims())
                    .map(holder -> taken("SlugTaken", "The slug " + claim.slug(), holder, "spec.slug"))
                    .or(() -> claim.hostHolder(cluster.claims())
                            .map(holder ->
                                    taken("HostTaken", "The host " + claim.host(), holder, "spec.identity.host")));
        }

        private Part taken(String reason, String what, Claim holder, String field) {
            return new Part(
                    Part.Verdict.STALLED,
                    reason,
                    what + " belongs to the Tenant " + holder.tenant() + ", which claimed it before. Choose another "
                            + field + " (a new Tenant, where the field is immutable).",
                    null);
        }

        // ---- the systems

        private Part identity() {
            DesiredIdentity identity = desired.identity(systems.platform().get(), newSecret.get());
            IdentityStatus known = before.identity();
            TenantIdentity.Result result = systems.identity()
                    .reconcile(
                            desired.subject(),
                            identity,
                            new TenantIdentity.Known(
                                    known == null ? null : known.groupId(), known == null ? null : known.brandId()));
            if (!result.obstacles().isEmpty()) {
                return Part.of(result.obstacles());
            }
            draft.identity(result, identity.issuer());
            return Part.ready(
                    "Synced", "Groups, application and brand are in place at https://" + desired.host() + ".");
        }

        private Part mail() {
            Map<String, Claim> withheld = withheldDomains();
            DesiredMail mail = desired.mail(withheld.keySet());
            boolean known =
                    before.mail() != null && before.mail().domains().stream().anyMatch(domain -> domain.id() != null);
            TenantMail.Result result = systems.mail().reconcile(desired.subject(), mail, known);
            draft.mail(result);
            dns = DnsState.of(result, systems.mail().silentResolvers());
            if (!withheld.isEmpty()) {
                Map.Entry<String, Claim> first = withheld.entrySet().iterator().next();
                return taken(
                        "DomainTaken", "The domain " + first.getKey(), first.getValue(), "spec.mail.domains[].name");
            }
            return result.obstacles().isEmpty() ? MailSummary.ready(result) : Part.of(result.obstacles());
        }

        private Map<String, Claim> withheldDomains() {
            Claim claim = Claim.of(tenant, names);
            Map<String, Claim> withheld = new LinkedHashMap<>();
            for (MailDomainSpec domain : TenantSpecs.domains(tenant.getSpec())) {
                claim.domainHolder(cluster.claims(), domain.name())
                        .ifPresent(holder -> withheld.put(domain.name(), holder));
            }
            return withheld;
        }

        private Part files() {
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
            cluster.status().write(tenant, draft.announcement(before));
        }

        private Part credentials() {
            if (!parts.get(ConditionTypes.IDENTITY_READY).isReady()) {
                return new Part(
                        parts.get(ConditionTypes.IDENTITY_READY).verdict(),
                        "WaitingForIdentity",
                        "The Secret is written when IdentityReady is True.",
                        null);
            }
            String name = tenant.getMetadata().getName() + "-oidc";
            SecretStore.Found found = cluster.secrets().find(tenant, name);
            Map<String, String> data = new LinkedHashMap<>();
            data.put("issuer", draft.issuer());
            data.put("client-id", draft.clientId());
            data.put("client-secret", draft.clientSecret());
            cluster.secrets().write(tenant, name, "oidc-client", data, Map.of(), found);
            draft.clientSecretRef(name);
            return Part.ready("SecretWritten", "The OIDC client's credentials are in the Secret " + name + ".");
        }

        // ---- the end

        private Duration finish() {
            parts.forEach((type, part) -> {
                if (part.isReady()) {
                    conditions.holds(type, part.reason(), part.message());
                } else {
                    conditions.fails(type, part.reason(), part.message());
                }
            });
            if (!parts.containsKey(ConditionTypes.READY)) {
                dns.say(conditions);
                ready();
            }
            progress();
            draft.conditions(conditions.list());
            draft.observed(desired.subject().generation(), annotation(Annotations.RECONCILE_AT));
            cluster.status().write(tenant, draft.status());
            tellTransitions();
            return next();
        }

        private void ready() {
            List<Map.Entry<String, Part>> failing = parts.entrySet().stream()
                    .filter(part -> !part.getValue().isReady())
                    .toList();
            if (failing.isEmpty()) {
                conditions.holds(
                        ConditionTypes.READY, "Reconciled", "Identity, mail and files are as the spec wants them.");
                return;
            }
            Part first = failing.get(0).getValue();
            Set<String> types = new LinkedHashSet<>();
            failing.forEach(part -> types.add(part.getKey()));
            conditions.fails(
                    ConditionTypes.READY,
                    first.reason(),
                    "Not True: " + String.join(", ", types) + ". " + first.message());
        }

        /** As kstatus reads it: Stalled is failure until somebody acts, Reconciling is work that goes on. */
        private void progress() {
            Optional<Part> stalled = parts.values().stream()
                    .filter(part -> part.verdict() == Part.Verdict.STALLED)
                    .findFirst();
            boolean allReady = parts.values().stream().allMatch(Part::isReady);
            if (stalled.isPresent()) {
                conditions.holds(
                        ConditionTypes.STALLED,
                        stalled.get().reason(),
                        stalled.get().message());
            } else if (!allReady) {
                conditions.holds(ConditionTypes.RECONCILING, "Progressing", "The operator goes on by itself.");
            }
        }

        private void tellTransitions() {
            Condition now = conditions.get(ConditionTypes.READY).orElseThrow();
            Optional<Condition> earlier = before.conditions().stream()
                    .filter(condition -> ConditionTypes.READY.equals(condition.type()))
                    .findFirst();
            boolean same = earlier.filter(condition -> condition.status().equals(now.status())
                            && condition.reason().equals(now.reason()))
                    .isPresent();
            if (!same) {
                EventRecorder.Type type = now.holds() ? EventRecorder.Type.Normal : EventRecorder.Type.Warning;
                cluster.events().tell(tenant, type, now.reason(), "Reconcile", now.message());
            }
        }

        private Duration next() {
            String uid = tenant.getMetadata().getUid();
            Duration resync = backoff.around(config.kubernetes().resyncInterval());
            boolean retrying = parts.values().stream().anyMatch(part -> part.verdict() == Part.Verdict.RETRYING);
            if (retrying) {
                return shorter(resync, longestAsked().orElseGet(() -> backoff.afterFailure(uid)));
            }
            backoff.reset(uid);
            boolean unauthorized =
                    parts.values().stream().anyMatch(part -> part.verdict() == Part.Verdict.UNAUTHORIZED);
            if (unauthorized) {
                return shorter(resync, config.kubernetes().retryMax());
            }
            boolean waiting = parts.values().stream().anyMatch(part -> part.verdict() == Part.Verdict.WAITING);
            return waiting || dns.isIncomplete() ? shorter(resync, config.dns().checkInterval()) : resync;
        }

        private Optional<Duration> longestAsked() {
            return parts.values().stream()
                    .map(Part::retryAfter)
                    .filter(java.util.Objects::nonNull)
                    .max(Duration::compareTo);
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) <= 0 ? one : other;
        }
    }
}
