package io.dezky.operator.plan;

import java.util.List;

/**
 * What must change so that one system is as desired.
 *
 * @param changes in the order in which they are applied
 * @param obstacles what can't be had; the changes do not touch it
 * @param <C> the system's type of calls
 */
public record Plan<C>(List<Change<C>> changes, List<Obstacle> obstacles) {

    public Plan {
        changes = List.copyOf(changes);
        obstacles = List.copyOf(obstacles);
    }

    /** A plan without obstacles. */
    public static <C> Plan<C> of(List<Change<C>> changes) {
        return new Plan<>(changes, List.of());
    }

    /** Whether all is as desired. */
    public boolean isEmpty() {
        return changes.isEmpty() && obstacles.isEmpty();
    }
}
