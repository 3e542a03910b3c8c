package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of a credential: it is used, it expires, it is asked for again. */
class InviteEndTest {

    private static final Duration A_DAY = Duration.ofHours(24);

    private InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    private void withPasswords() {
        scene.close();
        scene = InviteScene.withPasswords();
    }

    @Nested
    class Expiry {

        @Test
        void aLinkThatNobodyOpenedInTimeIsRevokedAndScrubbed() {
            scene.invite(Wish.ADA);
            String link = scene.link();

            scene.after(A_DAY);

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
            assertThat(scene.secret()).doesNotContainKey("recovery-link");
            assertThat(scene.world.authentik.state().recoveryLink(ADA)).isEmpty();
            assertThat(scene.canOpen(link)).isFalse();
        }

        @Test
        void aPasswordThatNobodyUsedInTimeIsReplacedByOneThatNobodyKnows() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();

            scene.after(A_DAY);

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
            assertThat(scene.canSignIn(password)).isFalse();
            assertThat(scene.secret()).doesNotContainKey("temporary-password");
        }

        @Test
        void theLastSecondBeforeTheEndIsStillInTime() {
            withPasswords();
            scene.invite(Wish.ADA).after(A_DAY.minusSeconds(1));

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.canSignIn(scene.password())).isTrue();
        }

        @Test
        void theOperatorLooksAgainAtTheVerySecondAtWhichTheCredentialEnds() {
            scene.invite(Wish.ADA.expiresAfter("5m"));

            scene.after(Duration.ofSeconds(270));

            assertThat(scene.operator().nextFor("ada")).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void somebodyWhoSignedInJustBeforeTheEndHasAccepted() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            assertThat(scene.canSignIn(password)).isTrue();

            scene.after(A_DAY);

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.canSignIn(password)).isTrue();
        }

        @Test
        void theMessageTellsHowToGetAnotherAndIsToldByAnEventOnce() {
            scene.invite(Wish.ADA).after(A_DAY);
            scene.restart().settle();

            assertThat(scene.message()).contains("not used in time", "revoked", Annotations.RESEND);
            assertThat(InviteScene.condition(scene.status(), ConditionTypes.STALLED))
                    .isPresent();
            assertThat(scene.eventReasons()).containsExactly("InviteDelivered", "InviteExpired");
        }

        @Test
        void aSecondLookAtAnExpiredInviteWritesNothing() {
            withPasswords();
            scene.invite(Wish.ADA).after(A_DAY);

            assertThat(scene.writesOfAnotherPass()).isEmpty();
            assertThat(scene.restart().writesOfAnotherPass()).isEmpty();
        }

        @Test
        void aLongerValidityKeepsTheSameLinkOpenForLonger() {
            scene.invite(Wish.ADA);
            String link = scene.link();

            scene.change(Wish.ADA.expiresAfter("48h"));

            assertThat(scene.link()).isEqualTo(link);
            assertThat(scene.secret()).containsEntry("expires-at", "2026-11-25T09:00:00Z");
            assertThat(scene.status().handoff().expiresAt()).isEqualTo(Instant.parse("2026-11-25T09:00:00Z"));
            assertThat(scene.status().handoff().serial()).isEqualTo(1);
            scene.after(Duration.ofHours(30));
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void aLongerValidityAfterTheLinkHasEndedBringsAnotherLink() {
            scene.invite(Wish.ADA.expiresAfter("1h"));
            scene.world.clock.advance(Duration.ofHours(2));

            scene.change(Wish.ADA.expiresAfter("4h"));

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void aShorterValidityThatIsOverAlreadyEndsTheCredentialAtOnce() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            scene.after(Duration.ofHours(2));

            scene.change(Wish.ADA.expiresAfter("1h"));

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
            assertThat(scene.canSignIn(password)).isFalse();
        }

        @Test
        void anExpiredLinkThatAuthentikForgotItselfIsNoTrouble() {
            scene.invite(Wish.ADA);
            scene.world.clock.advance(A_DAY.plusMinutes(1));
            scene.world.authentik.removeExpiredTokens();

            scene.settle();

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
        }

        @Test
        void aCredentialExpiresThoughTheSpecCanNotBeFollowedAnyMore() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            scene.change(Wish.ADA.groups("not-allowed"));

            scene.after(A_DAY);

            assertThat(scene.canSignIn(password)).isFalse();
            assertThat(scene.secret()).doesNotContainKey("temporary-password");
            assertThat(scene.status().state()).isEqualTo(io.dezky.platform.v1alpha1.InviteState.EXPIRED);
        }

        @Test
        void aCredentialExpiresWhileTheOperatorIsDownAndIsTakenBackWhenItComesUp() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            scene.world.clock.advance(Duration.ofDays(30));

            scene.restart().settle();

            assertThat(scene.canSignIn(password)).isFalse();
            assertThat(scene.standing()).isEqualTo("Expired/Expired");
        }
    }

    @Nested
    class Resend {

        @Test
        void anotherLinkReplacesTheFirst() {
            scene.invite(Wish.ADA);
            String first = scene.link();

            scene.resend("1");

            assertThat(scene.link()).isNotEqualTo(first);
            assertThat(scene.canOpen(first)).isFalse();
            assertThat(scene.status().handoff().serial()).isEqualTo(2);
            assertThat(scene.status().lastHandledResend()).isEqualTo("1");
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void anotherPasswordReplacesTheFirst() {
            withPasswords();
            scene.invite(Wish.ADA);
            String first = scene.password();

            scene.resend("1");

            assertThat(scene.canSignIn(first)).isFalse();
            assertThat(scene.canSignIn(scene.password())).isTrue();
            assertThat(scene.secret().keySet()).doesNotContain("recovery-link");
        }

        @Test
        void theSameWishIsHandledOnce() {
            scene.invite(Wish.ADA).resend("1");
            String link = scene.link();

            assertThat(scene.writesOfAnotherPass()).isEmpty();
            assertThat(scene.restart().settle().link()).isEqualTo(link);
        }

        @Test
        void theSameWishIsHandledOnceThoughTheStatusWasLost() {
            withPasswords();
            scene.invite(Wish.ADA).resend("1");
            String password = scene.password();

            scene.wipeStatusOfAda().restart().settle();

            assertThat(scene.password()).isEqualTo(password);
            assertThat(scene.status().handoff().serial()).isEqualTo(2);
            assertThat(scene.status().lastHandledResend()).isEqualTo("1");
        }

        @Test
        void anExpiredInviteIsRevivedByIt() {
            withPasswords();
            scene.invite(Wish.ADA).after(A_DAY);

            scene.resend("1");

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.secret()).containsEntry("expires-at", "2026-11-25T09:00:00Z");
            assertThat(scene.canSignIn(scene.password())).isTrue();
            assertThat(InviteScene.condition(scene.status(), ConditionTypes.STALLED))
                    .isEmpty();
        }

        @Test
        void whoHasSignedInIsSentNothingAndIsToldSo() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            assertThat(scene.canSignIn(password)).isTrue();
            scene.settle();

            scene.resend("1");

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.canSignIn(password)).isTrue();
            assertThat(scene.secret()).doesNotContainKey("temporary-password");
            assertThat(scene.eventReasons()).contains("ResendIgnored");
            assertThat(scene.status().lastHandledResend()).isEqualTo("1");
        }

        @Test
        void aValueOfManyLinesOrOfGreatLengthIsOneShortLineInStatusAndSecret() {
            scene.invite(Wish.ADA);

            scene.resend("first\nsecond" + "x".repeat(5_000));

            assertThat(scene.status().lastHandledResend()).hasSize(253).startsWith("first second");
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }
    }

    @Nested
    class Acceptance {

        @Test
        void isRememberedWhenSomebodySetsTheSignInBackToNever() {
            scene.invite(Wish.ADA).accept();
            Instant at = scene.status().acceptedAt();

            scene.asAdminChangeUser(Collections.singletonMap("last_login", null));
            scene.restart().settle();

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.status().acceptedAt()).isEqualTo(at);
            assertThat(scene.secret()).doesNotContainKey("recovery-link");
        }

        @Test
        void isFoundAgainWhenTheStatusIsLost() {
            scene.invite(Wish.ADA).accept();

            scene.wipeStatusOfAda().restart().forgetRequests().settle();

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.writesToAuthentik()).doesNotContain("POST /core/users/ID/recovery/");
            assertThat(scene.canSignIn(InviteScene.CHOSEN)).isTrue();
        }

        @Test
        void isToldByOneEvent() {
            scene.invite(Wish.ADA).accept().settle();

            assertThat(scene.eventReasons()).containsExactly("InviteDelivered", "InviteAccepted");
        }

        @Test
        void aLinkThatWasOpenedAndNotUsedIsNotAccepted() {
            scene.invite(Wish.ADA);

            scene.world.authentik.human().open(scene.link());
            scene.settle();

            assertThat(scene.status().acceptedAt()).isNull();
            assertThat(scene.resend("1").accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void isLookedForOnceAMinute() {
            scene.invite(Wish.ADA);

            assertThat(scene.operator().nextFor("ada")).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Nested
    class Paused {

        @Test
        void nothingIsDoneForAPausedInviteAndItsConditionSaysSo() {
            scene.create("ada", Wish.ADA);
            InviteScene.annotate(scene.ada(), Annotations.PAUSED, "true");

            scene.settle();

            assertThat(scene.writesToAuthentik()).isEmpty();
            assertThat(InviteScene.condition(scene.status(), ConditionTypes.PAUSED))
                    .hasValueSatisfying(Condition::holds);
        }

        @Test
        void itGoesOnWhenTheAnnotationIsTakenBack() {
            scene.create("ada", Wish.ADA);
            InviteScene.annotate(scene.ada(), Annotations.PAUSED, "true");
            scene.settle();

            scene.annotate(Annotations.PAUSED, "false");

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(InviteScene.condition(scene.status(), ConditionTypes.PAUSED))
                    .isEmpty();
        }

        @Test
        void aPausedInviteIsNotCleanedUpEither() {
            scene.invite(Wish.ADA).annotate(Annotations.PAUSED, "true");
            String link = scene.link();

            scene.delete();

            assertThat(scene.ada().get()).isNotNull();
            assertThat(scene.canOpen(link)).isTrue();
        }
    }

    @Nested
    class ByMail {

        @Test
        void authentikMailsTheLinkAndTheSecretHoldsNoCredential() {
            mailed();

            assertThat(scene.secret().keySet())
                    .containsExactlyInAnyOrder("username", "login-url", "method", "expires-at");
            assertThat(scene.secret()).containsEntry("method", "Email");
            assertThat(mails()).isEqualTo(1);
            assertThat(scene.message()).contains("asked to mail");
        }

        @Test
        void aSecondLookMailsNothing() {
            mailed();

            assertThat(scene.writesOfAnotherPass()).isEmpty();
            assertThat(scene.restart().writesOfAnotherPass()).isEmpty();
            assertThat(mails()).isEqualTo(1);
        }

        @Test
        void resendMailsAnother() {
            mailed();

            scene.resend("1");

            assertThat(mails()).isEqualTo(2);
            assertThat(scene.status().handoff().serial()).isEqualTo(2);
        }

        @Test
        void aMailedLinkExpiresToo() {
            mailed();

            scene.after(A_DAY);

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
            assertThat(scene.world.authentik.state().recoveryLink(ADA)).isEmpty();
        }

        @Test
        void withoutAStageTheInviteWaitsAndSaysWhatToSet() {
            scene.inviteInVain(Wish.ADA.handoff(Handoff.EMAIL));

            assertThat(scene.standing()).isEqualTo("Pending/EmailStageMissing");
            assertThat(scene.message()).contains("authentik.emailStage", "spec.handoff");
            assertThat(scene.secret()).isEmpty();
        }

        @Test
        void aMissingStageDoesNotCostALinkThatWorks() {
            scene.invite(Wish.ADA);
            String link = scene.link();
            scene.ada().edit(found -> {
                found.setSpec(Wish.ADA.handoff(Handoff.EMAIL).operator());
                return found;
            });

            scene.attempt();

            assertThat(scene.canOpen(link)).isTrue();
        }

        /** Status and mail would tell the person and the operators two different ends. */
        @Test
        void aMailThatWentOutLateTellsOfALinkThatEndsWhenStatusSays() {
            scene.close();
            scene = InviteScene.withMail();
            scene.world
                    .authentik
                    .faults()
                    .add(Fault.always(
                            Fault.on("POST", ".*/recovery_email/"), new Fault.Effect.AnswerInstead(Answer.empty(503))));
            scene.inviteInVain(Wish.ADA.handoff(Handoff.EMAIL));
            scene.world.clock.advance(Duration.ofHours(20));
            scene.world.authentik.faults().clear();

            scene.settle();

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.world.authentik.state().tokens())
                    .filteredOn(token -> token.user().equals(ADA))
                    .singleElement()
                    .satisfies(token -> assertThat(token.expires())
                            .contains(scene.status().handoff().expiresAt()));
        }

        private void mailed() {
            scene.close();
            scene = InviteScene.withMail();
            scene.invite(Wish.ADA.handoff(Handoff.EMAIL));
            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        }

        private int mails() {
            return scene.world
                    .authentik
                    .requests()
                    .matching(request -> request.path().endsWith("/recovery_email/"))
                    .size();
        }
    }
}
