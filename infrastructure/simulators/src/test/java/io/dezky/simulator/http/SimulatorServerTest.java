package io.dezky.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.client.TestClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {

    private final AtomicInteger acted = new AtomicInteger();
    private SimulatorServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = SimulatorServer.start(
                0, request -> Answer.json(200, Map.of("acted", acted.incrementAndGet(), "path", request.path())));
        client = TestClient.at(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void next(Fault.Effect effect) {
        server.faults().add(Fault.once(Fault.anyRequest(), effect));
    }

    private RequestLog.Exchange last() {
        List<RequestLog.Exchange> all = server.requests().all();
        return all.get(all.size() - 1);
    }

    @Test
    void aRequestIsAnsweredAndLogged() {
        TestClient.Response answer = client.post("/a%20b?x=1", "{\"y\": 2}");
        assertThat(answer.json().get("path").asText()).isEqualTo("/a%20b");
        assertThat(last().request().segments()).containsExactly("a b");
        assertThat(last().request().parameter("x")).hasValue("1");
        assertThat(last().request().json().orElseThrow().get("y").asInt()).isEqualTo(2);
        assertThat(last().acted()).isTrue();
        assertThat(last().answered()).isTrue();
        assertThat(last().isWrite()).isTrue();
    }

    @Test
    void anAnswerMayCloseTheConnection() {
        try (SimulatorServer closing = SimulatorServer.start(0, request -> Answer.connectionClosed())) {
            TestClient caller = TestClient.at(closing.url());
            // Not GET: a client may repeat that by itself.
            assertThatThrownBy(() -> caller.post("/", "")).isInstanceOf(UncheckedIOException.class);
            assertThat(closing.requests().all())
                    .singleElement()
                    .extracting(RequestLog.Exchange::answered)
                    .isEqualTo(false);
        }
    }

    @Test
    void latencyIsWaitedBeforeARequestIsCarriedOut() {
        server.latency(Latency.fixed(Duration.ofMillis(60)));
        long before = System.nanoTime();
        client.get("/");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void randomLatencyStaysBetweenItsBoundsAndRepeats() {
        List<Duration> one = times(Latency.between(Duration.ofMillis(2), Duration.ofMillis(9), 42));
        List<Duration> two = times(Latency.between(Duration.ofMillis(2), Duration.ofMillis(9), 42));
        assertThat(one).isEqualTo(two).allSatisfy(time -> assertThat(time)
                .isBetween(Duration.ofMillis(2), Duration.ofMillis(9)));
    }

    private static List<Duration> times(Latency latency) {
        SimulatedRequest request = new SimulatedRequest("GET", "/", "", Map.of(), new byte[0]);
        return Stream.generate(() -> latency.of(request)).limit(20).toList();
    }

    @Nested
    class FaultsBefall {

        @Test
        void aRefusedConnectionDoesNothing() {
            next(new Fault.Effect.RefuseConnection());
            assertThatThrownBy(() -> client.post("/", "{}")).isInstanceOf(UncheckedIOException.class);
            assertThat(acted).hasValue(0);
            assertThat(last().acted()).isFalse();
            assertThat(last().answered()).isFalse();
        }

        @Test
        void aDroppedAnswerActsAll() {
            next(new Fault.Effect.DropAnswer());
            assertThatThrownBy(() -> client.post("/", "{}")).isInstanceOf(UncheckedIOException.class);
            assertThat(acted).hasValue(1);
            assertThat(last().acted()).isTrue();
            assertThat(last().answered()).isFalse();
            assertThat(last().answer().status()).as("what it would have said").isEqualTo(200);
        }

        @Test
        void anAnswerInsteadDoesNothing() {
            next(new Fault.Effect.AnswerInstead(Answer.empty(429).with("Retry-After", "7")));
            TestClient.Response answer = client.post("/", "{}");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.headers().get("retry-after")).containsExactly("7");
            assertThat(acted).hasValue(0);
        }

        @Test
        void anAnswerAfterActingActs() {
            next(new Fault.Effect.AnswerAfterActing(Answer.empty(502)));
            assertThat(client.post("/", "{}").status()).isEqualTo(502);
            assertThat(acted).hasValue(1);
            assertThat(last().acted()).isTrue();
        }

        @Test
        void aDelayActsAndAnswersLate() {
            next(new Fault.Effect.Delay(Duration.ofMillis(60)));
            long before = System.nanoTime();
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            assertThat(acted).hasValue(1);
        }

        @Test
        void aCutAnswerActsAndEndsInTheMiddle() {
            next(new Fault.Effect.CutAnswer());
            assertThatThrownBy(() -> client.post("/", "{}")).isInstanceOf(UncheckedIOException.class);
            assertThat(acted).hasValue(1);
            assertThat(last().answered()).isFalse();
        }

        @Test
        void aGarbledAnswerActsAndIsNoJson() {
            next(new Fault.Effect.GarbleAnswer());
            TestClient.Response answer = client.post("/", "{}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().isMissingNode()).isTrue();
            assertThat(answer.text()).isNotEmpty();
            assertThat(acted).hasValue(1);
        }

        @Test
        void onlyThoseThatMatchAsOftenAsSaid() {
            Fault.Effect broken = new Fault.Effect.AnswerInstead(Answer.empty(503));
            server.faults().add(new Fault(Fault.on("POST", "/a/.*"), broken, 2));
            assertThat(client.get("/a/b").status()).isEqualTo(200);
            assertThat(client.post("/b", "").status()).isEqualTo(200);
            assertThat(client.post("/a/b", "").status()).isEqualTo(503);
            assertThat(client.post("/a/c?x=1", "").status()).isEqualTo(503);
            assertThat(client.post("/a/b", "").status()).isEqualTo(200);
            assertThat(server.faults().waiting()).isZero();
        }

        @Test
        void forEverUntilTheyAreCleared() {
            server.faults().add(Fault.always(Fault.anyRequest(), new Fault.Effect.AnswerInstead(Answer.empty(500))));
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").status()).isEqualTo(500);
            }
            server.faults().clear();
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Nested
    class TheControlEndpoint {

        @Test
        void showsAndEmptiesTheLogWithoutBeingInIt() {
            client.get("/seen?x=1");
            JsonNode log = client.get("/_simulator/requests").json();
            assertThat(log).hasSize(1);
            assertThat(log.at("/0/method").asText()).isEqualTo("GET");
            assertThat(log.at("/0/path").asText()).isEqualTo("/seen");
            assertThat(log.at("/0/query").asText()).isEqualTo("x=1");
            assertThat(client.delete("/_simulator/requests").status()).isEqualTo(204);
            assertThat(client.get("/_simulator/requests").json()).isEmpty();
        }

        @Test
        void addsAndRemovesFaults() {
            String fault = "{\"method\": \"POST\", \"path\": \"/x\", \"effect\": \"answer\", \"status\": 503,"
                    + " \"headers\": {\"Retry-After\": \"1\"}, \"body\": {\"error\": \"down\"}, \"times\": 5}";
            assertThat(client.post("/_simulator/faults", fault).status()).isEqualTo(204);
            TestClient.Response failed = client.post("/x", "");
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.headers().get("retry-after")).containsExactly("1");
            assertThat(failed.json().get("error").asText()).isEqualTo("down");
            assertThat(client.get("/x").status()).isEqualTo(200);
            assertThat(client.delete("/_simulator/faults").status()).isEqualTo(204);
            assertThat(client.post("/x", "").status()).isEqualTo(200);
        }

        @Test
        void knowsEveryEffect() {
            for (String effect : List.of("refuse", "drop", "cut", "garble", "delay", "answer", "answerAfterActing")) {
                String fault = "{\"path\": \"/never\", \"effect\": \"" + effect + "\"}";
                assertThat(client.post("/_simulator/faults", fault).status())
                        .as(effect)
                        .isEqualTo(204);
            }
            assertThat(server.faults().waiting()).isEqualTo(7);
        }

        @Test
        void isNeverBefallenItself() {
            server.faults().add(Fault.always(Fault.anyRequest(), new Fault.Effect.RefuseConnection()));
            assertThat(client.delete("/_simulator/faults").status()).isEqualTo(204);
            assertThat(client.get("/").status()).isEqualTo(200);
        }

        @Test
        void setsTheLatency() {
            assertThat(client.send("PUT", "/_simulator/latency", "{\"milliseconds\": 60}")
                            .status())
                    .isEqualTo(204);
            long before = System.nanoTime();
            client.get("/");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }

        @Test
        void saysWhatIsWrong() {
            TestClient.Response wrong = client.post("/_simulator/faults", "{\"effect\": \"explode\"}");
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.json().get("error").asText()).contains("explode").contains("answerAfterActing");
            assertThat(client.post("/_simulator/faults", "").status()).isEqualTo(400);
            assertThat(client.get("/_simulator/nothing").status()).isEqualTo(404);
        }
    }
}
