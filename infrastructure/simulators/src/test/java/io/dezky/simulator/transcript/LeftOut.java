package io.dezky.simulator.transcript;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Steps that a replay does not take, and members of answers that it does not compare, each with its reason.
 *
 * @param ranges in the order of the transcript
 * @param members in the order of the transcript
 */
record LeftOut(List<Range> ranges, List<Member> members) {

    /** From one step to another, both included, counted from 0. */
    record Range(int first, int last, String reason) {}

    /** A member whose value is particular to the server that was recorded. It must be there, of the same kind. */
    record Member(int step, String pointer, String reason) {}

    static LeftOut nothing() {
        return new LeftOut(List.of(), List.of());
    }

    LeftOut and(int first, int last, String reason) {
        return new LeftOut(with(ranges, new Range(first, last, reason)), members);
    }

    LeftOut and(int step, String reason) {
        return and(step, step, reason);
    }

    LeftOut member(int step, String pointer, String reason) {
        return new LeftOut(ranges, with(members, new Member(step, pointer, reason)));
    }

    private static <T> List<T> with(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    /** The pointers into the answer of this step that are not compared. */
    List<String> uncompared(int step) {
        return members.stream()
                .filter(member -> member.step() == step)
                .map(Member::pointer)
                .toList();
    }

    Optional<String> reason(int step) {
        return ranges.stream()
                .filter(range -> range.first() <= step && step <= range.last())
                .map(Range::reason)
                .findFirst();
    }
}
