package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.User;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.observability.AuditLog;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteHandoff;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.InviteUser;
import io.dezky.platform.v1alpha1.SecretReference;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes one invite through its life: user, credential, acceptance or expiry, and the end.
 *
 * <p>Both kinds come here; what differs between them stands in {@link Inviting}.
 *
 * @param <R> the kind
 */
public final class InviteReconciliation<R extends CustomResource<?, InviteStatus>> {

    /** What the operator does in Kubernetes for an invite. */
    public record Cluster<R extends CustomResource<?, InviteStatus>>(
            StatusWriter<InviteStatus, R> status, SecretStore secrets, EventRecorder events, Receipts receipts) {}

    /** How long to wait, and for what. */
    public record Timing(
            Duration acceptanceCheck,
            Duration resync,
            Duration retryMax,
            Duration giveUpAfter,
            Backoff backoff,
            Clock clock) {}

    private final Inviting<R> inviting;
    private final Users users;
    private final Credentials credentials;
    private final Cluster<R> cluster;
    private final AuditLog audit;
    private final Timing timing;

    InviteReconciliation(
            Inviting<R> inviting,
            Users users,
            Credentials credentials,
            Cluster<R> cluster,
            AuditLog audit,
            Timing timing) {
        this.inviting = inviting;
        this.users = users;
        this.credentials = credentials;
        this.cluster = cluster;
        this.audit = audit;
        this.timing = timing;
    }

    /**
     * Works on an invite.
     *
     * @return when to look again at the latest
     */
    public Duration reconcile(R cached) {
        R invite = cluster.status().freshest(cached);
        return new Run(invite).take();
    }

    /**
     * Ends an invite: revokes what is unused, and deals with the user as {@code onDelete} says.
     *
     * @return when to try again; empty when all is done
     */
    public Optional<Duration> cleanup(R cached) {
        R invite = cluster.status().freshest(cached);
        if (annotation(invite, Annotations.PAUSED).equals("true")) {
            return Optional.of(timing.backoff().around(timing.resync()));
        }
        InviteStatus before = Optional.ofNullable(invite.getStatus()).orElse(InviteStatus.empty());
        try {
            inviting.forCleanup(invite).ifPresent(invitation -> end(invitation, before));
            timing.backoff().reset(invite.getMetadata().getUid());
            cluster.status().forget(invite);
            return Optional.empty();
        } catch (ExternalException e) {
            return later(invite, before, e);
        }
    }

    private void end(Invitation invitation, InviteStatus before) {
        Optional<User> found = users.find(invitation, knownUser(before));
        if (found.isEmpty()) {
            return;
        }
        User user = found.get();
        boolean accepted = before.state() == InviteState.ACCEPTED || user.lastLogin() != null;
        SecretStore.Found secret = cluster.secrets().find(invitation.owner(), invitation.secretName());
        // An accepted password is the person's own; an open link is worth something in any case.
        credentials.makeWorthless(user, accepted ? Optional.empty() : IssuedCredential.in(secret));
        switch (invitation.onDelete()) {
            case DELETE -> users.delete(invitation, user);
            case DEACTIVATE -> users.deactivate(invitation, user);
            case RETAIN -> users.release(invitation, user);
        }
        audit.event("platform.invite_revoked", invitation.subject(), invitation.email(), invitation.requestedBy());
    }

    private Optional<Duration> later(R invite, InviteStatus before, ExternalException e) {
        Instant deleted = Instant.parse(invite.getMetadata().getDeletionTimestamp());
        if (timing.clock().instant().isAfter(deleted.plus(timing.giveUpAfter()))) {
            cluster.events()
                    .tell(
                            invite,
                            EventRecorder.Type.Warning,
                            "LeftBehind",
                            "Delete",
                            "Given up cleaning up: " + e.getMessage());
            cluster.receipts().write(invite, Map.of(e.system(), "The user of this invite: " + e.getMessage()));
            cluster.status().forget(invite);
            return Optional.empty();
        }
        ConditionSet conditions = new ConditionSet(before.conditions(), generation(invite), timing.clock());
        conditions.fails(
                ConditionTypes.READY, "DeletionFailed", "The invite can't be cleaned up yet. " + e.getMessage());
        InviteDraft draft = new InviteDraft(before);
        draft.conditions = conditions.list();
        draft.observedGeneration = generation(invite);
        cluster.status().write(invite, draft.status());
        Duration wait = e instanceof ExternalException.Transient trouble
                ? trouble.retryAfter().orElse(null)
                : null;
        return Optional.of(
                wait == null
                        ? timing.backoff().afterFailure(invite.getMetadata().getUid())
                        : wait);
    }

    private static Long knownUser(InviteStatus before) {
        return before.user() == null || before.user().id() == null
                ? null
                : before.user().id().longValue();
    }

    private static long generation(CustomResource<?, ?> invite) {
        return Optional.ofNullable(invite.getMetadata().getGeneration()).orElse(0L);
    }

    private static String annotation(CustomResource<?, ?> invite, String name) {
        return Optional.ofNullable(invite.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(name))
                .orElse("");
    }

    /** One run over one invite. */
    private final class Run {

        private final R invite;
        private final InviteStatus before;
        private final InviteDraft draft;
        private final ConditionSet conditions;
        private Duration next;

        Run(R invite) {
            this.invite = invite;
            this.before = Optional.ofNullable(invite.getStatus()).orElse(InviteStatus.empty());
            this.draft = new InviteDraft(before);
            this.conditions = new ConditionSet(before.conditions(), generation(invite), timing.clock());
            this.next = timing.backoff().around(timing.resync());
        }

        Duration take() {
            if (annotation(invite, Annotations.PAUSED).equals("true")) {
                return paused();
            }
            try {
                invite(inviting.invitation(invite));
                timing.backoff().reset(invite.getMetadata().getUid());
            } catch (InviteFailure failure) {
                fail(failure.reason(), failure.getMessage(), failure.isWaiting());
            } catch (SecretStore.NameTaken taken) {
                fail("SecretConflict", taken.getMessage(), false);
            } catch (ExternalException e) {
                external(e);
            }
            return finish();
        }

        private Duration paused() {
            conditions.holds(
                    ConditionTypes.PAUSED,
                    "Paused",
                    "Nothing is changed, deletion included, while the annotation " + Annotations.PAUSED
                            + " is \"true\".");
            draft.conditions =
                    InviteDraft.with(before.conditions(), conditions.list().get(0));
            cluster.status().write(invite, draft.status());
            return next;
        }

        private void invite(Invitation invitation) {
            draft.requestedBy = invitation.requestedBy();
            SecretStore.Found secret = cluster.secrets().find(invitation.owner(), invitation.secretName());
            if (secret instanceof SecretStore.Found.Anothers) {
                // Said before anything is written anywhere.
                throw InviteFailure.failed(
                        "SecretConflict",
                        "There is already a Secret \"" + invitation.secretName()
                                + "\" that the operator did not make for this invite. It is not overwritten: delete or"
                                + " rename it, or name the invite otherwise.");
            }
            boolean accepted = before.state() == InviteState.ACCEPTED;
            Users.Provisioned provisioned = users.provide(invitation, knownUser(before), accepted);
            User user = provisioned.user();
            draft.user = new InviteUser(user.pk().intValue(), user.uid(), user.username());
            conditions.holds(
                    ConditionTypes.USER_PROVISIONED,
                    "Provisioned",
                    "The user " + user.username() + " is in its groups.");
            if (accepted || user.lastLogin() != null) {
                accepted(invitation, user, secret);
            } else {
                credential(invitation, provisioned, secret);
            }
        }

        // ---- the credential

        private void credential(Invitation invitation, Users.Provisioned provisioned, SecretStore.Found secret) {
            Optional<IssuedCredential> written = IssuedCredential.in(secret);
            String resend = annotation(invite, Annotations.RESEND);
            if (mustIssue(invitation, written, resend)) {
                issue(invitation, provisioned.user(), secret, written, resend);
                return;
            }
            IssuedCredential credential = written.orElseThrow();
            if (!credential.isOpen()) {
                expired(credential);
                return;
            }
            Instant until = credential.issuedAt().plus(invitation.validity());
            if (!timing.clock().instant().isBefore(until)) {
                credentials.revoke(invitation, provisioned.user(), credential, secret);
                audit.event(
                        "platform.invite_expired", invitation.subject(), invitation.email(), invitation.requestedBy());
                cluster.events()
                        .tell(
                                invite,
                                EventRecorder.Type.Warning,
                                "InviteExpired",
                                "Expire",
                                "The credential was not used in time and is revoked.");
                expired(new IssuedCredential(
                        credential.method(),
                        null,
                        credential.serial(),
                        credential.issuedAt(),
                        until,
                        credential.resend()));
                return;
            }
            boolean reported =
                    before.handoff() != null && Objects.equals(before.handoff().serial(), credential.serial());
            if (!reported) {
                // The run that issued it died before it could say so.
                credentials.complete(invitation, provisioned.user(), credential);
                delivered(invitation, credential);
            } else if (provisioned.changed() || !until.equals(credential.expiresAt())) {
                report(credentials.renew(invitation, provisioned.user(), credential, secret, until));
            } else {
                credentials.restore(invitation, credential, secret);
                report(credential);
            }
        }

        private boolean mustIssue(Invitation invitation, Optional<IssuedCredential> written, String resend) {
            if (written.isEmpty()) {
                // Never issued, or the Secret was deleted: what was in it can't be known.
                return before.state() != InviteState.EXPIRED || isNewWish(resend, before.lastHandledResend());
            }
            if (isNewWish(resend, written.get().resend())) {
                return true;
            }
            return written.get().isOpen()
                    && otherMethodWanted(invitation.handoff(), written.get().method());
        }

        private static boolean isNewWish(String resend, String handled) {
            return !resend.isEmpty() && !resend.equals(handled);
        }

        private static boolean otherMethodWanted(Handoff handoff, HandoffMethod method) {
            return switch (handoff) {
                case AUTO -> method == HandoffMethod.EMAIL;
                case RECOVERY_LINK -> method != HandoffMethod.RECOVERY_LINK;
                case TEMPORARY_PASSWORD -> method != HandoffMethod.TEMPORARY_PASSWORD;
                case EMAIL -> method != HandoffMethod.EMAIL;
            };
        }

        private void issue(
                Invitation invitation,
                User user,
                SecretStore.Found secret,
                Optional<IssuedCredential> written,
                String resend) {
            int reported = before.handoff() == null || before.handoff().serial() == null
                    ? 0
                    : before.handoff().serial();
            int serial =
                    Math.max(reported, written.map(IssuedCredential::serial).orElse(0)) + 1;
            if (serial > 1) {
                credentials.makeWorthless(user, written);
            }
            IssuedCredential credential = credentials.issue(invitation, user, secret, serial, resend);
            delivered(invitation, credential);
        }

        private void delivered(Invitation invitation, IssuedCredential credential) {
            audit.event(
                    "platform.user_invited",
                    invitation.subject(),
                    invitation.email() + " by " + IssuedCredential.word(credential.method()),
                    invitation.requestedBy());
            cluster.events()
                    .tell(
                            invite,
                            EventRecorder.Type.Normal,
                            "InviteDelivered",
                            "Invite",
                            handedOver(credential) + ", number " + credential.serial() + ".");
            report(credential);
        }

        private String handedOver(IssuedCredential credential) {
            return switch (credential.method()) {
                case RECOVERY_LINK -> "A recovery link is in the Secret " + secretName();
                case TEMPORARY_PASSWORD -> "A temporary password is in the Secret " + secretName();
                case EMAIL -> "Authentik was asked to mail a recovery link";
            };
        }

        private String secretName() {
            return invite.getMetadata().getName() + "-credentials";
        }

        private void report(IssuedCredential credential) {
            draft.state = InviteState.DELIVERED;
            draft.handoff = handoff(credential);
            draft.lastHandledResend = credential.resend().isEmpty() ? draft.lastHandledResend : credential.resend();
            conditions.holds(
                    ConditionTypes.CREDENTIAL_ISSUED,
                    "Issued",
                    handedOver(credential) + ", usable until " + credential.expiresAt() + ".");
            conditions.fails(ConditionTypes.ACCEPTED, "NotSignedIn", "The person has not signed in yet.");
            conditions.holds(ConditionTypes.READY, "Delivered", handedOver(credential) + ".");
            Duration left = Duration.between(timing.clock().instant(), credential.expiresAt());
            next = shorter(timing.acceptanceCheck(), left.isNegative() ? Duration.ZERO : left);
        }

        private InviteHandoff handoff(IssuedCredential credential) {
            return new InviteHandoff(
                    credential.method(),
                    new SecretReference(secretName()),
                    credential.issuedAt(),
                    credential.expiresAt(),
                    credential.serial());
        }

        private void expired(IssuedCredential credential) {
            draft.state = InviteState.EXPIRED;
            draft.handoff = handoff(credential);
            draft.lastHandledResend = credential.resend().isEmpty() ? draft.lastHandledResend : credential.resend();
            String how = "The credential was not used in time and is revoked. Annotate the invite with "
                    + Annotations.RESEND + "=<any new value> for another one.";
            conditions.fails(ConditionTypes.CREDENTIAL_ISSUED, "Expired", how);
            conditions.fails(ConditionTypes.ACCEPTED, "Expired", "The person did not sign in in time.");
            conditions.fails(ConditionTypes.READY, "Expired", how);
            conditions.holds(ConditionTypes.STALLED, "Expired", how);
        }

        private void accepted(Invitation invitation, User user, SecretStore.Found secret) {
            Optional<IssuedCredential> written = IssuedCredential.in(secret);
            if (before.state() != InviteState.ACCEPTED
                    || written.filter(credential -> credential.secret() != null).isPresent()) {
                written.ifPresent(credential -> credentials.scrub(invitation, user, credential, secret));
            }
            if (before.state() != InviteState.ACCEPTED) {
                audit.event(
                        "platform.invite_accepted", invitation.subject(), invitation.email(), invitation.requestedBy());
                cluster.events()
                        .tell(
                                invite,
                                EventRecorder.Type.Normal,
                                "InviteAccepted",
                                "Accept",
                                "The person has signed in; the Secret is emptied.");
            }
            String resend = annotation(invite, Annotations.RESEND);
            draft.lastHandledResend = resend.isEmpty() ? draft.lastHandledResend : resend;
            draft.state = InviteState.ACCEPTED;
            draft.acceptedAt = draft.acceptedAt == null ? user.lastLogin() : draft.acceptedAt;
            conditions.holds(
                    ConditionTypes.CREDENTIAL_ISSUED, "Used", "The credential was used and is gone from the Secret.");
            conditions.holds(ConditionTypes.ACCEPTED, "SignedIn", "The person has signed in.");
            conditions.holds(ConditionTypes.READY, "Accepted", "The person has signed in.");
        }

        // ---- what goes wrong

        private void fail(String reason, String message, boolean waiting) {
            draft.state = waiting ? keptOrPending() : InviteState.FAILED;
            notReady(reason, message);
            if (waiting) {
                conditions.holds(ConditionTypes.RECONCILING, "Progressing", "The operator goes on by itself.");
                next = shorter(next, timing.acceptanceCheck());
            } else {
                conditions.holds(ConditionTypes.STALLED, reason, message);
            }
        }

        private InviteState keptOrPending() {
            return before.state() == null || before.state() == InviteState.FAILED
                    ? InviteState.PENDING
                    : before.state();
        }

        private void external(ExternalException e) {
            boolean terminal = e instanceof ExternalException.Invalid || e instanceof ExternalException.Conflict;
            draft.state = terminal ? InviteState.FAILED : keptOrPending();
            notReady(e.reason(), e.getMessage());
            if (terminal) {
                conditions.holds(ConditionTypes.STALLED, e.reason(), e.getMessage());
                return;
            }
            conditions.holds(ConditionTypes.RECONCILING, "Progressing", "The operator goes on by itself.");
            String uid = invite.getMetadata().getUid();
            next = e instanceof ExternalException.Transient trouble
                    ? trouble.retryAfter().orElseGet(() -> timing.backoff().afterFailure(uid))
                    : timing.retryMax();
        }

        private void notReady(String reason, String message) {
            boolean provisioned =
                    conditions.get(ConditionTypes.USER_PROVISIONED).isPresent();
            conditions.fails(
                    provisioned ? ConditionTypes.CREDENTIAL_ISSUED : ConditionTypes.USER_PROVISIONED, reason, message);
            conditions.fails(ConditionTypes.READY, reason, message);
        }

        private Duration finish() {
            draft.conditions = conditions.list();
            draft.observedGeneration = generation(invite);
            String reconcileAt = annotation(invite, Annotations.RECONCILE_AT);
            draft.lastHandledReconcileAt = reconcileAt.isEmpty() ? null : reconcileAt;
            cluster.status().write(invite, draft.status());
            tellFailure();
            return next;
        }

        private void tellFailure() {
            Condition now = conditions.get(ConditionTypes.READY).orElseThrow();
            boolean said = before.conditions().stream()
                    .anyMatch(condition -> ConditionTypes.READY.equals(condition.type())
                            && condition.status().equals(now.status())
                            && condition.reason().equals(now.reason()));
            if (!now.holds() && !said && !"Expired".equals(now.reason())) {
                cluster.events().tell(invite, EventRecorder.Type.Warning, now.reason(), "Invite", now.message());
            }
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) <= 0 ? one : other;
        }
    }
}
