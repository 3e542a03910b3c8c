package io.dezky.operator.plan;

/**
 * Makes the calls of one system. It keeps the ids that calls bring forth, for the calls that come after.
 *
 * @param <C> the system's type of calls
 */
@FunctionalInterface
public interface Caller<C> {

    /** What a call met. */
    enum Outcome {
        /** It is done. */
        DONE,
        /**
         * An object of that name is there already: made by an earlier call whose answer was lost, or by somebody else.
         * Nothing was changed; one must look.
         */
        EXISTS
    }

    /** Makes one call. Whatever else goes wrong is thrown. */
    Outcome make(C call);
}
