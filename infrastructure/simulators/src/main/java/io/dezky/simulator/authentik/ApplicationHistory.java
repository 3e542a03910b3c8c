package io.dezky.simulator.authentik;

import io.dezky.simulator.authentik.access.Admission;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How well each application was guarded, after every request that could have changed it. Tells whether an application
 * was ever open, be it for the time between two requests.
 */
public final class ApplicationHistory {

    /** How well an application is guarded. */
    public enum Guard {
        /** A binding that is switched on keeps strangers out. */
        GUARDED,
        /** No binding, but no provider either: anybody may enter, but there is nothing to get. */
        UNGUARDED_WITHOUT_PROVIDER,
        /** A stranger would get a code. */
        OPEN
    }

    /** From this time on the application was guarded in this way. */
    public record Moment(Instant since, String slug, Guard guard) {}

    private final Store store;
    private final Admission admission;
    private final List<Moment> moments = new ArrayList<>();
    private final List<Consumer<Moment>> listeners = new ArrayList<>();
    private final Map<String, Guard> last = new HashMap<>();

    ApplicationHistory(Store store, Admission admission) {
        this.store = store;
        this.admission = admission;
    }

    synchronized void observe(Instant now) {
        store.applications().stream().forEach(application -> {
            String slug = application.text("slug");
            Guard guard = guard(application);
            if (last.put(slug, guard) != guard) {
                Moment moment = new Moment(now, slug, guard);
                moments.add(moment);
                listeners.forEach(listener -> listener.accept(moment));
            }
        });
        last.keySet().removeIf(slug -> store.applications().first("slug", slug).isEmpty());
    }

    private Guard guard(Row application) {
        if (!admission.admitsStrangers(application)) {
            return Guard.GUARDED;
        }
        return application.optional("provider").isPresent() ? Guard.OPEN : Guard.UNGUARDED_WITHOUT_PROVIDER;
    }

    /** Whether there was ever a moment at which a stranger would have got a code for it. */
    public boolean everOpen(String slug) {
        return moments(slug).stream().anyMatch(moment -> moment.guard() == Guard.OPEN);
    }

    /** Whether there was ever a moment at which it could be seen without a binding, with or without a provider. */
    public boolean everUnguarded(String slug) {
        return moments(slug).stream().anyMatch(moment -> moment.guard() != Guard.GUARDED);
    }

    /** What became of it, in order. */
    public synchronized List<Moment> moments(String slug) {
        return moments.stream().filter(moment -> moment.slug().equals(slug)).toList();
    }

    /**
     * Tells of every change from now on, while the request that made it is still being answered: a listener must not
     * call the simulator.
     */
    public synchronized void listen(Consumer<Moment> listener) {
        listeners.add(listener);
    }
}
