package io.dezky.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.Tenant;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Tenant> tenants = new ArrayList<>();
    private final Map<Tenant, List<Condition>> conditions = new IdentityHashMap<>();
    private final ResourceMetrics<Tenant> metrics = new ResourceMetrics<>(
            registry, "Tenant", tenants::stream, conditions::get, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void objectsAreCountedByTheStatusOfTheirConditions() {
        tenant(since("Ready", "True", "Reconciled", Duration.ofDays(1)));
        tenant(since("Ready", "True", "Reconciled", Duration.ofDays(2)));
        tenant(since("Ready", "False", "DomainTaken", Duration.ofHours(1)));

        metrics.update();

        assertThat(value("dezky.resources")).isEqualTo(3);
        assertThat(value("dezky.resource.condition", "condition", "Ready", "status", "True"))
                .isEqualTo(2);
        assertThat(value("dezky.resource.condition", "condition", "Ready", "status", "False"))
                .isEqualTo(1);
    }

    @Test
    void aConditionThatIsNotTrueIsCountedByItsReasonAndOneThatIsTrueIsNot() {
        tenant(
                since("Ready", "False", "AuthentikUnavailable", Duration.ofHours(1)),
                since("IdentityReady", "False", "AuthentikUnavailable", Duration.ofHours(1)),
                since("MailReady", "True", "Synced", Duration.ofHours(1)));

        metrics.update();

        assertThat(value("dezky.resource.condition.reason", "condition", "Ready", "reason", "AuthentikUnavailable"))
                .isEqualTo(1);
        assertThat(registry.find("dezky.resource.condition.reason")
                        .tag("condition", "MailReady")
                        .gauges())
                .isEmpty();
    }

    @Test
    void theLongestWaitIsMeasuredPerReasonFromTheLastTransitionOfReady() {
        tenant(since("Ready", "False", "StalwartUnavailable", Duration.ofMinutes(3)));
        tenant(since("Ready", "False", "StalwartUnavailable", Duration.ofMinutes(40)));
        tenant(since("Ready", "Unknown", "Reconciling", Duration.ofMinutes(1)));

        metrics.update();

        assertThat(value("dezky.resource.not.ready.oldest", "reason", "StalwartUnavailable"))
                .isEqualTo(2400);
        assertThat(value("dezky.resource.not.ready.oldest", "reason", "Reconciling"))
                .isEqualTo(60);
    }

    @Test
    void anObjectThatTheOperatorHasNotComeToWaitsSinceItsCreation() {
        tenant().getMetadata().setCreationTimestamp("2026-11-23T08:50:00Z");

        metrics.update();

        assertThat(value("dezky.resource.not.ready.oldest", "reason", "Pending"))
                .isEqualTo(600);
    }

    @Test
    void theLongestDeletionIsMeasuredFromTheDeletionTimestamp() {
        tenant(since("Ready", "True", "Reconciled", Duration.ofDays(1)))
                .getMetadata()
                .setDeletionTimestamp("2026-11-23T07:00:00Z");
        metrics.update();
        assertThat(value("dezky.resource.deleting.oldest")).isEqualTo(7200);

        tenants.clear();
        metrics.update();
        assertThat(value("dezky.resource.deleting.oldest")).isZero();
    }

    @Test
    void whatNoObjectSaysAnyMoreIsNotShownAnyMore() {
        tenant(since("Ready", "False", "DomainTaken", Duration.ofHours(1)));
        metrics.update();
        tenants.clear();
        tenant(since("Ready", "True", "Reconciled", Duration.ofHours(1)));

        metrics.update();

        assertThat(registry.find("dezky.resource.not.ready.oldest").gauges()).isEmpty();
        assertThat(registry.find("dezky.resource.condition.reason").gauges()).isEmpty();
    }

    private Tenant tenant(Condition... its) {
        Tenant tenant = new Tenant();
        tenant.getMetadata().setName("tenant-" + tenants.size());
        tenants.add(tenant);
        conditions.put(tenant, List.of(its));
        return tenant;
    }

    private static Condition since(String type, String status, String reason, Duration ago) {
        return new Condition(type, status, reason, "why", 1L, NOW.minus(ago));
    }

    private double value(String name, String... tags) {
        Gauge gauge = registry.get(name).tag("kind", "Tenant").tags(tags).gauge();
        return gauge.value();
    }
}
