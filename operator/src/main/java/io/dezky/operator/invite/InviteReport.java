package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.User;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteHandoff;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.InviteUser;
import io.dezky.platform.v1alpha1.SecretReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of an invite, being written: each method says one thing that was found out. What nobody found out anything
 * about stays as it was.
 */
final class InviteReport {

    private static final List<String> FACTS =
            List.of(ConditionTypes.USER_PROVISIONED, ConditionTypes.CREDENTIAL_ISSUED, ConditionTypes.ACCEPTED);

    private final InviteObject invite;
    private final InviteStatus before;
    private final ConditionSet conditions;
    private InviteState state;
    private InviteUser user;
    private InviteHandoff handoff;
    private Instant acceptedAt;
    private String lastHandledResend;

    InviteReport(InviteObject invite, InviteStatus before, Clock clock) {
        this.invite = invite;
        this.before = before;
        this.conditions = new ConditionSet(before.conditions(), invite.generation(), clock);
        this.state = before.state();
        this.user = before.user();
        this.handoff = before.handoff();
        this.acceptedAt = before.acceptedAt();
        this.lastHandledResend = before.lastHandledResend();
        FACTS.forEach(conditions::keep);
    }

    /** As the last run left it. */
    InviteStatus before() {
        return before;
    }

    // ---- what holds

    void provisioned(User found) {
        user = new InviteUser(found.pk().intValue(), found.uid(), found.username());
        holds(
                ConditionTypes.USER_PROVISIONED,
                Reason.PROVISIONED,
                "The user " + found.username() + " is in its groups.");
    }

    void delivered(IssuedCredential credential) {
        state = InviteState.DELIVERED;
        handoff(credential);
        holds(
                ConditionTypes.CREDENTIAL_ISSUED,
                Reason.ISSUED,
                handedOver(credential) + ", usable until " + credential.expiresAt() + ".");
        fails(ConditionTypes.ACCEPTED, Reason.NOT_SIGNED_IN, "The person has not signed in yet.");
        holds(ConditionTypes.READY, Reason.DELIVERED, handedOver(credential) + ".");
    }

    private void handoff(IssuedCredential credential) {
        handoff = new InviteHandoff(
                credential.method(),
                new SecretReference(invite.secretName()),
                credential.issuedAt(),
                credential.expiresAt(),
                credential.serial());
        lastHandledResend = credential.resend().isEmpty() ? lastHandledResend : credential.resend();
    }

    private String handedOver(IssuedCredential credential) {
        return handedOver(credential.method(), invite.secretName());
    }

    /** In words, for people. */
    static String handedOver(HandoffMethod method, String secretName) {
        return switch (method) {
            case RECOVERY_LINK -> "A recovery link is in the Secret " + secretName;
            case TEMPORARY_PASSWORD -> "A temporary password is in the Secret " + secretName;
            case EMAIL -> "Authentik was asked to mail a recovery link";
        };
    }

    void accepted(Instant at) {
        state = InviteState.ACCEPTED;
        acceptedAt = acceptedAt == null ? at : acceptedAt;
        lastHandledResend = invite.resend().isEmpty() ? lastHandledResend : invite.resend();
        holds(
                ConditionTypes.CREDENTIAL_ISSUED,
                Reason.USED,
                "The person has signed in; no credential is in the Secret any more.");
        holds(ConditionTypes.ACCEPTED, Reason.SIGNED_IN, "The person has signed in.");
        holds(ConditionTypes.READY, Reason.ACCEPTED, "The person has signed in.");
    }

    // ---- what does not

    /**
     * Nobody came in time.
     *
     * @param credential empty when its Secret is gone
     */
    void expired(Optional<IssuedCredential> credential) {
        state = InviteState.EXPIRED;
        credential.ifPresent(this::handoff);
        String how = "The credential was not used in time and is revoked. Annotate the invite with "
                + Annotations.RESEND + "=<any new value> for another one.";
        fails(ConditionTypes.CREDENTIAL_ISSUED, Reason.EXPIRED, how);
        fails(ConditionTypes.ACCEPTED, Reason.EXPIRED, "The person did not sign in in time.");
        stalled(Reason.EXPIRED.word(), how);
    }

    /** What was handed over opens nothing any more, and nothing new was handed over yet. */
    void revoked() {
        state = InviteState.REVOKED;
        fails(
                ConditionTypes.CREDENTIAL_ISSUED,
                Reason.REVOKED,
                "The credential that was handed over is revoked, and no other one was handed over yet.");
        fails(ConditionTypes.ACCEPTED, Reason.NOT_SIGNED_IN, "The person has not signed in yet.");
    }

    /** Somebody else deactivated the user: nothing is handed over until it is active again. */
    void deactivated() {
        String how = "The user was deactivated in Authentik, and not by this operator. What was handed over is revoked."
                + " Activate the user there to have the person invited again, or delete this invite.";
        revoked();
        stalled(Reason.USER_DEACTIVATED.word(), how);
    }

    // ---- what hinders

    void failed(InviteFailure failure) {
        String reason = failure.reason().word();
        String disproved = failure.reason().disproves();
        if (disproved != null) {
            conditions.fails(disproved, reason, failure.getMessage());
        }
        if (failure.isWaiting()) {
            hindered(reason, failure.getMessage());
            return;
        }
        state = isOver(state) ? state : InviteState.FAILED;
        missingFacts(reason, failure.getMessage());
        stalled(reason, failure.getMessage());
    }

    void failed(ExternalException trouble) {
        boolean terminal =
                trouble instanceof ExternalException.Invalid || trouble instanceof ExternalException.Conflict;
        if (!terminal) {
            hindered(trouble.reason(), trouble.getMessage());
            return;
        }
        state = isOver(state) ? state : InviteState.FAILED;
        missingFacts(trouble.reason(), trouble.getMessage());
        stalled(trouble.reason(), trouble.getMessage());
    }

    void deletionFailed(ExternalException trouble) {
        conditions.fails(
                ConditionTypes.READY,
                Reason.DELETION_FAILED.word(),
                "The invite can't be cleaned up yet. " + trouble.getMessage());
        holds(ConditionTypes.RECONCILING, Reason.PROGRESSING, "The operator goes on by itself.");
    }

    /** The operator goes on by itself. */
    private void hindered(String reason, String message) {
        state = state == null || state == InviteState.FAILED ? resumed() : state;
        missingFacts(reason, message);
        conditions.fails(ConditionTypes.READY, reason, message);
        holds(ConditionTypes.RECONCILING, Reason.PROGRESSING, "The operator goes on by itself.");
    }

    private InviteState resumed() {
        if (acceptedAt != null) {
            return InviteState.ACCEPTED;
        }
        return handoff == null ? InviteState.PENDING : InviteState.DELIVERED;
    }

    private static boolean isOver(InviteState state) {
        return state == InviteState.EXPIRED || state == InviteState.REVOKED;
    }

    /** The first thing that was never true is what the hindrance keeps from being. What is over stays said. */
    private void missingFacts(String reason, String message) {
        if (isOver(state)) {
            return;
        }
        FACTS.stream()
                .limit(2)
                .filter(type -> conditions.get(type).filter(Condition::holds).isEmpty())
                .findFirst()
                .ifPresent(type -> conditions.fails(type, reason, message));
    }

    private void stalled(String reason, String message) {
        conditions.fails(ConditionTypes.READY, reason, message);
        conditions.holds(ConditionTypes.STALLED, reason, message);
    }

    private void holds(String type, Reason reason, String message) {
        conditions.holds(type, reason.word(), message);
    }

    private void fails(String type, Reason reason, String message) {
        conditions.fails(type, reason.word(), message);
    }

    // ---- the result

    /** Paused: what was said before stays said, of the generation that it was said of. */
    static InviteStatus paused(InviteObject invite, InviteStatus before, Clock clock) {
        ConditionSet conditions = new ConditionSet(before.conditions(), invite.generation(), clock);
        before.conditions().forEach(condition -> conditions.keep(condition.type()));
        conditions.holds(
                ConditionTypes.PAUSED,
                Reason.PAUSED.word(),
                "Nothing is changed, deletion included, while the annotation " + Annotations.PAUSED + " is \"true\".");
        return new InviteStatus(
                before.observedGeneration(),
                conditions.list(),
                before.state(),
                before.user(),
                before.handoff(),
                before.acceptedAt(),
                before.requestedBy(),
                before.lastHandledResend(),
                before.lastHandledReconcileAt());
    }

    /** Whether something that was handed over may still open something. */
    static boolean isOpen(InviteStatus status) {
        boolean over = status.acceptedAt() != null || isOver(status.state());
        return status.handoff() != null && !over;
    }

    InviteStatus status() {
        String reconcileAt = invite.reconcileAt();
        return new InviteStatus(
                invite.generation(),
                conditions.list(),
                state,
                user,
                handoff,
                acceptedAt,
                invite.requestedBy(),
                lastHandledResend,
                reconcileAt.isEmpty() ? null : reconcileAt);
    }
}
