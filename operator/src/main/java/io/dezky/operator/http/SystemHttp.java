package io.dezky.operator.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/**
 * HTTP with one external system.
 *
 * <p>What it decides: whether a call was answered at all, whether it may be sent again, and whether the operator's
 * credential was refused. What any other answer below 500 means is for the system's client.
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
    private static final int UNAUTHORIZED = 401;

    private final SystemSettings settings;
    private final Credential credential;
    private final Predicate<HttpAnswer> refusal;
    private final Transmission transmission;
    private final Limits limits;
    private final MeterRegistry metrics;
    private final Pause pause;

    /** For a system that says 401 to a wrong credential. */
    public SystemHttp(SystemSettings settings, Credential credential, Surroundings surroundings) {
        this(settings, credential, answer -> answer.status() == UNAUTHORIZED, surroundings);
    }

    /**
     * HTTP with a system.
     *
     * @param refusal tells the answer by which this system refuses a credential
     */
    public SystemHttp(
            SystemSettings settings, Credential credential, Predicate<HttpAnswer> refusal, Surroundings surroundings) {
        this(
                settings,
                credential,
                refusal,
                new Transmission(settings, surroundings.base(), surroundings.clock()),
                new Limits(settings, surroundings.metrics(), surroundings.clock()),
                surroundings.metrics(),
                surroundings.pause());
    }

    private SystemHttp(
            SystemSettings settings,
            Credential credential,
            Predicate<HttpAnswer> refusal,
            Transmission transmission,
            Limits limits,
            MeterRegistry metrics,
            Pause pause) {
        this.settings = settings;
        this.credential = credential;
        this.refusal = refusal;
        this.transmission = transmission;
        this.limits = limits;
        this.metrics = metrics;
        this.pause = pause;
    }

    /** The same system, within the same limits, without a credential. */
    public SystemHttp withoutCredential() {
        return new SystemHttp(settings, Credential.none(), refusal, transmission, limits, metrics, pause);
    }

    /** The settings. */
    public SystemSettings settings() {
        return settings;
    }

    /**
     * Makes a call, up to three times where that is safe.
     *
     * @return any answer but those below
     * @throws ExternalException.Transient when there was no answer, or 429, 502, 503, 504
     * @throws ExternalException.Unauthorized when there is no usable credential, or the system refuses it
     */
    public HttpAnswer send(HttpCall call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return authorized(call);
            } catch (ExternalException.Transient trouble) {
                Duration wait = longer(trouble.retryAfter().orElse(Duration.ZERO), backoff(attempt));
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

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration backoff(int attempt) {
        return Duration.ofMillis((100L << attempt) + ThreadLocalRandom.current().nextInt(100));
    }

    /** A refused call was not carried out: it is sent again at once where another credential can be had. */
    private HttpAnswer authorized(HttpCall call) {
        Optional<String> authorization = authorization();
        if (authorization.isEmpty()) {
            return limited(call, null);
        }
        HttpAnswer answer = limited(call, authorization.get());
        if (!refusal.test(answer)) {
            credential.accepted(authorization.get());
            return answer;
        }
        if (!credential.refused(authorization.get())) {
            throw refused();
        }
        String renewed = authorization().orElseThrow(this::refused);
        HttpAnswer second = limited(call, renewed);
        if (refusal.test(second)) {
            credential.refused(renewed);
            throw refused();
        }
        credential.accepted(renewed);
        return second;
    }

    /** One that was refused before reads like one that was refused now, so that a condition does not change with every try. */
    private Optional<String> authorization() {
        try {
            return credential.authorization();
        } catch (FileCredential.RefusedBefore again) {
            throw refused();
        }
    }

    private ExternalException.Unauthorized refused() {
        return new ExternalException.Unauthorized(
                settings.system(),
                "Unauthorized",
                settings.displayName() + " at " + settings.url() + " refuses the operator's " + credential
                        + ". Put a valid one into the Secret behind it.");
    }

    private HttpAnswer limited(HttpCall call, String authorization) {
        return limits.keep(() -> measured(call, authorization));
    }

    private HttpAnswer measured(HttpCall call, String authorization) {
        Timer.Sample time = Timer.start(metrics);
        String outcome = "error";
        try {
            HttpAnswer answer = transmission.send(call, authorization);
            outcome = String.valueOf(answer.status());
            return transmission.judged(call, answer);
        } finally {
            time.stop(Timer.builder("dezky.external.requests")
                    .description("Calls to external systems")
                    .tag("system", settings.system())
                    .tag("operation", call.operation())
                    .tag("outcome", outcome)
                    .register(metrics));
        }
    }
}
