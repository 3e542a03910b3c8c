package io.dezky.operator.invite;

import io.dezky.operator.identity.User;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is next for the credential of somebody who has not come yet. Pure.
 *
 * @param written what the Secret says; empty when there is none, or it was damaged
 * @param before the status as the last run left it
 * @param invitation what is wanted
 * @param user as it is now
 * @param now the time
 */
record Handover(
        Optional<IssuedCredential> written, InviteStatus before, Invitation invitation, User user, Instant now) {

    /** What is next. */
    sealed interface Next {

        /** Another credential. */
        record Issue() implements Next {}

        /** The one that was begun and not told of: its run died. */
        record Complete(IssuedCredential credential) implements Next {}

        /** The same until another time, or for the user as it is now. */
        record Renew(IssuedCredential credential, Instant until) implements Next {}

        /** The same. */
        record Keep(IssuedCredential credential) implements Next {}

        /** The end of one that nobody used in time. */
        record Expire(IssuedCredential credential) implements Next {}

        /** Nothing, until somebody asks for another. */
        record Rest(Optional<IssuedCredential> credential) implements Next {}
    }

    Next next() {
        return written.map(this::afterOne).orElseGet(this::afterNone);
    }

    /** Never issued; or the Secret was deleted or damaged, and what was in it can't be known. */
    private Next afterNone() {
        boolean isOver = before.state() == InviteState.EXPIRED;
        return isOver && !isNewWish(before.lastHandledResend()) ? new Next.Rest(Optional.empty()) : new Next.Issue();
    }

    private Next afterOne(IssuedCredential credential) {
        if (isNewWish(credential.resend())) {
            return new Next.Issue();
        }
        return switch (credential.use()) {
            case OPEN -> afterOpen(credential);
            case REVOKED -> new Next.Issue();
            case EXPIRED, USED -> new Next.Rest(written);
        };
    }

    private Next afterOpen(IssuedCredential credential) {
        Instant until = credential.issuedAt().plus(invitation.validity());
        if (!now.isBefore(until)) {
            return new Next.Expire(credential.renewed(until, credential.holder()));
        }
        if (isForAnother(credential)) {
            return new Next.Issue();
        }
        // A link in the Secret was there before the Secret was; a password or a mail may have been begun only.
        if (credential.method() != HandoffMethod.RECOVERY_LINK && !isReported(credential)) {
            return new Next.Complete(credential);
        }
        boolean isStale = credential.isLink() && !Holder.of(user).equals(credential.holder());
        return isStale || !until.equals(credential.expiresAt())
                ? new Next.Renew(credential, until)
                : new Next.Keep(credential);
    }

    /** For another user of the same name, by another way, or to another place than is wanted now. */
    private boolean isForAnother(IssuedCredential credential) {
        return !credential.holder().uid().equals(user.uid())
                || isOtherWay(invitation.handoff(), credential.method())
                || credential.leadsElsewhere(invitation.host());
    }

    private static boolean isOtherWay(Handoff wanted, HandoffMethod method) {
        return switch (wanted) {
            case AUTO -> method == HandoffMethod.EMAIL;
            case RECOVERY_LINK -> method != HandoffMethod.RECOVERY_LINK;
            case TEMPORARY_PASSWORD -> method != HandoffMethod.TEMPORARY_PASSWORD;
            case EMAIL -> method != HandoffMethod.EMAIL;
        };
    }

    private boolean isReported(IssuedCredential credential) {
        return before.handoff() != null && Objects.equals(before.handoff().serial(), credential.serial());
    }

    private boolean isNewWish(String handled) {
        String wish = invitation.invite().resend();
        return !wish.isEmpty() && !wish.equals(handled);
    }
}
