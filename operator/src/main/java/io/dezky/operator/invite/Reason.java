package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.ConditionTypes;

/**
 * The reasons that conditions and Events of invites give. Cause and mend of each stand in docs/reference/conditions.md;
 * a test holds the two together.
 */
enum Reason {
    // What holds.
    PROVISIONED("Provisioned"),
    ISSUED("Issued"),
    DELIVERED("Delivered"),
    USED("Used"),
    SIGNED_IN("SignedIn"),
    ACCEPTED("Accepted"),
    PAUSED("Paused"),
    PROGRESSING("Progressing"),

    // What does not.
    NOT_SIGNED_IN("NotSignedIn"),
    EXPIRED("Expired"),
    REVOKED("Revoked"),
    USER_DEACTIVATED("UserDeactivated"),
    DELETION_FAILED("DeletionFailed"),

    // What hinders.
    INVALID_SPEC("InvalidSpec"),
    GROUP_NOT_ALLOWED("GroupNotAllowed"),
    TENANT_NOT_FOUND("TenantNotFound"),
    TENANT_NOT_READY("TenantNotReady"),
    EMAIL_TAKEN("EmailTaken", ConditionTypes.USER_PROVISIONED),
    USER_GONE("UserGone", ConditionTypes.USER_PROVISIONED),
    SECRET_CONFLICT("SecretConflict", ConditionTypes.CREDENTIAL_ISSUED),
    RECOVERY_FLOW_MISSING("RecoveryFlowMissing", ConditionTypes.CREDENTIAL_ISSUED),
    EMAIL_STAGE_MISSING("EmailStageMissing", ConditionTypes.CREDENTIAL_ISSUED),
    AUTHENTIK_REFUSED("AuthentikRefused", ConditionTypes.CREDENTIAL_ISSUED),
    LINK_HOST_WRONG("LinkHostWrong", ConditionTypes.CREDENTIAL_ISSUED),

    KUBERNETES_FORBIDDEN("KubernetesForbidden"),
    KUBERNETES_UNAVAILABLE("KubernetesUnavailable"),
    INTERNAL_ERROR("InternalError"),

    // Of Events only.
    INVITE_DELIVERED("InviteDelivered"),
    INVITE_ACCEPTED("InviteAccepted"),
    INVITE_EXPIRED("InviteExpired"),
    RESEND_IGNORED("ResendIgnored"),
    LEFT_BEHIND("LeftBehind");

    private final String word;
    private final String disproves;

    Reason(String word) {
        this(word, null);
    }

    Reason(String word, String disproves) {
        this.word = word;
        this.disproves = disproves;
    }

    /** As it stands in a condition. */
    String word() {
        return word;
    }

    /** The condition that is False for this reason, whatever was known before; null where it is only Ready. */
    String disproves() {
        return disproves;
    }
}
