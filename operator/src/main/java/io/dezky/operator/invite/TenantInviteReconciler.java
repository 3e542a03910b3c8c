package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.TenantInvite;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** Where the operator framework and the work on TenantInvites meet. */
@ControllerConfiguration(
        name = TenantInviteReconciler.NAME,
        finalizerName = TenantInviteReconciler.FINALIZER,
        informer = @Informer)
public final class TenantInviteReconciler implements Reconciler<TenantInvite>, Cleaner<TenantInvite> {

    /** Name of the controller, also in metrics. */
    public static final String NAME = "tenantinvite";

    /** On every invite that the operator has seen. */
    public static final String FINALIZER = "platform.dezky.io/finalizer";

    private final InviteReconciliation<TenantInvite> reconciliation;

    public TenantInviteReconciler(InviteReconciliation<TenantInvite> reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Override
    public UpdateControl<TenantInvite> reconcile(TenantInvite invite, Context<TenantInvite> context) {
        return UpdateControl.<TenantInvite>noUpdate().rescheduleAfter(reconciliation.reconcile(invite));
    }

    @Override
    public DeleteControl cleanup(TenantInvite invite, Context<TenantInvite> context) {
        return reconciliation
                .cleanup(invite)
                .map(wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait))
                .orElseGet(DeleteControl::defaultDelete);
    }
}
