package io.dezky.operator.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the operator reads Kubernetes objects. */
public final class Kube {

    private Kube() {}

    /**
     * Reads objects that were written for a newer operator: unknown fields are ignored, unknown enum values are null.
     * Without it one such object stops every informer of its kind, and the operator can't start while it exists
     * (docs/decisions/lenient-reading.md). Reconcilers take a null where a value is required for "written for a newer
     * operator".
     */
    public static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true);
        return new KubernetesSerialization(mapper, true);
    }
}
