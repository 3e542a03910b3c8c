package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import java.time.Instant;

/** How, where and until when a credential was handed over. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InviteHandoff(
        @JsonPropertyDescription(
                "What was handed over. RecoveryLink: a link, in the Secret. TemporaryPassword: a password, in the"
                        + " Secret. Email: a mail that Authentik sent.")
        HandoffMethod method,

        @JsonPropertyDescription(
                "The Secret with username, login-url, method, expires-at and the credential. The credential is removed"
                        + " from it when it is used, expired or revoked.")
        SecretReference secretRef,

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @JsonPropertyDescription("When it was handed over, such as 2026-11-22T15:00:00Z.")
        Instant issuedAt,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @JsonPropertyDescription("Until when it can be used.")
        Instant expiresAt,

        @JsonPropertyDescription("1 for the first hand-over, one more for each later one.") @Min(1) Integer serial) {
    public InviteHandoff {
        issuedAt = Timestamps.wholeSeconds(issuedAt);
        expiresAt = Timestamps.wholeSeconds(expiresAt);
    }
}
