package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Whom to invite as operator of the platform, and how. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperatorInviteSpec(
        @Required
        @ValidationRule(value = Rules.EMAIL, message = "spec.email" + Rules.EMAIL_MESSAGE)
        @ValidationRule(
                value = Rules.IMMUTABLE,
                message = "spec.email is immutable: create a new invite for another address")
        @JsonPropertyDescription(
                "The person's e-mail address, such as ada@dezky.test; it becomes the user name. At most 150 characters; any case is"
                        + " accepted and written in lower case. Must not be somebody's already. Immutable.")
        @Size(min = 1, max = 150) String email,

        @Required
        @ValidationRule(value = Rules.TEXT, message = "spec.name" + Rules.TEXT_MESSAGE)
        @JsonPropertyDescription("The person's full name, such as Ada Lovelace. 1 to 150 characters on one line.")
        @Size(min = 1, max = 150) String name,

        @Schema.ListSet
        @Schema.ItemRule(value = Rules.TEXT, message = "spec.groups" + Rules.TEXT_MESSAGE)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The groups in Authentik that the person joins, by name, such as dezky-platform-admins. Which are allowed, and the default,"
                        + " the operator's configuration says. At most 20, each once, each 1 to 100 characters.")
        @Size(max = 20) List<@Size(min = 1, max = 100) String> groups,

        @Default("Auto")
        @JsonPropertyDescription(
                "How the person gets the credential. Auto (default): a recovery link in the Secret, or a temporary password where"
                        + " Authentik has no recovery flow. RecoveryLink and TemporaryPassword: that one, or failure. Email: Authentik mails a link to the"
                        + " person, and the Secret holds no credential.")
        Handoff handoff,

        @Default("24h")
        @ValidationRule(value = Rules.EXPIRES_AFTER, message = Rules.EXPIRES_AFTER_MESSAGE)
        @JsonPropertyDescription(
                "How long the credential can be used after it was handed over: a duration in hours, minutes and seconds such as 30m, 24h"
                        + " or 1h30m. From 5m to 168h. Default: 24h.")
        @Size(min = 2, max = 16) String expiresAfter,

        @Default("Deactivate")
        @JsonPropertyDescription(
                "What becomes of the user when this invite is deleted. Deactivate (default): the user can't sign in any more. Delete: the"
                        + " user is deleted. Retain: the user stays as it is. An unused credential is revoked in any case.")
        OnDelete onDelete)
        implements InviteSpec {

    public OperatorInviteSpec {
        groups = Lists.copy(groups);
    }
}
