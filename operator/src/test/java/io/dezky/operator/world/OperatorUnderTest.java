package io.dezky.operator.world;

import io.dezky.operator.Wiring;
import io.dezky.operator.tenant.Claim;
import io.dezky.operator.tenant.Names;
import io.dezky.operator.tenant.TenantReconciler;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One process of the operator without the framework's threads: objects are worked on one after the other, as the
 * framework would (finalizer first, then work, then the finalizer away), so that every run is the same.
 */
public final class OperatorUnderTest {

    private static final int PATIENCE = 25;

    private final KubernetesClient client;
    private final KubernetesClient informer;
    private final Wire wire;
    private final Wiring wiring;
    private final Map<String, Duration> next = new LinkedHashMap<>();

    OperatorUnderTest(World world, KubernetesClient client, Wire wire) {
        this.client = client;
        this.informer = world.kubernetes;
        this.wire = wire;
        Names names = new Names(world.config().platform().baseDomain());
        // As the informer has them: read through a client of its own, which is no part of what the process sends.
        Claim.Index claims = key -> world.kubernetes.resources(Tenant.class).inAnyNamespace().list().getItems().stream()
                .map(tenant -> Claim.of(tenant, names))
                .filter(claim -> claim.keys().contains(key))
                .toList();
        this.wiring = new Wiring(world.config(), world.outside(client, wire), claims);
    }

    /** Works on everything until nothing changes any more, or the process dies. */
    public OperatorUnderTest settle() {
        for (int i = 0; i < PATIENCE && !wire.isDead(); i++) {
            int before = wire.points().size();
            pass();
            if (!wroteAnything(before)) {
                return this;
            }
        }
        if (!wire.isDead()) {
            throw new AssertionError("not settled after " + PATIENCE + " passes: " + tail());
        }
        return this;
    }

    private boolean wroteAnything(int before) {
        return wire.points().stream().skip(before).anyMatch(point -> !point.contains(" GET ") && !isQuery(point));
    }

    /** Reads that look like writes: JMAP and token requests. */
    private static boolean isQuery(String point) {
        return point.endsWith("/jmap") || point.endsWith("/application/o/token/");
    }

    private List<String> tail() {
        List<String> points = wire.points();
        return points.subList(Math.max(0, points.size() - 12), points.size());
    }

    private List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.addAll(informer.resources(Tenant.class).inAnyNamespace().list().getItems());
        objects.addAll(
                informer.resources(OperatorInvite.class).inAnyNamespace().list().getItems());
        objects.addAll(
                informer.resources(TenantInvite.class).inAnyNamespace().list().getItems());
        return objects;
    }

    /** Works on every object once. */
    public OperatorUnderTest pass() {
        for (HasMetadata object : objects()) {
            if (wire.isDead()) {
                return this;
            }
            try {
                if (object instanceof Tenant tenant) {
                    work(tenant, wiring.tenants()::reconcile, wiring.tenantCleanup()::cleanup);
                } else if (object instanceof OperatorInvite invite) {
                    work(invite, wiring.operatorInvites()::reconcile, wiring.operatorInvites()::cleanup);
                } else if (object instanceof TenantInvite invite) {
                    work(invite, wiring.tenantInvites()::reconcile, wiring.tenantInvites()::cleanup);
                }
            } catch (RuntimeException e) {
                if (!wire.isDead()) {
                    throw e;
                }
            }
        }
        return this;
    }

    private <R extends HasMetadata> void work(
            R object, Function<R, Duration> reconcile, Function<R, Optional<Duration>> cleanup) {
        boolean finalized = object.getMetadata().getFinalizers().contains(TenantReconciler.FINALIZER);
        if (object.getMetadata().getDeletionTimestamp() != null) {
            if (finalized && cleanup.apply(object).isEmpty()) {
                patchFinalizers(object, "[]");
            }
            return;
        }
        if (!finalized) {
            patchFinalizers(object, "[\"" + TenantReconciler.FINALIZER + "\"]");
            return;
        }
        next.put(object.getMetadata().getName(), reconcile.apply(object));
    }

    private void patchFinalizers(HasMetadata object, String finalizers) {
        if (wire.isDead()) {
            return;
        }
        client.resource(object)
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":" + finalizers + "}]");
    }

    /** When an object wants to be looked at again. */
    public Duration nextFor(String name) {
        return next.get(name);
    }

    /** What was sent. */
    public Wire wire() {
        return wire;
    }
}
