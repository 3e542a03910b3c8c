package io.dezky.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private final Setting setting = new Setting();
    private final AnyServer server = AnyServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void noMoreCallsAreUnderWayAtOnceThanAreAllowedAndNoneIsLost() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch fourAreThere = new CountDownLatch(4);
        server.then(exchange -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            fourAreThere.countDown();
            awaitAll(fourAreThere);
            underWay.decrementAndGet();
            AnyServer.send(exchange, 200, "{}");
        });
        SystemHttp http = setting.to(server.url());
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Future<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                answers.add(threads.submit(() -> http.send(Setting.READ)));
            }
            for (Future<HttpAnswer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isEqualTo(4);
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noMoreCallsBeginInASecondThanAreAllowed() {
        setting.perSecond = 3;
        server.then(200, "{}");
        SystemHttp http = setting.to(server.url());

        long begun = System.nanoTime();
        for (int i = 0; i < 7; i++) {
            http.send(Setting.READ);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(took).as("three, three, one").isGreaterThan(Duration.ofSeconds(1));
    }

    @Nested
    class WhileASystemIsSilent {

        private SystemHttp silent() {
            server.then(502, "");
            return setting.to(server.url());
        }

        private void write(SystemHttp http, int times) {
            for (int i = 0; i < times; i++) {
                catchThrowableOfType(ExternalException.Transient.class, () -> http.send(Setting.WRITE));
            }
        }

        @Test
        void tenCallsInARowAreSentAndThenNoMore() {
            write(silent(), 15);

            assertThat(server.seen()).hasSize(10);
            assertThat(open()).isEqualTo(1);
        }

        @Test
        void theMessageStaysTheSameAndHadNoEffectAndSaysWhenToComeBack() {
            SystemHttp http = silent();
            write(http, 10);

            ExternalException.Transient held =
                    catchThrowableOfType(ExternalException.Transient.class, () -> http.send(Setting.WRITE));

            assertThat(held).hasMessageContaining("answers 502: it is starting");
            assertThat(held.effectUnknown()).isFalse();
            assertThat(held.retryAfter()).contains(Duration.ofSeconds(15));
        }

        @Test
        void afterFifteenSecondsItIsAskedAgain() {
            SystemHttp http = silent();
            write(http, 10);
            server.then(200, "{}");
            catchThrowableOfType(ExternalException.Transient.class, () -> http.send(Setting.WRITE));

            setting.advance(Duration.ofSeconds(16));
            write(http, 1);
            write(http, 3);

            assertThat(server.seen().size()).isGreaterThan(10);
            assertThat(http.send(Setting.READ).status()).isEqualTo(200);
            assertThat(open()).isZero();
        }

        @Test
        void oneAnswerAmongManyFailuresKeepsItBeingAsked() {
            for (int i = 0; i < 9; i++) {
                server.then(502, "");
            }
            server.then(200, "{}");
            SystemHttp http = setting.to(server.url());
            write(http, 9);

            assertThat(http.send(Setting.WRITE).status()).isEqualTo(200);

            assertThat(http.send(Setting.WRITE).status())
                    .as("the first answer after an outage does not begin another")
                    .isEqualTo(200);
        }

        @Test
        void aSystemThatRefusesIsNotSilent() {
            server.then(403, "{}");
            SystemHttp http = setting.to(server.url());

            for (int i = 0; i < 30; i++) {
                assertThat(http.send(Setting.READ).status()).isEqualTo(403);
            }

            assertThat(open()).isZero();
        }

        @Test
        void anotherSystemIsNotHeldUp() {
            write(silent(), 12);
            try (AnyServer other = AnyServer.plain()) {
                other.then(200, "{}");

                assertThat(setting.to(other.url()).send(Setting.READ).status()).isEqualTo(200);
            }
        }

        @Test
        void aSystemThatAsksForFewerCallsIsNotSilent() {
            server.then(429, "", "Retry-After", "30");
            SystemHttp http = setting.to(server.url());

            for (int i = 0; i < 12; i++) {
                assertThatThrownBy(() -> http.send(Setting.READ)).hasMessageContaining("429");
            }

            assertThat(server.seen()).hasSize(12);
        }

        private double open() {
            return setting.metrics
                    .get("dezky.external.circuit.open")
                    .tag("system", "authentik")
                    .gauge()
                    .value();
        }
    }
}
