package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InviteLinkTest {

    private InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theUserIsMadeActiveInternalInItsGroupAndMarkedAsOurs() {
        scene.invite(Wish.ADA);

        AuthentikState.User user = scene.user();
        assertThat(user.username()).isEqualTo(ADA);
        assertThat(user.email()).isEqualTo(ADA);
        assertThat(user.name()).isEqualTo("Ada Lovelace");
        assertThat(user.type()).isEqualTo("internal");
        assertThat(user.active()).isTrue();
        assertThat(user.groups()).containsExactly(InviteScene.PLATFORM_ADMINS);
        assertThat(user.attributes().path("platform.dezky.io/owner").asText())
                .startsWith("dezky:dezky:OperatorInvite:dezky-system/ada:");
        assertThat(user.hasPassword()).isFalse();
    }

    @Test
    void authentikIsAskedForTheUserAndForTheLinkAndForNothingElse() {
        scene.invite(Wish.ADA);

        assertThat(scene.writesToAuthentik()).containsExactly("POST /core/users/", "POST /core/users/ID/recovery/");
    }

    @Test
    void theSecretHoldsExactlyTheLinkAndWhatThePersonNeedsToUseIt() {
        scene.invite(Wish.ADA);

        Map<String, String> secret = scene.secret();
        assertThat(secret.keySet())
                .containsExactlyInAnyOrder("username", "login-url", "method", "expires-at", "recovery-link");
        assertThat(secret)
                .containsEntry("username", ADA)
                .containsEntry("login-url", "https://auth.dezky.test/")
                .containsEntry("method", "RecoveryLink")
                .containsEntry("expires-at", "2026-11-24T09:00:00Z");
        assertThat(secret.get("recovery-link")).startsWith("https://auth.dezky.test/if/flow/dezky-recovery/");
    }

    @Test
    void theSecretIsOpaqueOwnedByTheInviteAndLabelled() {
        scene.invite(Wish.ADA);

        Secret secret = scene.secretResource().get();
        assertThat(secret.getType()).isEqualTo("Opaque");
        assertThat(secret.getStringData()).isNullOrEmpty();
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> isTheInvite(owner));
        assertThat(secret.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "dezky-operator");
    }

    private void isTheInvite(OwnerReference owner) {
        assertThat(owner.getKind()).isEqualTo("OperatorInvite");
        assertThat(owner.getName()).isEqualTo("ada");
        assertThat(owner.getController()).isTrue();
        assertThat(owner.getUid()).isEqualTo(scene.ada().get().getMetadata().getUid());
    }

    @Test
    void theStatusTellsHowWhereAndUntilWhen() {
        scene.invite(Wish.ADA);

        InviteStatus status = scene.status();
        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(status.user().username()).isEqualTo(ADA);
        assertThat(status.user().uid()).isEqualTo(scene.user().uid());
        assertThat(status.handoff().method()).isEqualTo(HandoffMethod.RECOVERY_LINK);
        assertThat(status.handoff().secretRef().name()).isEqualTo("ada-credentials");
        assertThat(status.handoff().serial()).isEqualTo(1);
        assertThat(status.handoff().issuedAt()).isEqualTo(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(status.handoff().expiresAt()).isEqualTo(Instant.parse("2026-11-24T09:00:00Z"));
    }

    @Test
    void theLinkIsAskedForWithItsValidityAndWithTheHostThatPeopleUse() {
        scene.invite(Wish.ADA.expiresAfter("90m"));

        Exchange asked = scene.world
                .authentik
                .requests()
                .matching(request -> request.path().endsWith("/recovery/"))
                .get(0);
        assertThat(asked.request().json().orElseThrow().path("token_duration").asText())
                .isEqualTo("seconds=5400");
        assertThat(asked.request().header("x-forwarded-host")).contains("auth.dezky.test");
        assertThat(asked.request().header("x-forwarded-proto")).contains("https");
    }

    @Test
    void theLinkLetsThePersonChooseAPasswordAndThenNothingIsLeftOfIt() {
        scene.invite(Wish.ADA);
        String link = scene.link();

        scene.accept();

        assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
        assertThat(scene.secret().keySet()).containsExactlyInAnyOrder("username", "login-url", "method", "expires-at");
        assertThat(scene.canSignIn(InviteScene.CHOSEN)).isTrue();
        assertThat(scene.canOpen(link)).as("the link works once").isFalse();
        assertThat(scene.world.authentik.state().recoveryLink(ADA)).isEmpty();
    }

    @Test
    void aSecondLookAtADeliveredInviteWritesNothingAnywhere() {
        scene.invite(Wish.ADA);

        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void aSecondLookAtAnAcceptedInviteWritesNothingAnywhere() {
        scene.invite(Wish.ADA).accept();

        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void aNewProcessWithoutAnyMemoryWritesNothingAnywhere() {
        scene.invite(Wish.ADA).restart();

        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void anInviteWhoseStatusWasWipedFindsItsUserAndItsLinkAgain() {
        scene.invite(Wish.ADA);
        String link = scene.link();
        scene.wipeStatusOfAda().restart().forgetRequests().settle();

        assertThat(scene.writesToAuthentik()).isEmpty();
        assertThat(scene.link()).isEqualTo(link);
        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(scene.status().handoff().serial()).isEqualTo(1);
    }

    @Test
    void aPlatformGroupThatIsMissingIsMadeAsAPlainOne() {
        scene.set("DEZKY_INVITES_ALLOWED_GROUPS", "dezky-platform-admins,dezky-support");

        scene.invite(Wish.ADA.groups("dezky-support"));

        AuthentikState.Group group =
                scene.world.authentik.state().group("dezky-support").orElseThrow();
        assertThat(group.superuser()).isFalse();
        assertThat(group.parents()).isEmpty();
        assertThat(group.members()).containsExactly(ADA);
    }

    @Test
    void theGroupIsLookedUpOnceForManyInvites() {
        scene.invite(Wish.ADA);
        scene.forgetRequests();
        scene.create("grace", Wish.ADA.email("grace@dezky.test").name("Grace Hopper"));
        scene.settle();

        assertThat(scene.world.authentik.requests().matching(request -> request.path()
                        .endsWith("/core/groups/")))
                .isEmpty();
    }

    @Test
    void aLinkToAnotherHostIsNeverHandedOver() {
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/recovery/"),
                        new Fault.Effect.AnswerAfterActing(
                                Answer.json(200, Map.of("link", "https://elsewhere.test/if/flow/x/?flow_token=abc")))));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/LinkHostWrong");
        assertThat(scene.message()).contains("auth.dezky.test", "X-Forwarded-Host", "TRUSTED_PROXY_CIDRS");
        assertThat(scene.secret()).isEmpty();
        assertThat(scene.world.authentik.state().recoveryLink(ADA))
                .as("the link is taken back")
                .isEmpty();
    }

    /** Without the right to see tokens each revocation would find nothing, and the link would go on working. */
    @Test
    void aLinkThatTheOperatorCouldNotTakeBackIsNeverHandedOver() {
        Answer absent = Answer.json(404, Map.of("detail", "No Token matches the given query."));
        for (String method : List.of("GET", "DELETE")) {
            scene.world
                    .authentik
                    .faults()
                    .add(Fault.always(Fault.on(method, ".*/core/tokens/.*"), new Fault.Effect.AnswerInstead(absent)));
        }

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/AuthentikForbidden");
        assertThat(scene.message()).contains("view_token");
        assertThat(scene.secret()).isEmpty();
    }

    @Test
    void aHostThatOnlyBeginsLikeTheRightOneIsAnotherHost() {
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/recovery/"),
                        new Fault.Effect.AnswerAfterActing(Answer.json(
                                200, Map.of("link", "https://auth.dezky.test.evil.test/?flow_token=abc")))));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/LinkHostWrong");
    }

    @Test
    void aLinkWithoutTlsIsNeverHandedOver() {
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/recovery/"),
                        new Fault.Effect.AnswerAfterActing(
                                Answer.json(200, Map.of("link", "http://auth.dezky.test/?flow_token=abc")))));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/LinkHostWrong");
    }

    @Test
    void whereOnlyALinkIsWantedAndThereIsNoFlowTheInviteWaitsAndSaysWhatToDo() {
        close();
        scene = InviteScene.withPasswords();

        scene.inviteInVain(Wish.ADA.handoff(Handoff.RECOVERY_LINK));

        assertThat(scene.standing()).isEqualTo("Pending/RecoveryFlowMissing");
        assertThat(scene.message()).contains("no recovery flow", "createRecoveryFlow", "spec.handoff");
        assertThat(scene.secret()).isEmpty();
        assertThat(scene.user().hasPassword()).isFalse();
        assertThat(scene.operator().nextFor("ada")).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theOperatorMakesTheRecoveryFlowWhereItIsAskedTo() {
        close();
        scene = InviteScene.in(seed -> seed.recoveryFlow(false).grant(PlatformSeed.RECOVERY_FLOW_PERMISSIONS));
        scene.set("DEZKY_AUTHENTIK_CREATE_RECOVERY_FLOW", "true");

        scene.invite(Wish.ADA);

        assertThat(scene.status().handoff().method()).isEqualTo(HandoffMethod.RECOVERY_LINK);
        assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
    }

    @Test
    void aRecoveryFlowThatIsSetLaterMakesTheLinkPathActiveByItself() {
        close();
        scene = InviteScene.in(seed -> seed.recoveryFlow(false).grant(PlatformSeed.RECOVERY_FLOW_PERMISSIONS));
        scene.inviteInVain(Wish.ADA.handoff(Handoff.RECOVERY_LINK));
        scene.set("DEZKY_AUTHENTIK_CREATE_RECOVERY_FLOW", "true");

        scene.after(Duration.ofMinutes(1));

        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(scene.link()).isNotNull();
    }
}
