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
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How much one system is asked at once, in a second, and while it does not answer. A slow or silent system does not hold
 * up the others.
 */
final class Limits {

    /** How long a call waits for its turn. */
    private static final Duration QUEUE = Duration.ofSeconds(60);

    /** How long nothing is sent to a system that did not answer any of the last calls. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How many calls in a row without an answer it takes. */
    static final int SILENT_CALLS = 10;

    private final SystemSettings settings;
    private final Bulkhead concurrency;
    private final RateLimiter rate;
    private final CircuitBreaker breaker;
    private volatile ExternalException.Transient lastTrouble;

    Limits(SystemSettings settings, MeterRegistry metrics, Clock clock) {
        this.settings = settings;
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
                        .slidingWindowSize(SILENT_CALLS)
                        .minimumNumberOfCalls(SILENT_CALLS)
                        // All of them: with less, the first call that is answered again could be the one that opens it.
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(PATIENCE)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .clock(clock)
                        .recordException(NoAnswer.class::isInstance)
                        .build());
        Gauge.builder("dezky.external.circuit.open", breaker, b -> b.getState() == CircuitBreaker.State.OPEN ? 1 : 0)
                .description("1 while calls to the system are held back because it does not answer")
                .tag("system", settings.system())
                .register(metrics);
    }

    /**
     * Makes a call when its turn has come.
     *
     * @throws ExternalException.Transient when the turn does not come, or the system did not answer
     */
    HttpAnswer keep(Supplier<HttpAnswer> call) {
        if (!rate.acquirePermission()) {
            throw busy("Too many calls wait for " + settings.displayName());
        }
        try {
            return breaker.executeSupplier(() -> concurrency.executeSupplier(call));
        } catch (NoAnswer noAnswer) {
            lastTrouble = noAnswer.trouble();
            throw noAnswer.trouble();
        } catch (CallNotPermittedException open) {
            throw heldBack();
        } catch (BulkheadFullException full) {
            throw busy(settings.displayName() + " is slow: calls waited longer than " + QUEUE.toSeconds() + " s");
        }
    }

    /** The same words as when it was tried last, so that a condition does not change with every try. */
    private ExternalException.Transient heldBack() {
        ExternalException.Transient last = lastTrouble;
        String message = last == null ? settings.displayName() + " does not answer." : last.getMessage();
        return new ExternalException.Transient(
                settings.system(), settings.unavailable(), message, false, PATIENCE, null);
    }

    private ExternalException.Transient busy(String what) {
        return new ExternalException.Transient(
                settings.system(),
                settings.unavailable(),
                what + ". The operator tries again by itself.",
                false,
                null,
                null);
    }
}
