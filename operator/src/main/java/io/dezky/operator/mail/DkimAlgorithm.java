package io.dezky.operator.mail;

import java.util.Optional;

/** How a DKIM key signs. */
public enum DkimAlgorithm {
    /** RSA with 2048 bits: every receiver knows it. */
    RSA2048("Dkim1RsaSha256", "rsa"),
    /** Ed25519 (RFC 8463): short, and not known to every receiver, so never alone. */
    ED25519("Dkim1Ed25519Sha256", "ed25519");

    private final String type;
    private final String word;

    DkimAlgorithm(String type, String word) {
        this.type = type;
        this.word = word;
    }

    /** Stalwart's name of it. */
    String type() {
        return type;
    }

    /** For selectors and for the {@code k=} of the DNS record. */
    String word() {
        return word;
    }

    static Optional<DkimAlgorithm> ofType(String type) {
        for (DkimAlgorithm algorithm : values()) {
            if (algorithm.type.equals(type)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
