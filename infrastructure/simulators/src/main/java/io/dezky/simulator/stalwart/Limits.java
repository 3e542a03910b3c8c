package io.dezky.simulator.stalwart;

import io.dezky.simulator.http.Admission;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many requests the server takes: at once and in a minute from one account, in a minute from those who are nobody
 * yet, and wrong credentials in a day from one address. All by the simulator's clock. Who holds {@code
 * unlimitedRequests} is only limited in guessing.
 */
final class Limits implements Admission {

    private static final int AUTHENTICATED_A_MINUTE = 1000;
    private static final int ANONYMOUS_A_MINUTE = 100;
    private static final int FAILURES_A_DAY = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ANONYMOUS = "anonymous";

    private static final class Window {
        private Instant begin;
        private int count;
    }

    private final boolean enabled;
    private final SignIn signIn;
    private final Registry registry;
    private final Clock clock;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<SimulatedRequest, String> entered = new IdentityHashMap<>();
    private final Map<String, Window> windows = new HashMap<>();
    private final Set<String> knownKeys = new HashSet<>();
    private boolean banned;

    Limits(boolean enabled, SignIn signIn, Registry registry, Clock clock) {
        this.enabled = enabled;
        this.signIn = signIn;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Optional<Answer> enter(SimulatedRequest request) {
        if (!enabled) {
            return Optional.empty();
        }
        SignIn.Outcome outcome = signIn.of(request);
        synchronized (this) {
            if (banned) {
                return Optional.of(Answer.connectionClosed());
            }
            return refusal(request, outcome);
        }
    }

    private Optional<Answer> refusal(SimulatedRequest request, SignIn.Outcome outcome) {
        if (countsAsAnonymous(request, outcome) && !fits(ANONYMOUS, ANONYMOUS_A_MINUTE, MINUTE)) {
            return Optional.of(Problem.rateLimited(ANONYMOUS_A_MINUTE, secondsLeft(ANONYMOUS)));
        }
        Optional<Caller> limited = outcome.caller().filter(caller -> !caller.may("unlimitedRequests"));
        if (limited.isEmpty() || isHealth(request)) {
            return Optional.empty();
        }
        String account = limited.get().id();
        if (!fits(account, AUTHENTICATED_A_MINUTE, MINUTE)) {
            return Optional.of(Problem.rateLimited(AUTHENTICATED_A_MINUTE, secondsLeft(account)));
        }
        int most = registry.limits().concurrentRequests();
        if (running.getOrDefault(account, 0) >= most) {
            return Optional.of(Problem.tooManyAtOnce(most));
        }
        running.merge(account, 1, Integer::sum);
        entered.put(request, account);
        return Optional.empty();
    }

    /** Probes, and every key that the server sees for the first time; passwords are not counted here. */
    private boolean countsAsAnonymous(SimulatedRequest request, SignIn.Outcome outcome) {
        String authorization = request.header("Authorization").orElse("");
        if (isHealth(request)) {
            return true;
        }
        if (!authorization.startsWith("Bearer ")) {
            return false;
        }
        return outcome.caller().isEmpty() || knownKeys.add(authorization);
    }

    private static boolean isHealth(SimulatedRequest request) {
        return request.path().startsWith("/healthz/");
    }

    @Override
    public synchronized void leave(SimulatedRequest request) {
        String account = entered.remove(request);
        if (account != null) {
            running.merge(account, -1, Integer::sum);
        }
    }

    /** Counts wrong credentials; the answer to the one that was too many bans the address for ever. */
    synchronized Optional<Answer> failed() {
        if (!enabled || fits("failures", FAILURES_A_DAY, DAY)) {
            return Optional.empty();
        }
        banned = true;
        return Optional.of(Problem.tooManyAuthenticationAttempts());
    }

    /** Ends the ban. What was counted stays: the next wrong credential bans again. */
    synchronized void liftBan() {
        banned = false;
    }

    synchronized boolean isBanned() {
        return banned;
    }

    private boolean fits(String key, int most, Duration time) {
        Window window = windows.computeIfAbsent(key, k -> new Window());
        Instant now = clock.instant();
        if (window.begin == null || !now.isBefore(window.begin.plus(time))) {
            window.begin = now;
            window.count = 0;
        }
        window.count++;
        return window.count <= most;
    }

    private long secondsLeft(String key) {
        return Math.max(
                1,
                Duration.between(clock.instant(), windows.get(key).begin.plus(MINUTE))
                        .toSeconds());
    }
}
