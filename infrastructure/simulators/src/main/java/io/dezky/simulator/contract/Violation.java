package io.dezky.simulator.contract;

/**
 * Something in an exchange that the document does not allow.
 *
 * @param kind what is wrong
 * @param operation method and path as the document has it: {@code POST /core/users/{id}/recovery/}
 * @param where where in the body, as a JSON pointer; empty for the whole body
 * @param message what is wrong with it
 * @param request the request it happened with: method, path and query
 */
public record Violation(Kind kind, String operation, String where, String message, String request) {

    /** What can be wrong. */
    public enum Kind {
        /** The document has no such path, or not this method of it. */
        UNKNOWN_OPERATION,
        /** The body of the request does not fit. */
        REQUEST,
        /** The body of the request has a member that the document does not know. */
        UNKNOWN_MEMBER,
        /** The document does not know this success. */
        UNKNOWN_STATUS,
        /** The body of the answer does not fit. */
        RESPONSE
    }

    @Override
    public String toString() {
        return kind + " " + operation + (where.isEmpty() ? "" : " at " + where) + ": " + message + " [" + request + "]";
    }
}
