package io.dezky.operator.invite;

import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * An invite can't go on until a person does something.
 *
 * <p>Nothing secret is in the message.
 */
final class InviteFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int FORBIDDEN = 403;

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

    /** The API server's own text stays out, here and in the log: it may repeat the Secret that was sent. */
    static InviteFailure of(KubernetesClientException refused) {
        if (refused.getCode() == FORBIDDEN) {
            return waiting(
                    Reason.KUBERNETES_FORBIDDEN,
                    "The API server does not let the operator read or write this invite's Secret (403). Add the right to"
                            + " the operator's role.");
        }
        String code = refused.getCode() == 0 ? "" : " (" + refused.getCode() + ")";
        return waiting(
                Reason.KUBERNETES_UNAVAILABLE,
                "The API server did not read or write this invite's Secret" + code
                        + ". Check quotas and admission webhooks of the namespace; the operator tries again by itself.");
    }

    /** Nobody knows what the text of such an exception repeats, so it is shown nowhere. */
    static InviteFailure of(RuntimeException defect) {
        return waiting(
                Reason.INTERNAL_ERROR,
                "A defect of the operator (" + defect.getClass().getSimpleName()
                        + "): its log tells where. Report it; the operator tries again by itself.");
    }

    Reason reason() {
        return reason;
    }

    boolean isWaiting() {
        return waiting;
    }
}
