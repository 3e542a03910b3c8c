package io.dezky.operator.kubernetes;

import io.dezky.platform.v1alpha1.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which changes of an object are worth work: its spec, our annotations, its deletion, its finalizers. Not its status,
 * which is the operator's own. Without the finalizers a new object would get its finalizer and never be worked on.
 */
public final class ChangeFilter<R extends HasMetadata> implements OnUpdateFilter<R> {

    private static final List<String> WATCHED = List.of(
            Annotations.PAUSED,
            Annotations.RECONCILE_AT,
            Annotations.RESEND,
            Annotations.CONFIRM_DELETE,
            Annotations.REQUESTED_BY);

    @Override
    public boolean accept(R now, R before) {
        boolean spec = !Objects.equals(
                now.getMetadata().getGeneration(), before.getMetadata().getGeneration());
        boolean deletion = !Objects.equals(
                now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
        boolean finalizers = !Objects.equals(
                now.getMetadata().getFinalizers(), before.getMetadata().getFinalizers());
        return spec || deletion || finalizers || annotationsDiffer(now, before);
    }

    private boolean annotationsDiffer(R now, R before) {
        Map<String, String> one = annotations(now);
        Map<String, String> other = annotations(before);
        return WATCHED.stream().anyMatch(name -> !Objects.equals(one.get(name), other.get(name)));
    }

    private Map<String, String> annotations(R resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of());
    }
}
