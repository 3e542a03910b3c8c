package io.dezky.operator.http;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * HTTP with one external system. Each system has its own limits, so that a slow one does not hold up the others.
 *
 * <p>What it decides: whether a call was answered at all, and whether it may be sent again. What an answer below 500
 * means is for the system's client.
 */
public final class SystemHttp {

    /** Waits; replaced in tests. */
    @FunctionalInterface
    public interface Pause {
        void take(Duration time);

        /** Really waits. */
        Pause REAL = time -> {
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** What this needs of its surroundings. */
    public record Surroundings(OkHttpClient base, MeterRegistry metrics, Clock clock, Pause pause) {}

    private static final int TRIES = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration QUEUE = Duration.ofSeconds(60);
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

    private final SystemSettings settings;
    private final Credential credential;
    private final OkHttpClient client;
    private final HttpUrl base;
    private final Bulkhead concurrency;
    private final RateLimiter rate;
    private final CircuitBreaker breaker;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Pause pause;
    private volatile String lastTrouble = "";

    public SystemHttp(SystemSettings settings, Credential credential, Surroundings surroundings) {
        this.settings = settings;
        this.credential = credential;
        this.base = HttpUrl.get(settings.url().toString());
        this.client = Tls.configure(surroundings.base().newBuilder(), settings.caFile())
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                // A call that OkHttp repeats by itself could be carried out twice; what is repeated is decided here.
                .retryOnConnectionFailure(false)
                .build();
        this.concurrency = Bulkhead.of(
                settings.system(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrentCalls())
                        .maxWaitDuration(QUEUE)
                        .build());
        this.rate = RateLimiter.of(
                settings.system(),
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .limitForPeriod(settings.maxCallsPerSecond())
                        .timeoutDuration(QUEUE)
                        .build());
        this.breaker = CircuitBreaker.of(
                settings.system(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(15))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(Unreachable.class::isInstance)
                        .build());
        this.metrics = surroundings.metrics();
        this.clock = surroundings.clock();
        this.pause = surroundings.pause();
        Gauge.builder("dezky.external.circuit.open", breaker, b -> b.getState() == CircuitBreaker.State.OPEN ? 1 : 0)
                .description("1 while calls to the system are held back because it does not answer")
                .tag("system", settings.system())
                .register(metrics);
    }

    /** The settings. */
    public SystemSettings settings() {
        return settings;
    }

    /**
     * Makes a call.
     *
     * @return any answer with a status below 500, and 5xx only where {@link HttpCall#repeatable()} tries are used up
     *     and the status is 500 or 501: the caller knows what these mean
     * @throws ExternalException.Transient when there was no answer, or 429, 502, 503, 504
     * @throws ExternalException.Unauthorized when there is no usable credential, or the system answers 401
     */
    public HttpAnswer send(HttpCall call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return authorized(call);
            } catch (ExternalException.Transient trouble) {
                Duration wait = trouble.retryAfter().orElse(backoff(attempt));
                boolean again = attempt < TRIES && mayRepeat(call, trouble) && wait.compareTo(LONGEST_PAUSE) <= 0;
                if (!again) {
                    throw trouble;
                }
                pause.take(wait);
            }
        }
    }

    private static boolean mayRepeat(HttpCall call, ExternalException.Transient trouble) {
        return call.repeatable() || !trouble.effectUnknown();
    }

    private static Duration backoff(int attempt) {
        return Duration.ofMillis((100L << attempt) + ThreadLocalRandom.current().nextInt(100));
    }

    private HttpAnswer authorized(HttpCall call) {
        Optional<String> authorization = credential.authorization();
        HttpAnswer answer = limited(call, authorization.orElse(null));
        if (answer.status() != 401 || authorization.isEmpty()) {
            authorization.ifPresent(credential::accepted);
            return answer;
        }
        if (!credential.refused(authorization.get())) {
            throw refused();
        }
        String renewed = credential.authorization().orElseThrow(this::refused);
        HttpAnswer second = limited(call, renewed);
        if (second.status() == 401) {
            credential.refused(renewed);
            throw refused();
        }
        return second;
    }

    /** For clients of systems that say "wrong credential" by something else than 401. */
    public ExternalException.Unauthorized refusedCredential() {
        credential.authorization().ifPresent(credential::refused);
        return refused();
    }

    private ExternalException.Unauthorized refused() {
        return new ExternalException.Unauthorized(
                settings.system(),
                "Unauthorized",
                settings.displayName() + " at " + settings.url() + " refuses the operator's " + credential
                        + ". Put a valid one into the Secret behind it.");
    }

    private HttpAnswer limited(HttpCall call, String authorization) {
        if (!rate.acquirePermission()) {
            throw busy("too many calls wait for " + settings.displayName());
        }
        try {
            return breaker.executeSupplier(() -> concurrency.executeSupplier(() -> measured(call, authorization)));
        } catch (Unreachable unreachable) {
            throw unreachable.asTransient;
        } catch (CallNotPermittedException open) {
            throw new ExternalException.Transient(
                    settings.system(), unavailable(), lastTrouble, false, breakerPatience(), null);
        } catch (BulkheadFullException full) {
            throw busy(settings.displayName() + " is slow: calls waited longer than " + QUEUE.toSeconds() + " s");
        }
    }

    private static Duration breakerPatience() {
        return Duration.ofSeconds(15);
    }

    private ExternalException.Transient busy(String what) {
        return new ExternalException.Transient(
                settings.system(), unavailable(), what + ". The operator tries again by itself.", false, null, null);
    }

    private String unavailable() {
        String system = settings.system();
        return Character.toUpperCase(system.charAt(0)) + system.substring(1) + "Unavailable";
    }

    private HttpAnswer measured(HttpCall call, String authorization) {
        Timer.Sample time = Timer.start(metrics);
        String outcome = "error";
        try {
            HttpAnswer answer = transmit(call, authorization);
            outcome = String.valueOf(answer.status());
            return judged(call, answer);
        } finally {
            time.stop(Timer.builder("dezky.external.requests")
                    .description("Calls to external systems")
                    .tag("system", settings.system())
                    .tag("operation", call.operation())
                    .tag("outcome", outcome)
                    .publishPercentileHistogram(false)
                    .register(metrics));
        }
    }

    private HttpAnswer judged(HttpCall call, HttpAnswer answer) {
        Duration retryAfter = retryAfter(answer);
        return switch (answer.status()) {
            // Refused before anything was done.
            case 429 ->
                throw new ExternalException.Transient(
                        settings.system(),
                        unavailable(),
                        settings.displayName() + " asks for fewer calls (429). The operator tries again by itself.",
                        false,
                        retryAfter,
                        null);
            case 502, 503, 504 ->
                throw unreachable(
                        call,
                        settings.displayName() + " at " + settings.url() + " answers " + answer.status()
                                + ": it is starting, or something behind it is down",
                        true,
                        retryAfter,
                        null);
            default -> answer;
        };
    }

    private HttpAnswer transmit(HttpCall call, String authorization) {
        Call request = client.newCall(request(call, authorization));
        Duration limit = call.timeout() == null ? settings.callTimeout() : call.timeout();
        request.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = request.execute()) {
            Map<String, String> headers = new HashMap<>();
            response.headers().forEach(h -> headers.put(h.getFirst().toLowerCase(Locale.ROOT), h.getSecond()));
            return new HttpAnswer(response.code(), headers, body(response));
        } catch (SSLException e) {
            throw unreachable(
                    call,
                    "The TLS certificate of " + settings.displayName() + " at " + settings.url()
                            + " is not trusted, or the connection is not TLS (" + causeOf(e)
                            + "). Give the operator the CA that signed it (caFile)",
                    false,
                    null,
                    e);
        } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
            throw unreachable(call, noAnswer(e), false, null, e);
        } catch (IOException e) {
            throw unreachable(call, noAnswer(e), true, null, e);
        }
    }

    private String noAnswer(IOException e) {
        return settings.displayName() + " at " + settings.url() + " does not answer (" + causeOf(e) + ")";
    }

    /** Short and the same for the same trouble, so that a condition does not change with every try. */
    private static String causeOf(IOException e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        if (e instanceof java.io.InterruptedIOException) {
            return "timeout";
        }
        if (e instanceof SSLException) {
            return "TLS";
        }
        return "connection lost";
    }

    private Unreachable unreachable(HttpCall call, String what, boolean sent, Duration retryAfter, IOException cause) {
        lastTrouble = what + ". Check that it runs and can be reached; the operator tries again by itself.";
        return new Unreachable(new ExternalException.Transient(
                settings.system(), unavailable(), lastTrouble, sent && !isRead(call), retryAfter, cause));
    }

    private static boolean isRead(HttpCall call) {
        return call.method().equals("GET") || call.method().equals("PROPFIND");
    }

    private static byte[] body(Response response) throws IOException {
        okio.BufferedSource source = response.body().source();
        if (source.request(LARGEST_ANSWER + 1L)) {
            throw new IOException("answer of more than " + LARGEST_ANSWER + " bytes");
        }
        return source.getBuffer().readByteArray();
    }

    private Request request(HttpCall call, String authorization) {
        HttpUrl url = HttpUrl.get(base.toString().replaceFirst("/$", "") + call.path());
        RequestBody body = call.body() == null
                ? emptyBody(call.method())
                : RequestBody.create(call.body(), MediaType.get(call.contentType()));
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", "dezky-operator")
                .method(call.method(), body);
        call.headers().forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private static RequestBody emptyBody(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> RequestBody.create(new byte[0], null);
            default -> null;
        };
    }

    private Duration retryAfter(HttpAnswer answer) {
        return answer.header("retry-after").map(this::parseRetryAfter).orElse(null);
    }

    private Duration parseRetryAfter(String value) {
        if (value.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), at);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException nonsense) {
            return null;
        }
    }

    /** What the circuit breaker counts: the system as such can't be reached. */
    private static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient ExternalException.Transient asTransient;

        private Unreachable(ExternalException.Transient asTransient) {
            super(null, null, false, false);
            this.asTransient = asTransient;
        }
    }
}
