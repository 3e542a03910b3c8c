package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The algorithm of a DKIM key. */
public enum DkimAlgorithm {
    /** RSA with 2048 bits: what every receiver can check. */
    @JsonProperty("RSA2048")
    RSA2048,

    /** Ed25519: shorter records, not yet checked by all receivers. */
    @JsonProperty("Ed25519")
    ED25519
}
