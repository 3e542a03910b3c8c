package io.dezky.platform.v1alpha1;

/** The annotations that the operator reads on its objects. */
public final class Annotations {

    /** {@code "true"}: the operator touches nothing of this object, deletion included. */
    public static final String PAUSED = "platform.dezky.io/paused";

    /** Any new value makes the operator reconcile now; the handled value is echoed in {@code status.lastHandledReconcileAt}. */
    public static final String RECONCILE_AT = "platform.dezky.io/reconcile-at";

    /** On an invite: any new value issues its credential anew; the handled value is echoed in {@code status.lastHandledResend}. */
    public static final String RESEND = "platform.dezky.io/resend";

    /** On a Tenant whose {@code deletionPolicy} is Delete: its slug. Without it deletion keeps mail and files. */
    public static final String CONFIRM_DELETE = "platform.dezky.io/confirm-delete";

    /** On an invite: who asked for it. Stamped by the API server's admission policy, never to be written in Git. */
    public static final String REQUESTED_BY = "platform.dezky.io/requested-by";

    private Annotations() {}
}
