package io.dezky.simulator.stalwart.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Every change of a DKIM key's stage, in the order in which they came. */
public final class StageHistory {

    private final Clock clock;
    private final List<StageChange> changes = new ArrayList<>();
    private final List<Consumer<StageChange>> listeners = new CopyOnWriteArrayList<>();

    StageHistory(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(
            String domain, String selector, long signature, Optional<DkimStage> from, Optional<DkimStage> to) {
        if (from.equals(to)) {
            return;
        }
        StageChange change =
                new StageChange(changes.size() + 1L, clock.instant(), domain, selector, Ids.text(signature), from, to);
        changes.add(change);
        listeners.forEach(listener -> listener.accept(change));
    }

    /** All changes so far. */
    public synchronized List<StageChange> changes() {
        return List.copyOf(changes);
    }

    /** From now on this hears of each change while it happens, before the caller has his answer. */
    public void listen(Consumer<StageChange> listener) {
        listeners.add(listener);
    }
}
