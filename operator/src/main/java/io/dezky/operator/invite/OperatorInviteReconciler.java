package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.OperatorInvite;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** Where the operator framework and the work on OperatorInvites meet. */
@ControllerConfiguration(
        name = OperatorInviteReconciler.NAME,
        finalizerName = OperatorInviteReconciler.FINALIZER,
        informer = @Informer)
public final class OperatorInviteReconciler implements Reconciler<OperatorInvite>, Cleaner<OperatorInvite> {

    /** Name of the controller, also in metrics. */
    public static final String NAME = "operatorinvite";

    /** On every invite that the operator has seen. */
    public static final String FINALIZER = "platform.dezky.io/finalizer";

    private final InviteReconciliation<OperatorInvite> reconciliation;

    public OperatorInviteReconciler(InviteReconciliation<OperatorInvite> reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Override
    public UpdateControl<OperatorInvite> reconcile(OperatorInvite invite, Context<OperatorInvite> context) {
        return UpdateControl.<OperatorInvite>noUpdate().rescheduleAfter(reconciliation.reconcile(invite));
    }

    @Override
    public DeleteControl cleanup(OperatorInvite invite, Context<OperatorInvite> context) {
        return reconciliation
                .cleanup(invite)
                .map(wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait))
                .orElseGet(DeleteControl::defaultDelete);
    }
}
