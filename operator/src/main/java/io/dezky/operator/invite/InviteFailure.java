package io.dezky.operator.invite;

/**
 * An invite can't go on until a person does something.
 *
 * <p>Nothing secret is in the message.
 */
final class InviteFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final boolean waiting;

    private InviteFailure(Reason reason, String message, boolean waiting) {
        super(message, null, false, false);
        this.reason = reason;
        this.waiting = waiting;
    }

    /** Terminal for this generation. */
    static InviteFailure failed(Reason reason, String message) {
        return new InviteFailure(reason, message, false);
    }

    /** Something that is expected has not happened yet. */
    static InviteFailure waiting(Reason reason, String message) {
        return new InviteFailure(reason, message, true);
    }

    Reason reason() {
        return reason;
    }

    boolean isWaiting() {
        return waiting;
    }
}
