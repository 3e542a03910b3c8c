package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an invite's credential is wanted. */
public enum Handoff {
    /** A recovery link, or a temporary password where Authentik has no recovery flow. */
    @JsonProperty("Auto")
    AUTO,

    /** A recovery link, else failure. */
    @JsonProperty("RecoveryLink")
    RECOVERY_LINK,

    /** A temporary password. */
    @JsonProperty("TemporaryPassword")
    TEMPORARY_PASSWORD,

    /** Authentik mails a recovery link. */
    @JsonProperty("Email")
    EMAIL
}
