package io.dezky.simulator.transcript;

import java.util.List;
import java.util.Optional;

/**
 * Steps that a replay does not take, each with its reason.
 *
 * @param ranges in the order of the transcript
 */
record LeftOut(List<Range> ranges) {

    /** From one step to another, both included, counted from 0. */
    record Range(int first, int last, String reason) {}

    static LeftOut nothing() {
        return new LeftOut(List.of());
    }

    LeftOut and(int first, int last, String reason) {
        return new LeftOut(java.util.stream.Stream.concat(
                        ranges.stream(), java.util.stream.Stream.of(new Range(first, last, reason)))
                .toList());
    }

    LeftOut and(int step, String reason) {
        return and(step, step, reason);
    }

    Optional<String> reason(int step) {
        return ranges.stream()
                .filter(range -> range.first() <= step && step <= range.last())
                .map(Range::reason)
                .findFirst();
    }
}
