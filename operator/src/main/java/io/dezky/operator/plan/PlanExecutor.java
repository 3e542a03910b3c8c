package io.dezky.operator.plan;

import java.util.Optional;

/** Applies plans, change by change, and tells of each change that was made. */
public final class PlanExecutor {

    /** Is told of each change after it was made. */
    @FunctionalInterface
    public interface Listener {
        void applied(Subject subject, Change<?> change);
    }

    private final Listener listener;

    public PlanExecutor(Listener listener) {
        this.listener = listener;
    }

    /**
     * Applies the changes in order. An exception of the caller ends it: what was applied until then stays, and the next
     * observation shows it.
     *
     * @return the object that turned out to exist already, if one did; nothing behind it was applied
     */
    public <C> Optional<Target> apply(Subject subject, Plan<C> plan, Caller<C> caller) {
        for (Change<C> change : plan.changes()) {
            if (caller.make(change.call()) == Caller.Outcome.EXISTS) {
                return Optional.of(change.target());
            }
            listener.applied(subject, change);
        }
        return Optional.empty();
    }
}
