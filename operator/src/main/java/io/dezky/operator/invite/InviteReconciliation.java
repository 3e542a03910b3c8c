package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.User;
import io.dezky.operator.invite.Handover.Next;
import io.dezky.operator.invite.IssuedCredential.Use;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one invite through its life: user, credential, acceptance or expiry. Its end is {@link InviteCleanup}.
 *
 * <p>Both kinds come here; what differs between them stands in {@link Inviting}.
 *
 * @param <R> the kind
 */
public final class InviteReconciliation<R extends CustomResource<?, InviteStatus>> {

    private static final Logger LOG = LoggerFactory.getLogger(InviteReconciliation.class);

    /** The reason when an object that a call names is gone in Authentik. */
    private static final String CHANGED = "AuthentikChanged";

    /** How long to wait, and for what. */
    record Timing(
            Duration acceptanceCheck,
            Duration resync,
            Duration retryMax,
            Duration giveUpAfter,
            Backoff backoff,
            Clock clock) {

        Instant now() {
            return clock.instant();
        }

        /**
         * As long as the system asks for, within bounds: no time at all would be a loop, and an object that is not looked
         * at for several resyncs counts as forgotten.
         */
        Duration afterFailure(ExternalException.Transient trouble, String uid) {
            Duration wait = backoff.afterFailure(uid);
            return trouble.retryAfter()
                    .map(asked -> shorter(asked, backoff.around(resync)))
                    .filter(asked -> asked.compareTo(wait) > 0)
                    .orElse(wait);
        }
    }

    /** Where invites are worked on. */
    record Workplace<R extends CustomResource<?, InviteStatus>>(
            Inviting<R> inviting,
            Users users,
            Credentials credentials,
            StatusWriter<InviteStatus, R> status,
            SecretStore secrets,
            InviteAnnouncer announcer) {}

    private final Workplace<R> at;
    private final InviteCleanup<R> cleanup;
    private final Timing timing;

    InviteReconciliation(Workplace<R> at, InviteCleanup<R> cleanup, Timing timing) {
        this.at = at;
        this.cleanup = cleanup;
        this.timing = timing;
    }

    /**
     * Works on an invite.
     *
     * @return when to look again at the latest
     */
    public Duration reconcile(R cached) {
        R resource = at.status().freshest(cached);
        InviteObject invite = new InviteObject(resource);
        InviteStatus before = Optional.ofNullable(resource.getStatus()).orElse(InviteStatus.empty());
        if (invite.isPaused()) {
            at.status().write(resource, InviteReport.paused(invite, before, timing.clock()));
            return timing.backoff().around(timing.resync());
        }
        InviteReport report = new InviteReport(invite, before, timing.clock());
        Duration next = new Run(resource, report).take();
        InviteStatus after = report.status();
        at.announcer().tell(invite, before, after);
        at.status().write(resource, after);
        return beforeItExpires(after, next);
    }

    /**
     * Ends an invite: revokes what is unused, and deals with the user as {@code onDelete} says.
     *
     * @return when to try again; empty when all is done
     */
    public Optional<Duration> cleanup(R cached) {
        return cleanup.cleanup(cached);
    }

    /** To the second, also while something else hinders. */
    private Duration beforeItExpires(InviteStatus status, Duration next) {
        if (!InviteReport.isOpen(status)) {
            return next;
        }
        Duration left = Duration.between(timing.now(), status.handoff().expiresAt());
        boolean isOverdue = left.isNegative() || left.isZero();
        return isOverdue ? next : shorter(next, left);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** One run over one invite. */
    private final class Run {

        private final R resource;
        private final InviteReport report;
        private final InviteStatus before;

        Run(R resource, InviteReport report) {
            this.resource = resource;
            this.report = report;
            this.before = report.before();
        }

        Duration take() {
            String uid = resource.getMetadata().getUid();
            try {
                followAfresh();
                timing.backoff().reset(uid);
                return isWaitingForThePerson()
                        ? timing.acceptanceCheck()
                        : timing.backoff().around(timing.resync());
            } catch (InviteFailure failure) {
                report.failed(failure);
                timing.backoff().reset(uid);
                Duration resync = timing.backoff().around(timing.resync());
                return isSeenSoon(failure) ? shorter(resync, timing.acceptanceCheck()) : resync;
            } catch (ExternalException trouble) {
                report.failed(trouble);
                return retry(trouble, uid);
            } catch (KubernetesClientException refused) {
                InviteFailure failure = InviteFailure.of(refused);
                report.failed(failure);
                return failure.reason() == Reason.KUBERNETES_FORBIDDEN
                        ? timing.retryMax()
                        : timing.backoff().afterFailure(uid);
            } catch (RuntimeException defect) {
                LOG.error(
                        "A defect of the operator: {} at {}",
                        defect.getClass().getName(),
                        List.of(defect.getStackTrace()));
                report.failed(InviteFailure.of(defect));
                return timing.backoff().afterFailure(uid);
            }
        }

        /** Nobody tells when a Secret goes, and one that an invite of the same name left goes a moment later. */
        private static boolean isSeenSoon(InviteFailure failure) {
            return failure.isWaiting() || failure.reason() == Reason.SECRET_CONFLICT;
        }

        private Duration retry(ExternalException trouble, String uid) {
            if (trouble instanceof ExternalException.Transient passing) {
                return timing.afterFailure(passing, uid);
            }
            return trouble instanceof ExternalException.Unauthorized
                    ? timing.retryMax()
                    : timing.backoff().around(timing.resync());
        }

        private boolean isWaitingForThePerson() {
            return InviteReport.isOpen(report.status());
        }

        /** What fails may hang on something remembered that is gone in Authentik: once more without memory. */
        private void followAfresh() {
            try {
                follow();
            } catch (ExternalException trouble) {
                if (!mayHangOnMemory(trouble) || !at.inviting().forget()) {
                    throw trouble;
                }
                follow();
            }
        }

        private static boolean mayHangOnMemory(ExternalException trouble) {
            return trouble instanceof ExternalException.Invalid
                    || trouble.reason().equals(CHANGED);
        }

        private void follow() {
            Invitation invitation = invitation();
            CredentialSecret secret = CredentialSecret.find(at.secrets(), invitation.invite());
            if (secret.isAnothers() && before.handoff() == null) {
                // Said before anything is written anywhere.
                throw secretConflict(invitation);
            }
            Optional<Instant> accepted = acceptedBefore(secret);
            User user = accepted.isPresent()
                    ? at.users().require(invitation, Users.knownId(before))
                    : at.users().provide(invitation, Users.knownId(before));
            report.provisioned(user);
            Optional<Instant> cameAt = accepted.or(() -> Acceptance.of(user));
            if (cameAt.isPresent()) {
                accept(invitation, user, secret, cameAt.get());
            } else if (user.isActive()) {
                handOver(invitation, user, secret);
            } else {
                takeBack(invitation, user, secret);
                report.deactivated();
            }
        }

        /** An invite that can't be followed does not keep its credential alive. */
        private Invitation invitation() {
            try {
                return sameAddress(at.inviting().invitation(resource));
            } catch (InviteFailure failure) {
                if (InviteReport.isOpen(before)
                        && !timing.now().isBefore(before.handoff().expiresAt())) {
                    at.inviting().toEnd(resource).ifPresent(this::expireUnfollowed);
                }
                throw failure;
            }
        }

        /**
         * The API server refuses another address. Where it did not, following it would give the user, and the credential
         * that somebody holds, to another person.
         */
        private Invitation sameAddress(Invitation invitation) {
            if (before.user() == null || invitation.email().equals(before.user().username())) {
                return invitation;
            }
            throw InviteFailure.failed(
                    Reason.INVALID_SPEC,
                    "spec.email is immutable, and the user was made for "
                            + before.user().username()
                            + ": write that address again, or create a new invite for the other one.");
        }

        private void expireUnfollowed(Invitation invitation) {
            at.users()
                    .find(invitation, Users.knownId(before))
                    .filter(user -> Acceptance.of(user).isEmpty())
                    .ifPresent(user -> {
                        CredentialSecret secret = CredentialSecret.find(at.secrets(), invitation.invite());
                        expire(invitation, user, secret, secret.credential());
                    });
        }

        // ---- the person came

        /** Remembered once it was seen: an old link that is used later may set the sign-in back to never. */
        private Optional<Instant> acceptedBefore(CredentialSecret secret) {
            if (before.acceptedAt() != null) {
                return Optional.of(before.acceptedAt());
            }
            return secret.credential()
                    .filter(credential -> credential.use() == Use.USED)
                    .map(IssuedCredential::issuedAt);
        }

        private void accept(Invitation invitation, User user, CredentialSecret secret, Instant cameAt) {
            Optional<IssuedCredential> open = secret.credential().filter(IssuedCredential::isOpen);
            if (before.acceptedAt() == null || open.isPresent()) {
                at.credentials().closeLink(user);
            }
            open.or(() -> damaged(secret, user))
                    .ifPresent(credential -> secret.hold(invitation, credential.closed(Use.USED)));
            report.accepted(cameAt);
        }

        /** What stands in a Secret that somebody damaged may be the credential all the same. */
        private Optional<IssuedCredential> damaged(CredentialSecret secret, User user) {
            return secret.isOurs() && secret.credential().isEmpty()
                    ? Optional.ofNullable(before.handoff()).map(told -> IssuedCredential.told(told, Holder.of(user)))
                    : Optional.empty();
        }

        // ---- the credential

        private void handOver(Invitation invitation, User user, CredentialSecret secret) {
            if (secret.isAnothers()) {
                takeBack(invitation, user, secret);
                throw secretConflict(invitation);
            }
            Next next = new Handover(secret.credential(), before, invitation, user, timing.now()).next();
            if (next instanceof Next.Issue) {
                issue(invitation, user, secret);
            } else if (next instanceof Next.Complete complete) {
                at.credentials().complete(invitation, user, complete.credential());
                report.delivered(complete.credential());
            } else if (next instanceof Next.Renew renew) {
                renew(invitation, user, secret, renew);
            } else if (next instanceof Next.Keep keep) {
                secret.hold(invitation, keep.credential());
                report.delivered(keep.credential());
            } else if (next instanceof Next.Expire expire) {
                expire(invitation, user, secret, Optional.of(expire.credential()));
            } else if (next instanceof Next.Rest rest) {
                rest.credential().ifPresent(credential -> secret.hold(invitation, credential));
                report.expired(rest.credential());
            }
        }

        private void issue(Invitation invitation, User user, CredentialSecret secret) {
            boolean earlier = before.handoff() != null || secret.isOurs();
            if (earlier) {
                report.revoked();
            }
            Credentials.Order order = new Credentials.Order(
                    invitation, user, nextSerial(secret), invitation.invite().resend());
            report.delivered(at.credentials().issue(order, earlier, secret));
        }

        private int nextSerial(CredentialSecret secret) {
            int reported = before.handoff() == null || before.handoff().serial() == null
                    ? 0
                    : before.handoff().serial();
            int written = secret.credential().map(IssuedCredential::serial).orElse(0);
            return Math.max(reported, written) + 1;
        }

        private void renew(Invitation invitation, User user, CredentialSecret secret, Next.Renew renew) {
            Optional<IssuedCredential> renewed =
                    at.credentials().renew(invitation, user, renew.credential(), renew.until(), secret);
            if (renewed.isPresent()) {
                report.delivered(renewed.get());
            } else {
                issue(invitation, user, secret);
            }
        }

        private void expire(
                Invitation invitation, User user, CredentialSecret secret, Optional<IssuedCredential> credential) {
            at.credentials().makeWorthless(user);
            Optional<IssuedCredential> closed = credential.map(open -> open.closed(Use.EXPIRED));
            closed.ifPresent(over -> secret.hold(invitation, over));
            report.expired(closed);
        }

        /** Once; afterwards nothing is open that could be taken back. */
        private void takeBack(Invitation invitation, User user, CredentialSecret secret) {
            Optional<IssuedCredential> open = secret.credential().filter(IssuedCredential::isOpen);
            boolean lost = secret.credential().isEmpty() && InviteReport.isOpen(before);
            if (open.isPresent() || lost) {
                at.credentials().makeWorthless(user);
            }
            open.ifPresent(credential -> secret.hold(invitation, credential.closed(Use.REVOKED)));
            if (before.state() != InviteState.EXPIRED) {
                report.revoked();
            }
        }

        private static InviteFailure secretConflict(Invitation invitation) {
            return InviteFailure.failed(
                    Reason.SECRET_CONFLICT,
                    "There is already a Secret \"" + invitation.invite().secretName()
                            + "\" that the operator did not make for this invite. It is not overwritten: delete or"
                            + " rename it, or name the invite otherwise.");
        }
    }
}
