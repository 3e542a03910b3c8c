package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.Tenant;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Map;

/** Where the operator framework and the work on Tenants meet. */
@ControllerConfiguration(name = TenantReconciler.NAME, finalizerName = TenantReconciler.FINALIZER, informer = @Informer)
public final class TenantReconciler implements Reconciler<Tenant>, Cleaner<Tenant> {

    /** Name of the controller, also in metrics. */
    public static final String NAME = "tenant";

    /** On every Tenant that the operator has seen. */
    public static final String FINALIZER = "platform.dezky.io/finalizer";

    private final TenantReconciliation reconciliation;
    private final TenantCleanup cleanup;
    private final CachedClaims claims;

    public TenantReconciler(TenantReconciliation reconciliation, TenantCleanup cleanup, CachedClaims claims) {
        this.reconciliation = reconciliation;
        this.cleanup = cleanup;
        this.claims = claims;
    }

    @Override
    public List<EventSource<?, Tenant>> prepareEventSources(EventSourceContext<Tenant> context) {
        context.getPrimaryCache().addIndexers(Map.of(CachedClaims.INDEX, claims::keys));
        claims.use(context.getPrimaryCache());
        return List.of();
    }

    /** Status is written by the work itself, only when it changed: the framework would send a request each time. */
    @Override
    public UpdateControl<Tenant> reconcile(Tenant tenant, Context<Tenant> context) {
        return UpdateControl.<Tenant>noUpdate().rescheduleAfter(reconciliation.reconcile(tenant));
    }

    @Override
    public DeleteControl cleanup(Tenant tenant, Context<Tenant> context) {
        return cleanup.cleanup(tenant)
                .map(wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait))
                .orElseGet(DeleteControl::defaultDelete);
    }
}
