package io.dezky.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fault switch of one simulator. Of several faults that match a request the oldest befalls it. */
public final class Faults {

    private static final class Pending {
        final Fault fault;
        int left;

        Pending(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }
    }

    private final List<Pending> pending = new ArrayList<>();

    /** From now on this goes wrong. */
    public synchronized void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    /** Nothing goes wrong any more. */
    public synchronized void clear() {
        pending.clear();
    }

    /** How many faults wait for a request that they befall. */
    public synchronized int waiting() {
        return pending.size();
    }

    synchronized Optional<Fault.Effect> next(SimulatedRequest request) {
        for (Pending candidate : pending) {
            if (candidate.fault.matches().test(request)) {
                if (candidate.fault.times() != Fault.FOR_EVER && --candidate.left == 0) {
                    pending.remove(candidate);
                }
                return Optional.of(candidate.fault.effect());
            }
        }
        return Optional.empty();
    }
}
