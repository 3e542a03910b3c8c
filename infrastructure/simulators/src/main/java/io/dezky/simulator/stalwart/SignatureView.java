package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.DkimStage;

/**
 * A DKIM key as it is now.
 *
 * @param type {@code Dkim1RsaSha256} or {@code Dkim1Ed25519Sha256}
 * @param publicKey base 64, as it stands behind {@code p=} in DNS
 * @param nextTransitionAt null when the server does not move it on by itself
 */
public record SignatureView(
        String id,
        String domainId,
        String selector,
        String type,
        DkimStage stage,
        String publicKey,
        String nextTransitionAt) {

    static SignatureView of(String id, ObjectNode json) {
        return new SignatureView(
                id,
                json.get("domainId").textValue(),
                json.get("selector").textValue(),
                json.get("@type").textValue(),
                DkimStage.of(json.get("stage").textValue()),
                json.get("publicKey").textValue(),
                json.get("nextTransitionAt").textValue());
    }
}
