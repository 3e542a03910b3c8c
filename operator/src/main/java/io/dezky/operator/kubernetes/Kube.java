package io.dezky.operator.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The operator's Kubernetes client. */
public final class Kube {

    private Kube() {}

    /**
     * A client.
     *
     * @param workers objects worked on at once; the client's default of 5 requests per host would hold them up
     */
    public static KubernetesClient client(Config config, int workers) {
        config.setMaxConcurrentRequestsPerHost(workers + 10);
        config.setMaxConcurrentRequests(Math.max(config.getMaxConcurrentRequests(), workers + 10));
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization())
                .build();
    }

    /**
     * Reads objects that were written for a newer operator: unknown fields are ignored, unknown enum values are null,
     * and so is a spec or a status of another shape.
     * Without it one such object stops every informer of its kind, and the operator can't start while it exists
     * (docs/decisions/lenient-reading.md). Reconcilers take a null where a value is required for "written for a newer
     * operator".
     */
    public static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true);
        mapper.registerModule(new UnreadableParts());
        return new KubernetesSerialization(mapper, true);
    }
}
