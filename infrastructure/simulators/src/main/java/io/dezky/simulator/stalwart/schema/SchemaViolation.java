package io.dezky.simulator.stalwart.schema;

/**
 * Something in a conversation that Stalwart's description of its objects does not allow.
 *
 * @param side who is wrong
 * @param method for example {@code x:Domain/set}
 * @param where the path of the value, from the object's own id or creation name on
 * @param what what is wrong with it; never the value of a secret
 */
public record SchemaViolation(Side side, String method, String where, String what) {

    /** The two sides of an exchange. */
    public enum Side {
        /** What the caller sent. */
        SENT,
        /** What the server answered. */
        ANSWERED
    }

    @Override
    public String toString() {
        return side + " " + method + " " + where + ": " + what;
    }
}
