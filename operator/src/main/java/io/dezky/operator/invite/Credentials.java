package io.dezky.operator.invite;

import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.Recovery;
import io.dezky.operator.identity.User;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Issues, renews and revokes the one credential of an invitation.
 *
 * <p>The order of steps makes it safe to die between any two: the Secret is written before a password is set, so that
 * the next run sets the very same one; a link that is asked for again while unused is the same link.
 */
final class Credentials {

    private static final String COMPONENT = "invite-credentials";

    private final Authentik authentik;
    private final SecretStore secrets;
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
            SecretStore secrets,
            PasswordGenerator passwords,
            Optional<String> emailStage,
            Clock clock) {
        this.authentik = authentik;
        this.secrets = secrets;
        this.passwords = passwords;
        this.emailStage = emailStage;
        this.clock = clock;
    }

    /** A new credential, handed over. Whatever was open before is worth nothing from now on. */
    IssuedCredential issue(Invitation invitation, User user, SecretStore.Found found, int serial, String resend) {
        return switch (invitation.handoff()) {
            case EMAIL -> byEmail(invitation, user, found, serial, resend);
            case TEMPORARY_PASSWORD -> byPassword(invitation, user, found, serial, resend);
            case RECOVERY_LINK, AUTO -> byLink(invitation, user, found, serial, resend);
        };
    }

    private IssuedCredential byLink(
            Invitation invitation, User user, SecretStore.Found found, int serial, String resend) {
        Instant now = now();
        Recovery recovery = authentik.recovery(user.pk(), invitation.validity(), invitation.host());
        if (recovery instanceof Recovery.Link link) {
            checkHost(invitation, user, link);
            IssuedCredential credential = new IssuedCredential(
                    HandoffMethod.RECOVERY_LINK, link.url(), serial, now, now.plus(invitation.validity()), resend);
            write(invitation, credential, found);
            return credential;
        }
        if (invitation.handoff() == Handoff.AUTO) {
            return byPassword(invitation, user, found, serial, resend);
        }
        throw noRecoveryFlow(invitation);
    }

    private static InviteFailure noRecoveryFlow(Invitation invitation) {
        return InviteFailure.waiting(
                "RecoveryFlowMissing",
                "Authentik has no recovery flow at " + invitation.host()
                        + ", so there can be no link. Set one on the default brand (or authentik.createRecoveryFlow in the"
                        + " operator's configuration), or choose another spec.handoff.");
    }

    /** A link to another host would lead the person, and the credential, astray. */
    private void checkHost(Invitation invitation, User user, Recovery.Link link) {
        boolean right = link.url().startsWith("https://") && invitation.host().equalsIgnoreCase(host(link.url()));
        if (right) {
            return;
        }
        authentik.revokeRecoveryLink(user.uid());
        throw InviteFailure.waiting(
                "LinkHostWrong",
                "Authentik makes links to another host than " + invitation.host()
                        + ": it does not trust the operator's X-Forwarded-Host. Add the operator's network to Authentik's"
                        + " AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS.");
    }

    private static String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
    }

    private IssuedCredential byPassword(
            Invitation invitation, User user, SecretStore.Found found, int serial, String resend) {
        Instant now = now();
        IssuedCredential credential = new IssuedCredential(
                HandoffMethod.TEMPORARY_PASSWORD,
                passwords.generate(),
                serial,
                now,
                now.plus(invitation.validity()),
                resend);
        write(invitation, credential, found);
        authentik.setPassword(user.pk(), credential.secret());
        return credential;
    }

    /**
     * Authentik mails a link. The Secret is written first, while no link is open: an open link afterwards proves that
     * the mail was asked for, so no number is mailed twice.
     */
    private IssuedCredential byEmail(
            Invitation invitation, User user, SecretStore.Found found, int serial, String resend) {
        authentik.revokeRecoveryLink(user.uid());
        Instant now = now();
        IssuedCredential credential =
                new IssuedCredential(HandoffMethod.EMAIL, null, serial, now, now.plus(invitation.validity()), resend);
        write(invitation, credential, found);
        mail(invitation, user);
        return credential;
    }

    private void mail(Invitation invitation, User user) {
        String stage = emailStage
                .flatMap(authentik::emailStage)
                .orElseThrow(() -> InviteFailure.waiting(
                        "EmailStageMissing",
                        "No e-mail stage is configured, or Authentik does not have it. Set authentik.emailStage in the"
                                + " operator's configuration, or choose another spec.handoff."));
        Recovery recovery = authentik.recoveryByEmail(user.pk(), invitation.validity(), invitation.host(), stage);
        if (recovery instanceof Recovery.NoFlow) {
            throw noRecoveryFlow(invitation);
        }
    }

    /**
     * Finishes what an earlier run began and could not report. Doing it twice does no harm.
     *
     * @param credential as its Secret has it
     */
    void complete(Invitation invitation, User user, IssuedCredential credential) {
        switch (credential.method()) {
            case TEMPORARY_PASSWORD -> {
                if (credential.secret() != null) {
                    authentik.setPassword(user.pk(), credential.secret());
                }
            }
            case EMAIL -> {
                if (authentik.recoveryLinkExpiry(user.uid()).isEmpty()) {
                    mail(invitation, user);
                }
            }
            case RECOVERY_LINK -> {
                // The link was there before the Secret was.
            }
        }
    }

    /**
     * The same credential until another time, or with the user as it is now: a link carries a copy of the user, and
     * using it would bring the old one back.
     */
    IssuedCredential renew(
            Invitation invitation, User user, IssuedCredential credential, SecretStore.Found found, Instant until) {
        IssuedCredential renewed = new IssuedCredential(
                credential.method(),
                credential.secret(),
                credential.serial(),
                credential.issuedAt(),
                until,
                credential.resend());
        boolean linkIsOpen = credential.method() != HandoffMethod.TEMPORARY_PASSWORD
                && authentik.recoveryLinkExpiry(user.uid()).isPresent();
        if (linkIsOpen) {
            Duration left = Duration.between(clock.instant(), until);
            authentik.recovery(user.pk(), left, invitation.host());
        }
        write(invitation, renewed, found);
        return renewed;
    }

    /** Nobody can use it any more: neither from the Secret nor from a copy of it. */
    void revoke(Invitation invitation, User user, IssuedCredential credential, SecretStore.Found found) {
        makeWorthless(user, Optional.of(credential));
        write(invitation, credential.scrubbed(), found);
    }

    /** What was handed over opens nothing any more. The Secret is left as it is. */
    void makeWorthless(User user, Optional<IssuedCredential> credential) {
        authentik.revokeRecoveryLink(user.uid());
        boolean password = credential
                .filter(issued -> issued.method() == HandoffMethod.TEMPORARY_PASSWORD)
                .isPresent();
        if (password) {
            // A password can't be taken away, only replaced by one that nobody ever sees.
            authentik.setPassword(user.pk(), passwords.generate() + passwords.generate());
        }
    }

    /** The Secret again as it was written, whatever somebody made of it. */
    void restore(Invitation invitation, IssuedCredential credential, SecretStore.Found found) {
        write(invitation, credential, found);
    }

    /** It was used: what is left of the link goes, and the Secret is emptied. The password is the person's now. */
    void scrub(Invitation invitation, User user, IssuedCredential credential, SecretStore.Found found) {
        authentik.revokeRecoveryLink(user.uid());
        write(invitation, credential.scrubbed(), found);
    }

    private void write(Invitation invitation, IssuedCredential credential, SecretStore.Found found) {
        secrets.write(
                invitation.owner(),
                invitation.secretName(),
                COMPONENT,
                credential.data(invitation),
                credential.annotations(),
                found);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
