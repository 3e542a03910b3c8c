package io.dezky.operator.plan;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings one system from observed to desired: observe, plan, apply.
 *
 * <p>What is new is created without looking first, because names are deterministic: a create that meets an object
 * answers so, and only then one looks and plans again (docs/decisions/create-first.md).
 */
public final class Convergence {

    /**
     * The pure part: what must change.
     *
     * @param <O> the observed state
     * @param <C> the system's type of calls
     */
    @FunctionalInterface
    public interface Planner<O, C> {
        Plan<C> plan(O observed);
    }

    /**
     * What was done.
     *
     * @param observed the state that the last plan was made from
     * @param plan the last plan, applied as a whole; its obstacles stand
     */
    public record Applied<O, C>(O observed, Plan<C> plan) {}

    private static final int LOOKS = 3;

    private final PlanExecutor executor;

    public Convergence(PlanExecutor executor) {
        this.executor = executor;
    }

    /**
     * Plans and applies.
     *
     * @param first the state to plan from: observed, or assumed when nothing was made yet
     * @param look observes the system; called only when a create met an object
     * @return what was applied
     * @throws ExistsThoughUnseen when a create meets an object that looking does not show
     */
    public <O, C> Applied<O, C> run(
            Subject subject, O first, Supplier<O> look, Planner<O, C> planner, Caller<C> caller) {
        O observed = first;
        Target inTheWay = null;
        for (int i = 0; i < LOOKS; i++) {
            Plan<C> plan = planner.plan(observed);
            Optional<Target> exists = executor.apply(subject, plan, caller);
            if (exists.isEmpty()) {
                return new Applied<>(observed, plan);
            }
            inTheWay = exists.get();
            observed = look.get();
        }
        throw new ExistsThoughUnseen(inTheWay);
    }

    /**
     * A create is refused because the object exists, yet looking for it finds nothing: it is hidden from the operator,
     * or something makes and removes it all the time.
     */
    public static final class ExistsThoughUnseen extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Target target;

        ExistsThoughUnseen(Target target) {
            super(target + " can't be created because it exists, and can't be seen either");
            this.target = target;
        }

        /** The object. */
        public Target target() {
            return target;
        }
    }
}
