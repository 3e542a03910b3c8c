package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * What the informer keeps of objects: without managed fields and without the copy that kubectl leaves, which together
 * are two thirds of the heap. Objects from here are never sent back as a whole, so the server keeps both.
 */
public final class TrimmedStore<R extends HasMetadata> extends BasicItemStore<R> {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    public TrimmedStore() {
        // With any other key nothing is ever reconciled, and nothing says so.
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public R put(String key, R resource) {
        resource.getMetadata().setManagedFields(List.of());
        if (resource.getMetadata().getAnnotations() != null) {
            resource.getMetadata().getAnnotations().remove(LAST_APPLIED);
        }
        return super.put(key, resource);
    }
}
