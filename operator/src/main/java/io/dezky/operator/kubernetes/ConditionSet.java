package io.dezky.operator.kubernetes;

import io.dezky.platform.v1alpha1.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of one object, being written. A condition keeps the time of its last transition as long as its status
 * stays; each carries the generation that it speaks of, because {@code kubectl wait} looks there first.
 */
public final class ConditionSet {

    private static final int LONGEST_MESSAGE = 1024;

    private final List<Condition> before;
    private final List<Condition> conditions = new ArrayList<>();
    private final long generation;
    private final Instant now;

    public ConditionSet(List<Condition> before, long generation, Clock clock) {
        this.before = before;
        this.generation = generation;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Says that something holds. */
    public ConditionSet holds(String type, String reason, String message) {
        return put(type, Condition.TRUE, reason, message);
    }

    /** Says that something does not hold. */
    public ConditionSet fails(String type, String reason, String message) {
        return put(type, Condition.FALSE, reason, message);
    }

    /** Says that nobody knows. */
    public ConditionSet unknown(String type, String reason, String message) {
        return put(type, Condition.UNKNOWN, reason, message);
    }

    /** Says again what was said before, of the generation that it was said of: nobody found out anything new. */
    public ConditionSet keep(String type) {
        before.stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst()
                .ifPresent(condition -> {
                    conditions.removeIf(said -> said.type().equals(type));
                    conditions.add(condition);
                });
        return this;
    }

    private ConditionSet put(String type, String status, String reason, String message) {
        String text = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE - 1) + "…" : message;
        Instant since = before.stream()
                .filter(condition -> type.equals(condition.type()) && status.equals(condition.status()))
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElse(now);
        conditions.removeIf(condition -> condition.type().equals(type));
        conditions.add(new Condition(type, status, reason, text, generation, since));
        return this;
    }

    /** A condition that was said already. */
    public Optional<Condition> get(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** All that was said, in that order. What was true before and is not said again is gone. */
    public List<Condition> list() {
        return List.copyOf(conditions);
    }
}
