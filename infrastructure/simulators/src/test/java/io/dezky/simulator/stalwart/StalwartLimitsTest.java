package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests are taken. */
class StalwartLimitsTest {

    private static final String ECHO = "{\"using\": [], \"methodCalls\": [[\"Core/echo\", {}, \"a\"]]}";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    private StalwartSimulator simulator = StalwartSimulator.start(0, StalwartSeed.platform("API_test"), clock);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_fifth_request_at_once_is_a_400_that_may_be_repeated() {
        JmapClient operator = new JmapClient(simulator, "operator");
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch go = new CountDownLatch(1);
        simulator.latency(request -> {
            four.countDown();
            await(go);
            return Duration.ZERO;
        });
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(CompletableFuture.supplyAsync(() -> operator.post(ECHO)));
        }
        await(four);

        HttpResponse<String> fifth = operator.post(ECHO);
        go.countDown();

        assertThat(fifth.statusCode()).isEqualTo(400);
        assertThat(JmapClient.json(fifth.body()).get("limit").asText()).isEqualTo("maxConcurrentRequests");
        assertThat(running)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        assertThat(operator.post(ECHO).statusCode()).isEqualTo(200);
    }

    @Test
    void a_thousand_requests_in_a_minute_are_the_most() {
        JmapClient operator = new JmapClient(simulator, "operator");
        for (int i = 0; i < 1000; i++) {
            operator.post(ECHO);
        }

        HttpResponse<String> refused = operator.post(ECHO);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");

        clock.advance(Duration.ofMinutes(1));
        assertThat(operator.post(ECHO).statusCode()).isEqualTo(200);
    }

    @Test
    void an_administrator_and_a_seed_without_limits_are_not_limited() {
        for (StalwartSeed seed : List.of(
                StalwartSeed.platformWithAdministrator("API_test"),
                StalwartSeed.platform("API_test").withLimits(false))) {
            try (StalwartSimulator free = StalwartSimulator.start(0, seed, clock)) {
                JmapClient operator = new JmapClient(free, "operator");
                for (int i = 0; i <= 1000; i++) {
                    operator.post(ECHO);
                }
                assertThat(operator.post(ECHO).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void after_a_hundred_wrong_credentials_nobody_gets_an_answer_any_more() {
        JmapClient wrong = new JmapClient(simulator, Map.of("Authorization", "Basic eDp5"));
        for (int i = 0; i < 100; i++) {
            assertThat(wrong.get("/api/account").statusCode()).isEqualTo(401);
        }
        assertThat(wrong.get("/api/account").statusCode()).isEqualTo(429);

        JmapClient operator = new JmapClient(simulator, "operator");
        assertThat(simulator.isBanned()).isTrue();
        assertThatThrownBy(() -> operator.post(ECHO)).isInstanceOf(UncheckedIOException.class);

        simulator.liftBan();
        assertThat(operator.post(ECHO).statusCode()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
