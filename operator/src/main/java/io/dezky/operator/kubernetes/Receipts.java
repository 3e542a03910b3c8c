package io.dezky.operator.kubernetes;

import io.dezky.operator.plan.Digest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left when an object had to go though a system could not be cleaned up: a ConfigMap, which outlives the object,
 * and a log line, which outlives the namespace.
 */
public final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final int EXISTS = 409;
    private static final int LONGEST_NAME = 200;
    private static final int UID_DIGITS = 8;

    private final KubernetesClient client;
    private final Clock clock;

    public Receipts(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Writes a receipt. In a terminating namespace nothing can be created: then the log alone has it.
     *
     * @param leftBehind by system, what stayed and why
     * @return the name of the ConfigMap
     */
    public String write(HasMetadata about, Map<String, String> leftBehind) {
        LOG.warn(
                "{} {}/{} is gone, and this stayed behind: {}",
                about.getKind(),
                about.getMetadata().getNamespace(),
                about.getMetadata().getName(),
                leftBehind);
        String name = shortened(about.getMetadata().getName()) + "-"
                + about.getKind().toLowerCase(Locale.ROOT) + "-left-behind-"
                + Digest.hex(about.getMetadata().getUid(), UID_DIGITS);
        try {
            client.resource(receipt(about, name, leftBehind)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != EXISTS) {
                LOG.warn("The receipt {} could not be written: {}", name, e.getMessage());
            }
        }
        return name;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private ConfigMap receipt(HasMetadata about, String name, Map<String, String> leftBehind) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(about.getMetadata().getNamespace())
                .withName(name)
                .addToLabels(Ownership.MANAGED_BY, Ownership.OPERATOR)
                .addToAnnotations("platform.dezky.io/uid", about.getMetadata().getUid())
                .addToAnnotations("platform.dezky.io/at", clock.instant().toString())
                .endMetadata()
                .withData(leftBehind)
                .build();
    }
}
