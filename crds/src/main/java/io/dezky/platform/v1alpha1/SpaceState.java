package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an oCIS space is known to exist. */
public enum SpaceState {
    /** Written before the space is created: an operator that finds this looks for the space before it creates one. */
    @JsonProperty("Creating")
    CREATING,

    /** It exists, under the id beside this. */
    @JsonProperty("Ready")
    READY
}
