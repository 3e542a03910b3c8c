package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets that the operator writes for its users. They are read live, never from a cache, because what is in them
 * decides whether a credential is made anew. A Secret that is not ours is never touched.
 */
public final class SecretStore {

    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public SecretStore(KubernetesClient client) {
        this.client = client;
    }

    /** What stands under a name. */
    public sealed interface Found {

        /** Nothing. */
        record Nothing() implements Found {}

        /**
         * Our Secret.
         *
         * @param data decoded
         */
        record Ours(Map<String, String> data, Map<String, String> annotations, String resourceVersion)
                implements Found {
            @Override
            public String toString() {
                return "Secret (redacted)";
            }
        }

        /** Somebody else's Secret. */
        record Anothers() implements Found {}
    }

    /** A Secret of that name is not ours. */
    public static final class NameTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        NameTaken(String name) {
            super("There is already a Secret \"" + name
                    + "\" that the operator did not make for this object. It is not overwritten: delete or rename it, or"
                    + " choose another name for this object.");
        }
    }

    /** What stands under this name in the owner's namespace. */
    public Found find(HasMetadata owner, String name) {
        Secret secret = client.secrets()
                .inNamespace(owner.getMetadata().getNamespace())
                .withName(name)
                .get();
        if (secret == null) {
            return new Found.Nothing();
        }
        if (!Ownership.isOwned(secret, owner)) {
            return new Found.Anothers();
        }
        Map<String, String> annotations =
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of());
        return new Found.Ours(decoded(secret), annotations, secret.getMetadata().getResourceVersion());
    }

    /**
     * Makes a Secret hold exactly this data, and nothing else.
     *
     * @param found what {@link #find} saw; an update goes through only if it is still so
     * @return whether anything was written
     * @throws NameTaken when the Secret is not ours
     */
    public boolean write(
            HasMetadata owner,
            String name,
            String component,
            Map<String, String> data,
            Map<String, String> annotations,
            Found found) {
        if (found instanceof Found.Anothers) {
            throw new NameTaken(name);
        }
        if (found instanceof Found.Ours ours) {
            if (ours.data().equals(data) && ours.annotations().entrySet().containsAll(annotations.entrySet())) {
                return false;
            }
            client.resource(secret(owner, name, component, data, annotations, ours.resourceVersion()))
                    .update();
            return true;
        }
        try {
            client.resource(secret(owner, name, component, data, annotations, null))
                    .create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            // Made meanwhile, or by an earlier create whose answer was lost.
            Found now = find(owner, name);
            if (now instanceof Found.Nothing) {
                throw e;
            }
            return write(owner, name, component, data, annotations, now);
        }
    }

    /** {@code data}, never {@code stringData}: what is read back is what was written. */
    private static Secret secret(
            HasMetadata owner,
            String name,
            String component,
            Map<String, String> data,
            Map<String, String> annotations,
            String resourceVersion) {
        Map<String, String> encoded = new LinkedHashMap<>();
        data.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withMetadata(Ownership.ownedBy(owner, name, component)
                        .withAnnotations(annotations)
                        .withResourceVersion(resourceVersion)
                        .build())
                .withType("Opaque")
                .withData(encoded)
                .build();
    }

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> decoded = new LinkedHashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, value) ->
                        decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
