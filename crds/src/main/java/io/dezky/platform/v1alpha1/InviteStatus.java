package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;

/** Where an invite stands. It never holds a credential. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InviteStatus(
        @JsonPropertyDescription(
                "The metadata.generation that this status was made for. While it is less than metadata.generation, the"
                        + " invite has not been looked at since its last change.")
        @Min(0) Long observedGeneration,

        @Schema.ListMap("type")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "What holds, each told apart by type. kubectl wait and GitOps tools read Ready. Types and reasons:"
                        + " docs/reference/conditions.md.")
        @Size(max = 16) List<Condition> conditions,

        @JsonPropertyDescription(
                "Pending: nothing handed over yet. Delivered: the credential is handed over and unused. Accepted: the"
                        + " person has signed in. Expired: it was not used in time. Revoked: it was taken back. Failed: can't go"
                        + " on; the condition Ready says why.")
        InviteState state,

        @JsonPropertyDescription("The user in Authentik.") InviteUser user,

        @JsonPropertyDescription("How, where and until when the credential was handed over.")
        InviteHandoff handoff,

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @JsonPropertyDescription("When the person first signed in, such as 2026-11-22T15:00:00Z.")
        Instant acceptedAt,

        @JsonPropertyDescription(
                "Who asked for the invite: the user name that the API server stamped on it. Absent where nothing"
                        + " stamps it.")
        String requestedBy,

        @JsonPropertyDescription("The value of the annotation platform.dezky.io/resend that was last handled.")
        String lastHandledResend,

        @JsonPropertyDescription("The value of the annotation platform.dezky.io/reconcile-at that was last handled.")
        String lastHandledReconcileAt) {
    public InviteStatus {
        conditions = Lists.copy(conditions);
        acceptedAt = Timestamps.wholeSeconds(acceptedAt);
    }

    /** A status that says nothing yet. */
    public static InviteStatus empty() {
        return new InviteStatus(null, List.of(), null, null, null, null, null, null, null);
    }
}
