package io.dezky.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.MovingClock;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StuckWatchTest {

    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final ReconcilerMetrics attempts = new ReconcilerMetrics(new SimpleMeterRegistry(), clock);
    private final List<HasMetadata> objects = new ArrayList<>();
    private final StuckWatch watch = new StuckWatch(objects::stream, attempts, PATIENCE, clock);

    @Test
    void an_object_that_is_not_looked_at_for_longer_than_the_patience_is_stuck() {
        Instant leadingSince = clock.instant();
        objects.add(tenant("forgotten"));

        clock.advance(PATIENCE);
        assertThat(watch.stuck(leadingSince)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.stuck(leadingSince)).isEqualTo(1);
    }

    @Test
    void an_object_that_is_looked_at_again_is_not_stuck_any_more() {
        Instant leadingSince = clock.instant();
        HasMetadata tenant = tenant("late");
        objects.add(tenant);
        clock.advance(PATIENCE.plusSeconds(1));

        attempts.reconciliationExecutionStarted(tenant, Map.of());

        assertThat(watch.stuck(leadingSince)).isZero();
    }

    @Test
    void a_standby_that_takes_over_after_days_has_the_whole_patience_from_then_on() {
        objects.add(tenant("old"));
        clock.advance(Duration.ofDays(3));
        Instant leadingSince = clock.instant();

        clock.advance(PATIENCE);
        assertThat(watch.stuck(leadingSince)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.stuck(leadingSince)).isEqualTo(1);
    }

    @Test
    void a_new_object_has_the_whole_patience_from_its_creation() {
        Instant leadingSince = clock.instant();
        clock.advance(Duration.ofDays(1));
        objects.add(tenant("new"));

        clock.advance(PATIENCE);
        assertThat(watch.stuck(leadingSince)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.stuck(leadingSince)).isEqualTo(1);
    }

    @Test
    void work_is_under_way_from_its_start_to_its_end_even_if_the_framework_ends_it_twice() {
        HasMetadata tenant = tenant("any");
        attempts.reconciliationExecutionStarted(tenant, Map.of());
        assertThat(attempts.isIdle()).isFalse();

        attempts.reconciliationExecutionFinished(tenant, Map.of());
        attempts.reconciliationExecutionFinished(null, Map.of());

        assertThat(attempts.isIdle()).isTrue();
    }

    @Test
    void work_is_under_way_when_the_next_run_of_an_object_begins_before_the_end_of_the_last_is_told() throws Exception {
        HasMetadata tenant = tenant("any");
        attempts.reconciliationExecutionStarted(tenant, Map.of());
        Thread next = new Thread(() -> attempts.reconciliationExecutionStarted(tenant, Map.of()));
        next.start();
        next.join();

        attempts.reconciliationExecutionFinished(tenant, Map.of());

        assertThat(attempts.isIdle()).isFalse();
    }

    @Test
    void what_is_remembered_of_an_object_goes_with_it() {
        HasMetadata gone = tenant("gone");
        HasMetadata stays = tenant("stays");
        attempts.reconciliationExecutionStarted(gone, Map.of());
        attempts.reconciliationExecutionStarted(stays, Map.of());

        attempts.keepOnly(Set.of("uid-of-stays"));

        assertThat(attempts.lastAttempt("uid-of-gone")).isEmpty();
        assertThat(attempts.lastAttempt("uid-of-stays")).contains(clock.instant());
    }

    private HasMetadata tenant(String name) {
        Tenant tenant = new Tenant();
        tenant.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withUid("uid-of-" + name)
                .withCreationTimestamp(clock.instant().toString())
                .build());
        return tenant;
    }
}
