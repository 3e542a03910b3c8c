package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an invite stands. */
public enum InviteState {
    /** No credential was handed over yet. */
    @JsonProperty("Pending")
    PENDING,

    /** A credential was handed over and is not used yet. */
    @JsonProperty("Delivered")
    DELIVERED,

    /** The person has signed in. */
    @JsonProperty("Accepted")
    ACCEPTED,

    /** The credential was not used in time. */
    @JsonProperty("Expired")
    EXPIRED,

    /** The credential was taken back. */
    @JsonProperty("Revoked")
    REVOKED,

    /** Can't succeed until something is changed. */
    @JsonProperty("Failed")
    FAILED
}
