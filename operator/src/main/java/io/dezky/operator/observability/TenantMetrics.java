package io.dezky.operator.observability;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.SpaceStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantReference;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How each tenant stands, for a dashboard of one tenant. Off by default ({@code metrics.perTenant}): about fifteen
 * series a tenant, where all other metrics stay as many however large the platform grows.
 *
 * <p>The labels are {@code tenant_namespace} and {@code tenant}: Prometheus itself writes {@code namespace}, the
 * operator's own.
 */
public final class TenantMetrics {

    private record TenantKey(String namespace, String name) {}

    private record Invites(TenantKey tenant, InviteState state) {}

    private record Records(TenantKey tenant, boolean verified) {}

    private final Supplier<Stream<Tenant>> tenants;
    private final Supplier<Stream<TenantInvite>> invites;
    private final Clock clock;
    private final MultiGauge conditions;
    private final MultiGauge reasons;
    private final MultiGauge notReady;
    private final MultiGauge records;
    private final MultiGauge quota;
    private final MultiGauge people;

    /**
     * Metrics of each tenant, counted when {@link #update} is called.
     *
     * @param tenants all of them
     * @param invites all of them
     */
    public TenantMetrics(
            MeterRegistry registry,
            Supplier<Stream<Tenant>> tenants,
            Supplier<Stream<TenantInvite>> invites,
            Clock clock) {
        this.tenants = tenants;
        this.invites = invites;
        this.clock = clock;
        this.conditions = MultiGauge.builder("dezky.tenant.condition")
                .description("A condition of this tenant: 1 True, 0 False, -1 Unknown")
                .register(registry);
        this.reasons = MultiGauge.builder("dezky.tenant.condition.reason")
                .description("1 for each condition of this tenant that is not True, with the reason that it gives")
                .register(registry);
        this.notReady = MultiGauge.builder("dezky.tenant.not.ready")
                .description("How long this tenant has not been Ready; 0 while it is")
                .baseUnit("seconds")
                .register(registry);
        this.records = MultiGauge.builder("dezky.tenant.dns.records")
                .description("Required DNS records of this tenant that the resolvers show, or do not")
                .register(registry);
        this.quota = MultiGauge.builder("dezky.tenant.quota")
                .description("Quotas of this tenant's spaces together; not what is used")
                .baseUnit("bytes")
                .register(registry);
        this.people = MultiGauge.builder("dezky.tenant.invites")
                .description("Invites to this tenant in this state")
                .register(registry);
    }

    /** Counts anew. */
    public void update() {
        List<Tenant> all = tenants.get().toList();
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        List<MultiGauge.Row<?>> why = new ArrayList<>();
        List<MultiGauge.Row<?>> waiting = new ArrayList<>();
        List<MultiGauge.Row<?>> quotas = new ArrayList<>();
        Map<Records, Integer> dns = new HashMap<>();
        for (Tenant tenant : all) {
            TenantStatus status = Optional.ofNullable(tenant.getStatus()).orElse(TenantStatus.empty());
            Tags tags = tags(key(tenant));
            for (Condition condition : status.conditions()) {
                Tags labels = tags.and("condition", condition.type());
                states.add(MultiGauge.Row.of(labels, value(condition)));
                if (!condition.holds()) {
                    why.add(MultiGauge.Row.of(labels.and("reason", condition.reason()), 1));
                }
            }
            waiting.add(MultiGauge.Row.of(tags, notReady(tenant, status.conditions())));
            quotas.add(MultiGauge.Row.of(tags, quota(status)));
            countRecords(tenant, status, dns);
        }
        conditions.register(states, true);
        reasons.register(why, true);
        notReady.register(waiting, true);
        quota.register(quotas, true);
        List<MultiGauge.Row<?>> shown = new ArrayList<>();
        dns.forEach((key, count) -> shown.add(
                MultiGauge.Row.of(tags(key.tenant()).and("verified", String.valueOf(key.verified())), count)));
        records.register(shown, true);
        countPeople();
    }

    private void countPeople() {
        Map<Invites, Integer> counts = new HashMap<>();
        for (TenantInvite invite : invites.get().toList()) {
            InviteState state = Optional.ofNullable(invite.getStatus())
                    .map(InviteStatus::state)
                    .orElse(InviteState.PENDING);
            tenantOf(invite).ifPresent(tenant -> counts.merge(new Invites(tenant, state), 1, Integer::sum));
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((key, count) ->
                rows.add(MultiGauge.Row.of(tags(key.tenant()).and("state", InviteMetrics.word(key.state())), count)));
        people.register(rows, true);
    }

    /** Empty where the spec can't be read: it was stored under another version of its CRD. */
    private static Optional<TenantKey> tenantOf(TenantInvite invite) {
        return Optional.ofNullable(invite.getSpec())
                .map(TenantInviteSpec::tenantRef)
                .map(TenantReference::name)
                .map(name -> new TenantKey(invite.getMetadata().getNamespace(), name));
    }

    private static void countRecords(Tenant tenant, TenantStatus status, Map<Records, Integer> counts) {
        if (status.mail() == null) {
            return;
        }
        counts.putIfAbsent(new Records(key(tenant), true), 0);
        counts.putIfAbsent(new Records(key(tenant), false), 0);
        status.mail().domains().stream()
                .flatMap(domain -> domain.dnsRecords().stream())
                .filter(record -> Boolean.TRUE.equals(record.required()))
                .forEach(record -> counts.merge(
                        new Records(key(tenant), Boolean.TRUE.equals(record.verified())), 1, Integer::sum));
    }

    private long notReady(Tenant tenant, List<Condition> conditions) {
        Optional<Condition> ready = conditions.stream()
                .filter(condition -> ConditionTypes.READY.equals(condition.type()))
                .findFirst();
        if (ready.filter(Condition::holds).isPresent()) {
            return 0;
        }
        Instant now = clock.instant();
        Instant since = ready.map(Condition::lastTransitionTime)
                .or(() -> Optional.ofNullable(tenant.getMetadata().getCreationTimestamp())
                        .map(Instant::parse))
                .orElse(now);
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private static BigDecimal quota(TenantStatus status) {
        if (status.files() == null) {
            return BigDecimal.ZERO;
        }
        return status.files().spaces().stream()
                .map(SpaceStatus::quota)
                .filter(Objects::nonNull)
                .map(quota -> Quantity.getAmountInBytes(new Quantity(quota)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static int value(Condition condition) {
        return switch (condition.status()) {
            case "True" -> 1;
            case "False" -> 0;
            default -> -1;
        };
    }

    private static TenantKey key(Tenant tenant) {
        return new TenantKey(
                tenant.getMetadata().getNamespace(), tenant.getMetadata().getName());
    }

    private static Tags tags(TenantKey tenant) {
        return Tags.of("tenant_namespace", String.valueOf(tenant.namespace()), "tenant", tenant.name());
    }
}
