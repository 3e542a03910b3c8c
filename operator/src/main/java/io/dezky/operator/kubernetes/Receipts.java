package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left when an object had to go though a system could not be cleaned up: a ConfigMap, which outlives the object,
 * and a log line, which outlives the namespace.
 */
public final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private final KubernetesClient client;
    private final Clock clock;

    public Receipts(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Writes a receipt.
     *
     * @param leftBehind by system, what stayed and why
     */
    public void write(HasMetadata about, Map<String, String> leftBehind) {
        String name = about.getMetadata().getName() + "-" + about.getKind().toLowerCase(java.util.Locale.ROOT)
                + "-left-behind";
        LOG.warn(
                "{} {}/{} is gone, and this stayed behind: {}",
                about.getKind(),
                about.getMetadata().getNamespace(),
                about.getMetadata().getName(),
                leftBehind);
        ConfigMap receipt = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(about.getMetadata().getNamespace())
                .withName(name)
                .addToLabels(Ownership.MANAGED_BY, Ownership.OPERATOR)
                .addToAnnotations("platform.dezky.io/uid", about.getMetadata().getUid())
                .addToAnnotations("platform.dezky.io/at", clock.instant().toString())
                .endMetadata()
                .withData(leftBehind)
                .build();
        try {
            client.resource(receipt).createOr(existing -> existing.update());
        } catch (KubernetesClientException e) {
            // In a terminating namespace nothing can be created: the log has it.
            LOG.warn("The receipt {} could not be written: {}", name, e.getMessage());
        }
    }
}
