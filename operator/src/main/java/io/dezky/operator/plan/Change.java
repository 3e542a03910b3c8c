package io.dezky.operator.plan;

import java.util.List;

/**
 * One difference between desired and observed state, and the one external call that removes it.
 *
 * @param <C> the system's type of calls; a call is data, so that plans can be compared and shown
 */
public sealed interface Change<C> {

    /** What is changed. */
    Target target();

    /** The fields that change, redacted. */
    List<FieldDiff> diff();

    /** Whether mail, files or other data of people are lost by it. */
    boolean destroysData();

    /** The call that does it. */
    C call();

    /** The word for people: {@code Create}, {@code Update} or {@code Delete}. */
    default String action() {
        return getClass().getSimpleName();
    }

    /** The object is missing and is made. */
    record Create<C>(Target target, List<FieldDiff> diff, C call) implements Change<C> {
        public Create {
            diff = List.copyOf(diff);
        }

        @Override
        public boolean destroysData() {
            return false;
        }
    }

    /** The object is there and differs. */
    record Update<C>(Target target, List<FieldDiff> diff, C call) implements Change<C> {
        public Update {
            diff = List.copyOf(diff);
        }

        @Override
        public boolean destroysData() {
            return false;
        }
    }

    /** The object is there and shall not be. */
    record Delete<C>(Target target, boolean destroysData, C call) implements Change<C> {
        @Override
        public List<FieldDiff> diff() {
            return List.of();
        }
    }
}
