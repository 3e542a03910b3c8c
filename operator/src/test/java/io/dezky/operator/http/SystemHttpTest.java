package io.dezky.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SystemHttpTest {

    private final Setting setting = new Setting();
    private final AnyServer server = AnyServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    private ExternalException.Transient trouble(HttpCall call) {
        SystemHttp http = setting.to(server.url());
        return catchThrowableOfType(ExternalException.Transient.class, () -> http.send(call));
    }

    @Nested
    class Repeating {

        @Test
        void aReadIsRepeatedUntilItIsAnswered() {
            server.then(503, "").then(AnyServer.NOTHING).then(200, "{}");

            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(200);
            assertThat(server.seen()).hasSize(3);
        }

        @Test
        void aReadIsTriedThreeTimesAndNoMore() {
            server.then(503, "");

            assertThat(trouble(Setting.READ).effectUnknown())
                    .as("of a read nobody minds")
                    .isFalse();
            assertThat(server.seen()).hasSize(3);
        }

        @Test
        void theWaitsBetweenTriesGrowAndAreShort() {
            server.then(503, "");

            trouble(Setting.READ);

            assertThat(setting.pauses).hasSize(2).allSatisfy(pause -> assertThat(pause)
                    .isBetween(Duration.ofMillis(200), Duration.ofMillis(500)));
            assertThat(setting.pauses.get(1)).isGreaterThan(setting.pauses.get(0));
        }

        @Test
        void aWriteWhoseAnswerWasLostIsNeverRepeated() {
            server.then(AnyServer.NOTHING);

            assertThat(trouble(Setting.WRITE).effectUnknown()).isTrue();
            assertThat(server.seen()).hasSize(1);
        }

        @Test
        void aWriteThatAProxyCouldNotDeliverIsNeverRepeated() {
            server.then(502, "");

            assertThat(trouble(Setting.WRITE).effectUnknown()).isTrue();
            assertThat(server.seen()).hasSize(1);
        }

        @Test
        void aWriteThatWasRefusedBeforeAnythingWasDoneIsRepeated() {
            server.then(429, "", "Retry-After", "1").then(201, "{}");

            assertThat(setting.to(server.url()).send(Setting.WRITE).status()).isEqualTo(201);
            assertThat(server.seen()).hasSize(2);
        }

        @Test
        void aWriteThatCouldNotBeSentAtAllIsRepeatedAndHadNoEffect() {
            URI nobody = server.url();
            server.close();
            SystemHttp http = setting.to(nobody);

            ExternalException.Transient trouble =
                    catchThrowableOfType(ExternalException.Transient.class, () -> http.send(Setting.WRITE));

            assertThat(trouble.effectUnknown()).isFalse();
            assertThat(trouble).hasMessageContaining("connection refused");
            assertThat(setting.pauses).hasSize(2);
        }

        @Test
        void aWriteThatDoesTheSameThingTwiceIsRepeated() {
            server.then(AnyServer.NOTHING).then(204, "");

            assertThat(setting.to(server.url())
                            .send(Setting.WRITE.asRepeatable())
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void whatTheSystemItselfRefusesIsNotRepeated() {
            server.then(400, "{}");

            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(400);
            assertThat(server.seen()).hasSize(1);
        }

        @Test
        void anErrorInsideTheSystemIsForItsClientToUnderstand() {
            server.then(500, "");

            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(500);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Nested
    class RetryAfter {

        @Test
        void inSecondsIsPassedOn() {
            server.then(503, "", "Retry-After", "120");

            assertThat(trouble(Setting.READ).retryAfter()).contains(Duration.ofMinutes(2));
            assertThat(server.seen()).as("not waited for here").hasSize(1);
        }

        @Test
        void asADateIsPassedOnAsTheTimeUntilThen() {
            server.then(429, "", "Retry-After", "Mon, 23 Nov 2026 09:01:30 GMT");

            assertThat(trouble(Setting.READ).retryAfter()).contains(Duration.ofSeconds(90));
        }

        @Test
        void asADateThatIsOverIsAtOnce() {
            server.then(429, "", "Retry-After", "Mon, 23 Nov 2026 08:00:00 GMT");

            assertThat(trouble(Setting.READ).retryAfter()).contains(Duration.ZERO);
        }

        @Test
        void thatIsShortIsWaitedForBeforeTheNextTry() {
            server.then(429, "", "Retry-After", "2").then(200, "{}");

            setting.to(server.url()).send(Setting.READ);

            assertThat(setting.pauses).containsExactly(Duration.ofSeconds(2));
        }

        @Test
        void ofNothingAtAllIsNoReasonToTryAgainWithoutPause() {
            server.then(429, "", "Retry-After", "0").then(200, "{}");

            setting.to(server.url()).send(Setting.READ);

            assertThat(setting.pauses).singleElement().satisfies(pause -> assertThat(pause)
                    .isPositive());
        }

        @Test
        void ofYearsIsAnHourAtTheMost() {
            server.then(503, "", "Retry-After", "999999999");

            assertThat(trouble(Setting.READ).retryAfter()).contains(Duration.ofHours(1));
        }

        @Test
        void thatMakesNoSenseIsIgnored() {
            server.then(503, "", "Retry-After", "soon");

            assertThat(trouble(Setting.READ).retryAfter()).isEmpty();
        }

        @Test
        void belowZeroIsIgnored() {
            server.then(503, "", "Retry-After", "-5");

            assertThat(trouble(Setting.READ).retryAfter()).isEmpty();
        }
    }

    @Nested
    class Sending {

        @Test
        void whatIsSentSaysWhoSendsItAndWhatItTakes() {
            server.then(200, "{}");

            setting.to(server.url()).send(Setting.WRITE.with("X-Forwarded-Host", "auth.dezky.test"));

            AnyServer.Seen seen = server.seen().get(0);
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.header("User-Agent")).isEqualTo("dezky-operator");
            assertThat(seen.header("Accept")).isEqualTo("application/json");
            assertThat(seen.header("Content-Type")).startsWith("application/json");
            assertThat(seen.header("X-Forwarded-Host")).isEqualTo("auth.dezky.test");
            assertThat(seen.header("Authorization")).isNull();
            assertThat(seen.body()).isEqualTo("{\"name\":\"Ada\"}");
        }

        @Test
        void aPathInTheBaseUrlIsKept() {
            server.then(200, "{}");

            setting.to(URI.create(server.url() + "/auth/")).send(Setting.READ);

            assertThat(server.seen().get(0).path()).isEqualTo("/auth/api/users/7");
        }

        @Test
        void aPostWithoutABodyHasOneOfLengthZero() {
            server.then(200, "{}");

            setting.to(server.url()).send(HttpCall.write("x", "POST", "/x", null));

            assertThat(server.seen().get(0).header("Content-Length")).isEqualTo("0");
        }

        @Test
        void anAnswerThatIsNoJsonIsAMissingNodeAndNoError() {
            server.then(200, "<html>");

            assertThat(setting.to(server.url()).send(Setting.READ).json().isMissingNode())
                    .isTrue();
        }

        @Test
        void headersOfTheAnswerAreFoundWhateverTheirCase() {
            server.then(200, "{}", "X-Authentik-Id", "abc");

            assertThat(setting.to(server.url()).send(Setting.READ).header("x-authentik-id"))
                    .contains("abc");
        }
    }

    @Nested
    class Redirects {

        @Test
        void areNotFollowedSoThatTheCredentialGoesNowhereElse() {
            try (AnyServer elsewhere = AnyServer.plain()) {
                elsewhere.then(200, "{}");
                server.then(302, "", "Location", elsewhere.url() + "/stolen");

                assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(302);
                assertThat(elsewhere.seen()).isEmpty();
            }
        }

        @Test
        void areNotFollowedOnTheSameHostEither() {
            server.then(308, "", "Location", "/elsewhere");

            assertThat(setting.to(server.url()).send(Setting.WRITE).status()).isEqualTo(308);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Nested
    class TimeOuts {

        @Test
        void aCallThatTakesTooLongIsGivenUpAndMayHaveActed() {
            setting.callTimeout = Duration.ofMillis(100);
            server.then(exchange -> {
                try {
                    new java.util.concurrent.CountDownLatch(1).await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });

            ExternalException.Transient trouble = trouble(Setting.WRITE);

            assertThat(trouble.effectUnknown()).isTrue();
            assertThat(trouble)
                    .hasMessageContaining("Authentik at http://localhost")
                    .hasMessageContaining("timeout");
        }

        @Test
        void anAnswerThatNeverEndsIsGivenUp() {
            setting.callTimeout = Duration.ofMillis(200);
            server.then(exchange -> {
                exchange.sendResponseHeaders(200, 1_000_000);
                exchange.getResponseBody().write("{".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                try {
                    new java.util.concurrent.CountDownLatch(1).await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThat(trouble(Setting.WRITE)).hasMessageContaining("timeout");
        }

        @Test
        void aCallThatNeedsMoreTimeIsGivenIt() {
            setting.callTimeout = Duration.ofMillis(1);
            server.then(200, "{}");

            assertThat(setting.to(server.url())
                            .send(Setting.READ.within(Duration.ofSeconds(10)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class TooLarge {

        @Test
        void anAnswerOfMoreThan64MebibytesIsNoAnswer() {
            server.then(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] chunk = new byte[1024 * 1024];
                for (int i = 0; i < 80; i++) {
                    exchange.getResponseBody().write(chunk);
                }
                exchange.close();
            });

            ExternalException.Transient trouble = trouble(Setting.WRITE);

            assertThat(trouble.effectUnknown()).isTrue();
            assertThat(trouble.reason()).isEqualTo("AuthentikUnavailable");
            assertThat(trouble).hasMessageContaining("more than 64 MiB");
        }
    }

    @Nested
    class Messages {

        @Test
        void ofAServerThatIsNotThereNameTheSystemThePlaceTheCauseAndTheMend() {
            SystemHttp http = setting.to(URI.create("http://no-such-host.invalid"));

            assertThatThrownBy(() -> http.send(Setting.READ))
                    .isInstanceOf(ExternalException.Transient.class)
                    .hasMessage("Authentik at http://no-such-host.invalid does not answer (unknown host). Check that it"
                            + " runs and can be reached; the operator tries again by itself.");
        }

        @Test
        void nameTheReasonForAConditionAndTheSystemForMetrics() {
            server.then(503, "");

            ExternalException.Transient trouble = trouble(Setting.READ);

            assertThat(trouble.reason()).isEqualTo("AuthentikUnavailable");
            assertThat(trouble.system()).isEqualTo("authentik");
        }

        @Test
        void neverHoldBodyHeaderOrQuery() {
            HttpCall call = HttpCall.write(
                            "user.set_password", "POST", "/x?key=in-the-query-1", Map.of("password", "in-the-body-2"))
                    .with("X-Secret", "in-a-header-3");
            server.then(502, "in-the-answer-4", "Set-Cookie", "in-a-cookie-5");

            ExternalException.Transient trouble = trouble(call);

            assertThat(trouble.toString() + call)
                    .doesNotContain("in-the-query", "in-the-body", "in-a-header", "in-the-answer", "in-a-cookie");
            assertThat(call).hasToString("user.set_password (POST /x?…)");
        }

        @Test
        void anAnswerAsTextShowsItsSizeAndNotItsBody() {
            server.then(200, "{\"key\":\"secret\"}");

            assertThat(setting.to(server.url()).send(Setting.READ)).hasToString("HTTP 200 (16 bytes)");
        }
    }

    @Nested
    class Metrics {

        @Test
        void everyTryIsCountedAndTimedBySystemOperationAndOutcome() {
            server.then(503, "").then(200, "{}");

            setting.to(server.url()).send(Setting.READ);

            assertThat(count("503")).isEqualTo(1);
            assertThat(count("200")).isEqualTo(1);
        }

        @Test
        void aCallWithoutAnAnswerIsAnError() {
            server.then(AnyServer.NOTHING);

            trouble(Setting.WRITE);

            assertThat(setting.metrics
                            .get("dezky.external.requests")
                            .tags("system", "authentik", "operation", "user.create", "outcome", "error")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }

        private long count(String outcome) {
            return setting.metrics
                    .get("dezky.external.requests")
                    .tags("system", "authentik", "operation", "user.get", "outcome", outcome)
                    .timer()
                    .count();
        }
    }
}
