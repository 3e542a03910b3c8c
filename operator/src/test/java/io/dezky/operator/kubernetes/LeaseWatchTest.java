package io.dezky.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dezky.operator.world.MovingClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final AtomicInteger lost = new AtomicInteger();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    private KubernetesClient client;
    private LeaseWatch watch;

    @BeforeEach
    void lead() {
        server.init();
        client = server.createClient();
        client.resource(lease("this-one")).create();
        Leadership leadership = new Leadership(client, "dezky-system", "dezky-operator", "this-one");
        watch = LeaseWatch.start(leadership, clock, lost::incrementAndGet);
    }

    @AfterEach
    void stop() {
        watch.close();
        client.close();
        server.destroy();
    }

    private Lease lease(String holder) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("dezky-system")
                .withName("dezky-operator")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withRenewTime(clock.instant().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    @Test
    void a_lease_that_is_not_renewed_is_lost_three_seconds_before_it_runs_out_and_that_is_told_once() {
        clock.advance(LeaseWatch.LEASE.minusSeconds(3).plusMillis(1));

        await().atMost(PATIENCE).until(() -> lost.get() > 0);
        clock.advance(Duration.ofDays(1));

        watch.close();
        assertThat(lost).hasValue(1);
    }

    @Test
    void a_lease_that_another_process_holds_is_lost_at_once() {
        client.resource(lease("another-one")).update();

        await().atMost(PATIENCE).until(() -> lost.get() == 1);
    }
}
