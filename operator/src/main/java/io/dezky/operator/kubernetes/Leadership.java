package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the Lease back at a stop: the framework keeps it, and a standby would wait until it runs out
 * (docs/decisions/framework-workarounds.md).
 *
 * @param identity of this process
 */
public record Leadership(KubernetesClient client, String namespace, String leaseName, String identity) {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** Lets a standby lead at once, if this process leads. */
    public void release() {
        try {
            Lease lease =
                    client.leases().inNamespace(namespace).withName(leaseName).get();
            boolean leads = lease != null
                    && lease.getSpec() != null
                    && identity.equals(lease.getSpec().getHolderIdentity());
            if (!leads) {
                return;
            }
            client.leases().inNamespace(namespace).withName(leaseName).edit(held -> {
                held.getSpec().setHolderIdentity("");
                held.getSpec().setLeaseDurationSeconds(1);
                return held;
            });
        } catch (KubernetesClientException e) {
            LOG.info("The Lease {} is not given back and will run out: {}", leaseName, e.getMessage());
        }
    }
}
