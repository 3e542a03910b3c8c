package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an invite's credential was handed over. */
public enum HandoffMethod {
    /** By a recovery link in the Secret. */
    @JsonProperty("RecoveryLink")
    RECOVERY_LINK,

    /** By a temporary password in the Secret. */
    @JsonProperty("TemporaryPassword")
    TEMPORARY_PASSWORD,

    /** By a mail that Authentik sent. */
    @JsonProperty("Email")
    EMAIL
}
