package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.Recovery;
import io.dezky.operator.identity.RecoveryFlow;
import io.dezky.operator.identity.User;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Makes, renews and takes back the one credential of an invitation.
 *
 * <p>The order of steps makes it safe to die between any two: the Secret is written before a password is set, so that
 * the next run sets the very same one (docs/decisions/password-secret-first.md); a link that is asked for again while
 * unused is the same link.
 */
final class Credentials {

    private final Authentik authentik;
    private final RecoveryFlow recoveryFlow;
    private final PasswordGenerator passwords;
    private final Optional<String> emailStage;
    private final Clock clock;

    /**
     * Credentials.
     *
     * @param emailStage name of the stage that mails links; empty when none is configured
     */
    Credentials(
            Authentik authentik,
            RecoveryFlow recoveryFlow,
            PasswordGenerator passwords,
            Optional<String> emailStage,
            Clock clock) {
        this.authentik = authentik;
        this.recoveryFlow = recoveryFlow;
        this.passwords = passwords;
        this.emailStage = emailStage;
        this.clock = clock;
    }

    /**
     * A wish for a credential.
     *
     * @param serial its number
     * @param resend the value of the annotation that asks for it; empty for the first
     */
    record Order(Invitation invitation, User user, int serial, String resend) {

        IssuedCredential made(HandoffMethod method, String secret, Instant now) {
            return IssuedCredential.made(method, secret, serial, now, invitation.validity(), resend, Holder.of(user));
        }
    }

    /**
     * Makes a credential and hands it over. Whatever was open before is worth nothing from then on.
     *
     * @param earlier whether there may have been one before
     */
    IssuedCredential issue(Order order, boolean earlier, CredentialSecret secret) {
        // Asked first: a stage that is missing must not cost anybody the credential that works.
        Optional<String> stage =
                order.invitation().handoff() == Handoff.EMAIL ? Optional.of(requireEmailStage()) : Optional.empty();
        if (earlier) {
            makeWorthless(order.user());
            secret.credential()
                    .filter(IssuedCredential::isOpen)
                    .ifPresent(open -> secret.hold(order.invitation(), open.closed(IssuedCredential.Use.REVOKED)));
        }
        return stage.map(id -> byEmail(order, id, secret)).orElseGet(() -> inSecret(order, secret));
    }

    private IssuedCredential inSecret(Order order, CredentialSecret secret) {
        Handoff handoff = order.invitation().handoff();
        if (handoff == Handoff.TEMPORARY_PASSWORD) {
            return byPassword(order, secret);
        }
        Instant now = now();
        Recovery recovery = recovery(order);
        if (recovery instanceof Recovery.Link link) {
            IssuedCredential credential = order.made(HandoffMethod.RECOVERY_LINK, checked(order, link), now);
            secret.hold(order.invitation(), credential);
            return credential;
        }
        if (handoff == Handoff.AUTO) {
            return byPassword(order, secret);
        }
        throw noRecoveryFlow(order.invitation());
    }

    /** Asked once more where the flow was missing and could be made. */
    private Recovery recovery(Order order) {
        Recovery first = askForLink(order);
        return first instanceof Recovery.NoFlow && recoveryFlow.provide() ? askForLink(order) : first;
    }

    /** A link that has expired and was not cleaned up makes Authentik fail inside until somebody removes it. */
    private Recovery askForLink(Order order) {
        Invitation invitation = order.invitation();
        long user = order.user().pk();
        try {
            return authentik.recovery(user, invitation.validity(), invitation.host());
        } catch (ExternalException.Transient failure) {
            if (!failure.effectUnknown() || !hasExpiredLink(order.user())) {
                throw failure;
            }
            authentik.revokeRecoveryLink(order.user().uid());
            return authentik.recovery(user, invitation.validity(), invitation.host());
        }
    }

    private boolean hasExpiredLink(User user) {
        return authentik
                .recoveryLinkExpiry(user.uid())
                .filter(end -> !clock.instant().isBefore(end))
                .isPresent();
    }

    /** A link to another host would lead the person, and the credential, astray. */
    private String checked(Order order, Recovery.Link link) {
        String host = order.invitation().host();
        if (IssuedCredential.leadsTo(link.url(), host)) {
            requireRevocable(order.user());
            return link.url();
        }
        authentik.revokeRecoveryLink(order.user().uid());
        throw InviteFailure.waiting(
                Reason.LINK_HOST_WRONG,
                "Authentik makes links to another host than " + host
                        + ": it does not trust the operator's X-Forwarded-Host. Add the operator's network to Authentik's"
                        + " AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS.");
    }

    /**
     * Nobody can have opened this link yet, so when its row looks absent, the operator may not see such rows: each
     * revocation would find nothing to revoke, and an open link undoes a deactivation.
     */
    private void requireRevocable(User user) {
        if (authentik.recoveryLinkExpiry(user.uid()).isEmpty()) {
            throw new ExternalException.Unauthorized(
                    Authentik.SYSTEM,
                    "AuthentikForbidden",
                    "The operator's role in Authentik lacks the permission view_token, so that it could not take back a"
                            + " link. Add it: docs/systems/authentik.md lists the permissions.");
        }
    }

    private IssuedCredential byPassword(Order order, CredentialSecret secret) {
        IssuedCredential credential = order.made(HandoffMethod.TEMPORARY_PASSWORD, passwords.generate(), now());
        secret.hold(order.invitation(), credential);
        setPassword(order.user(), credential.secret());
        return credential;
    }

    /** What Authentik says of a password may repeat it: that is told to nobody. */
    private void setPassword(User user, String password) {
        try {
            authentik.setPassword(user.pk(), password);
        } catch (ExternalException.Invalid refused) {
            throw InviteFailure.failed(
                    Reason.AUTHENTIK_REFUSED,
                    "Authentik refuses the password that the operator made: a password policy there asks for more than 16"
                            + " characters of four kinds. Loosen it, or choose another spec.handoff.");
        }
    }

    /**
     * Authentik mails a link. A link is made and taken back first, because nobody sees where a mailed one leads. The
     * Secret is written while none is open: an open one afterwards proves that the mail was asked for, so that no number
     * is mailed twice.
     */
    private IssuedCredential byEmail(Order order, String stage, CredentialSecret secret) {
        if (!(recovery(order) instanceof Recovery.Link link)) {
            throw noRecoveryFlow(order.invitation());
        }
        checked(order, link);
        authentik.revokeRecoveryLink(order.user().uid());
        IssuedCredential credential = order.made(HandoffMethod.EMAIL, null, now());
        secret.hold(order.invitation(), credential);
        mail(order.invitation(), order.user(), credential, stage);
        return credential;
    }

    /** However late it goes out, the link ends when status says. */
    private void mail(Invitation invitation, User user, IssuedCredential credential, String stage) {
        Duration left = Duration.between(clock.instant(), credential.expiresAt());
        Recovery recovery = authentik.recoveryByEmail(user.pk(), left, invitation.host(), stage);
        if (recovery instanceof Recovery.NoFlow) {
            throw noRecoveryFlow(invitation);
        }
    }

    private String requireEmailStage() {
        return emailStage
                .flatMap(authentik::emailStage)
                .orElseThrow(() -> InviteFailure.waiting(
                        Reason.EMAIL_STAGE_MISSING,
                        "No e-mail stage is configured, or Authentik does not have it. Set authentik.emailStage in the"
                                + " operator's configuration, or choose another spec.handoff."));
    }

    private static InviteFailure noRecoveryFlow(Invitation invitation) {
        return InviteFailure.waiting(
                Reason.RECOVERY_FLOW_MISSING,
                "Authentik has no recovery flow at " + invitation.host()
                        + ", so there can be no link. Set one on the brand of that host (or authentik.createRecoveryFlow in"
                        + " the operator's configuration), or choose another spec.handoff.");
    }

    /**
     * Finishes what an earlier run began and could not report. Doing it twice does no harm.
     *
     * @param credential as its Secret has it
     */
    void complete(Invitation invitation, User user, IssuedCredential credential) {
        switch (credential.method()) {
            case TEMPORARY_PASSWORD -> setPassword(user, credential.secret());
            case EMAIL -> {
                if (authentik.recoveryLinkExpiry(user.uid()).isEmpty()) {
                    mail(invitation, user, credential, requireEmailStage());
                }
            }
            case RECOVERY_LINK -> {
                // The link was there before the Secret was.
            }
        }
    }

    /**
     * The same credential until another time, and with the user as it is now.
     *
     * @return empty when the link that was handed over is not the one that is open: then another one must be handed over
     */
    Optional<IssuedCredential> renew(
            Invitation invitation, User user, IssuedCredential credential, Instant until, CredentialSecret secret) {
        if (credential.isLink() && !renewLink(invitation, user, credential, until)) {
            return Optional.empty();
        }
        IssuedCredential renewed = credential.renewed(until, Holder.of(user));
        secret.hold(invitation, renewed);
        return Optional.of(renewed);
    }

    /**
     * One that was opened is left alone: asking again would make another. One that has ended in Authentik can't be had
     * again: asking makes Authentik fail inside.
     */
    private boolean renewLink(Invitation invitation, User user, IssuedCredential credential, Instant until) {
        Optional<Instant> end = authentik.recoveryLinkExpiry(user.uid());
        if (end.isEmpty()) {
            return true;
        }
        if (!clock.instant().isBefore(end.get())) {
            return false;
        }
        Duration left = Duration.between(clock.instant(), until);
        Recovery recovery = authentik.recovery(user.pk(), left, invitation.host());
        return recovery instanceof Recovery.Link link
                && (credential.method() == HandoffMethod.EMAIL || link.url().equals(credential.secret()));
    }

    /**
     * Whatever was ever handed over for this user opens nothing any more. A password can't be taken away, only replaced
     * by one that nobody ever sees.
     */
    void makeWorthless(User user) {
        authentik.revokeRecoveryLink(user.uid());
        setPassword(user, passwords.generate() + passwords.generate());
    }

    /** The person came: what is left of a link goes. The password is the person's own now. */
    void closeLink(User user) {
        authentik.revokeRecoveryLink(user.uid());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
