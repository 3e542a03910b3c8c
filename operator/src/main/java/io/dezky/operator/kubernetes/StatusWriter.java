package io.dezky.operator.kubernetes;

import io.dezky.operator.http.Json;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the status of objects of one kind. A status that did not change costs no request. The write names the uid, so
 * that it can't hit an object made anew under the same name.
 *
 * @param <S> the status
 * @param <R> the kind
 */
public final class StatusWriter<S, R extends CustomResource<?, S>> {

    private static final int GONE = 404;
    private static final int TEST_FAILED = 422;

    private final KubernetesClient client;
    private final Class<R> kind;

    /** What was written last and may not have come back through the informer yet, by uid. */
    private final Map<String, R> written = new ConcurrentHashMap<>();

    public StatusWriter(KubernetesClient client, Class<R> kind) {
        this.client = client;
        this.kind = kind;
    }

    /**
     * The object with the newest status that is known: the informer may lag behind the operator's own last write.
     *
     * @param cached as the informer has it; its status is replaced when it is the older one
     */
    public R freshest(R cached) {
        String uid = cached.getMetadata().getUid();
        R last = written.get(uid);
        if (last == null) {
            return cached;
        }
        if (isOlder(cached, last)) {
            cached.setStatus(last.getStatus());
        } else {
            written.remove(uid);
        }
        return cached;
    }

    /** Resource versions of one kind may be compared as numbers since Kubernetes 1.35; before, they were such in fact. */
    private static boolean isOlder(CustomResource<?, ?> one, CustomResource<?, ?> other) {
        try {
            return Long.parseUnsignedLong(one.getMetadata().getResourceVersion())
                    < Long.parseUnsignedLong(other.getMetadata().getResourceVersion());
        } catch (NumberFormatException notComparable) {
            return false;
        }
    }

    /**
     * Writes a status, unless it is what the object has already.
     *
     * @param resource changed to hold the new status
     * @return whether anything was written
     */
    public boolean write(R resource, S status) {
        if (Objects.equals(resource.getStatus(), status)) {
            return false;
        }
        String patch = new String(
                Json.write(List.of(
                        Map.of(
                                "op",
                                "test",
                                "path",
                                "/metadata/uid",
                                "value",
                                resource.getMetadata().getUid()),
                        Map.of("op", "add", "path", "/status", "value", status))),
                java.nio.charset.StandardCharsets.UTF_8);
        try {
            R answer = client.resources(kind)
                    .inNamespace(resource.getMetadata().getNamespace())
                    .withName(resource.getMetadata().getName())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON), patch);
            resource.setStatus(status);
            if (answer != null) {
                answer.setStatus(status);
                written.put(resource.getMetadata().getUid(), answer);
            }
            return true;
        } catch (KubernetesClientException e) {
            // Deleted meanwhile, and perhaps made anew: nobody waits for this status any more.
            if (e.getCode() == GONE || (e.getCode() == TEST_FAILED && isAnother(resource))) {
                return false;
            }
            throw e;
        }
    }

    private boolean isAnother(R resource) {
        R now = client.resources(kind)
                .inNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .get();
        return now == null
                || !now.getMetadata().getUid().equals(resource.getMetadata().getUid());
    }

    /** The object is gone for good. */
    public void forget(R resource) {
        written.remove(resource.getMetadata().getUid());
    }
}
