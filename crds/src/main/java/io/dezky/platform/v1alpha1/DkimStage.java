package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a DKIM key stands in its life. */
public enum DkimStage {
    /** Made, waiting for its DNS record; signs nothing. */
    @JsonProperty("Pending")
    PENDING,

    /** Signs outgoing mail. */
    @JsonProperty("Active")
    ACTIVE,

    /** Signs nothing any more; its DNS record has to stay while signed mail is on its way. */
    @JsonProperty("Retiring")
    RETIRING,

    /** Its DNS record may go. */
    @JsonProperty("Retired")
    RETIRED
}
