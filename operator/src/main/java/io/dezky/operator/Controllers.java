package io.dezky.operator;

import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.Controller;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the framework runs, one controller a kind: what their caches hold, and how their informers are. */
final class Controllers {

    private final List<RegisteredController<?>> all = new ArrayList<>();

    void add(RegisteredController<?> controller) {
        all.add(controller);
    }

    /** All objects that are known. */
    Stream<? extends HasMetadata> objects() {
        return Stream.of(cached(Tenant.class), cached(OperatorInvite.class), cached(TenantInvite.class))
                .flatMap(stream -> stream);
    }

    /** The objects of a kind that are known. */
    <R extends HasMetadata> Stream<R> cached(Class<R> kind) {
        return all.stream()
                .filter(controller ->
                        controller.getConfiguration().getResourceClass().equals(kind))
                .map(Controller.class::cast)
                .flatMap(Controllers::<R>cache);
    }

    @SuppressWarnings("unchecked")
    private static <R extends HasMetadata> Stream<R> cache(Controller<?> controller) {
        return (Stream<R>)
                controller.getEventSourceManager().getControllerEventSource().list();
    }

    /** Whether one informer at least has seen its objects; it is enough to be of use. */
    boolean anyHasSynced() {
        List<InformerHealthIndicator> informers = informers();
        return informers.isEmpty()
                || informers.stream().anyMatch(informer -> informer.isRunning() && informer.hasSynced());
    }

    /** How many informers do not watch: for seconds in normal life, longer when a right is missing. */
    long deafInformers() {
        return informers().stream().filter(informer -> !informer.isWatching()).count();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<InformerHealthIndicator> informers() {
        List<InformerHealthIndicator> informers = new ArrayList<>();
        for (RegisteredController<?> controller : all) {
            controller
                    .getControllerHealthInfo()
                    .informerEventSourceHealthIndicators()
                    .values()
                    .forEach(source ->
                            informers.addAll(source.informerHealthIndicators().values()));
        }
        return informers;
    }

    /** No new work begins from now on. */
    void stop() {
        all.stream().map(Controller.class::cast).forEach(Controller::stop);
    }
}
