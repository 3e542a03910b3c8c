package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the user when the invite is deleted. */
public enum OnDelete {
    /** The user can't sign in any more. */
    @JsonProperty("Deactivate")
    DEACTIVATE,

    /** The user is deleted. */
    @JsonProperty("Delete")
    DELETE,

    /** The user stays as it is. */
    @JsonProperty("Retain")
    RETAIN
}
