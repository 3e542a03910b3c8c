package io.dezky.operator.invite;

import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.observability.AuditLog;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.InviteHandoff;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells of what happened to an invite, in the audit log and by Events: whatever differs between two statuses. Done before
 * the new status is written, so that a run that dies in between is told of twice rather than never.
 */
final class InviteAnnouncer {

    private final EventRecorder events;
    private final AuditLog audit;

    InviteAnnouncer(EventRecorder events, AuditLog audit) {
        this.events = events;
        this.audit = audit;
    }

    /** Tells what is new. */
    void tell(InviteObject invite, InviteStatus before, InviteStatus after) {
        if (isNewlyHandedOver(before, after)) {
            handedOver(invite, after);
        }
        if (after.acceptedAt() != null && before.acceptedAt() == null) {
            audit("platform.invite_accepted", invite, after);
            normal(
                    invite,
                    Reason.INVITE_ACCEPTED,
                    "Accept",
                    "The person has signed in; no credential is in the Secret.");
        }
        if (isNew(InviteState.EXPIRED, before, after)) {
            audit("platform.invite_expired", invite, after);
            warning(
                    invite,
                    Reason.INVITE_EXPIRED.word(),
                    "Expire",
                    "The credential was not used in time and is revoked.");
        }
        if (isNew(InviteState.REVOKED, before, after)) {
            audit("platform.invite_revoked", invite, after);
        }
        if (isIgnoredWish(before, after)) {
            warning(
                    invite,
                    Reason.RESEND_IGNORED.word(),
                    "Resend",
                    "The person has signed in already and is sent no other credential; a lost password is recovered at"
                            + " the login page.");
        }
        failure(before, after).ifPresent(ready -> warning(invite, ready.reason(), "Invite", ready.message()));
    }

    /** Tells that an invite was cleaned up. */
    void ended(Invitation invitation) {
        audit.event(
                "platform.invite_ended",
                invitation.invite().subject(),
                Map.of(
                        "user",
                        invitation.email(),
                        "onDelete",
                        invitation.onDelete().name()),
                invitation.invite().requestedBy());
    }

    private static boolean isNewlyHandedOver(InviteStatus before, InviteStatus after) {
        return after.state() == InviteState.DELIVERED && !Objects.equals(serial(before), serial(after));
    }

    private static Integer serial(InviteStatus status) {
        return Optional.ofNullable(status.handoff()).map(InviteHandoff::serial).orElse(null);
    }

    private void handedOver(InviteObject invite, InviteStatus after) {
        audit("platform.user_invited", invite, after);
        normal(
                invite,
                Reason.INVITE_DELIVERED,
                "Invite",
                InviteReport.handedOver(after.handoff().method(), invite.secretName()) + ", number " + serial(after)
                        + ".");
    }

    private static boolean isNew(InviteState state, InviteStatus before, InviteStatus after) {
        return after.state() == state && before.state() != state;
    }

    private static boolean isIgnoredWish(InviteStatus before, InviteStatus after) {
        return after.state() == InviteState.ACCEPTED
                && !Objects.equals(before.lastHandledResend(), after.lastHandledResend());
    }

    /** Expiry has an Event of its own. */
    private static Optional<Condition> failure(InviteStatus before, InviteStatus after) {
        return ready(after)
                .filter(now -> !now.holds() && !now.reason().equals(Reason.EXPIRED.word()))
                .filter(now -> ready(before)
                        .filter(then -> then.status().equals(now.status())
                                && then.reason().equals(now.reason()))
                        .isEmpty());
    }

    private static Optional<Condition> ready(InviteStatus status) {
        return status.conditions().stream()
                .filter(condition -> ConditionTypes.READY.equals(condition.type()))
                .findFirst();
    }

    private void audit(String event, InviteObject invite, InviteStatus status) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (status.user() != null) {
            facts.put("user", status.user().username());
        }
        if (status.handoff() != null) {
            facts.put("method", IssuedCredential.word(status.handoff().method()));
            facts.put("serial", String.valueOf(status.handoff().serial()));
            facts.put("expiresAt", String.valueOf(status.handoff().expiresAt()));
        }
        audit.event(event, invite.subject(), facts, invite.requestedBy());
    }

    private void normal(InviteObject invite, Reason reason, String action, String note) {
        events.tell(invite.object(), EventRecorder.Type.Normal, reason.word(), action, note);
    }

    private void warning(InviteObject invite, String reason, String action, String note) {
        events.tell(invite.object(), EventRecorder.Type.Warning, reason, action, note);
    }
}
