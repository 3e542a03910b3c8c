package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A role in an oCIS space. */
public enum SpaceRole {
    /** Reads. */
    @JsonProperty("Viewer")
    VIEWER,

    /** Reads and writes. */
    @JsonProperty("Editor")
    EDITOR,

    /** Writes, and decides who may do what: can throw the platform out. */
    @JsonProperty("Manager")
    MANAGER
}
