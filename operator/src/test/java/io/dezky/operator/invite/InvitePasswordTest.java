package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.http.RequestLog.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvitePasswordTest {

    private InviteScene scene = InviteScene.withPasswords();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anAnswerThatIsOnlyATextSayingNoRecoveryFlowSetLeadsToAPassword() {
        scene.invite(Wish.ADA);

        assertThat(answersTo("/recovery/"))
                .as("as Authentik says it: a list or text, not an object with members")
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer).contains("No recovery flow set."));
        assertThat(scene.status().handoff().method()).isEqualTo(HandoffMethod.TEMPORARY_PASSWORD);
        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
    }

    @Test
    void theSecretHoldsExactlyThePasswordAndWhatThePersonNeedsToUseIt() {
        scene.invite(Wish.ADA);

        Map<String, String> secret = scene.secret();
        assertThat(secret.keySet())
                .containsExactlyInAnyOrder("username", "login-url", "method", "expires-at", "temporary-password");
        assertThat(secret)
                .containsEntry("username", ADA)
                .containsEntry("method", "TemporaryPassword")
                .containsEntry("expires-at", "2026-11-24T09:00:00Z");
    }

    @Test
    void thePasswordInTheSecretIsTheOneThatWorks() {
        scene.invite(Wish.ADA);

        assertThat(scene.canSignIn(scene.password())).isTrue();
    }

    @Test
    void aPasswordIsSetExactlyOnce() {
        scene.invite(Wish.ADA);

        assertThat(scene.writesToAuthentik())
                .containsExactly(
                        "POST /core/users/", "POST /core/users/ID/recovery/", "POST /core/users/ID/set_password/");
    }

    @Test
    void aSecondLookWritesNothingAnywhere() {
        scene.invite(Wish.ADA);

        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void aNewProcessWithoutAnyMemoryWritesNothingAnywhere() {
        scene.invite(Wish.ADA).restart();

        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void withTheStatusWipedThePasswordStaysTheSame() {
        scene.invite(Wish.ADA);
        String password = scene.password();

        scene.wipeStatusOfAda().restart().settle();

        assertThat(scene.password()).isEqualTo(password);
        assertThat(scene.status().handoff().serial()).isEqualTo(1);
        assertThat(scene.canSignIn(password)).isTrue();
    }

    @Test
    void signingInWithItTakesItOutOfTheSecretAndItGoesOnWorking() {
        scene.invite(Wish.ADA);
        String password = scene.password();
        assertThat(scene.canSignIn(password)).isTrue();

        scene.settle();

        assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
        assertThat(scene.secret().keySet()).containsExactlyInAnyOrder("username", "login-url", "method", "expires-at");
        assertThat(scene.canSignIn(password)).as("it is the person's own now").isTrue();
        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void aPasswordIsHandedOverWhereTheInviteAsksForItThoughThereIsARecoveryFlow() {
        close();
        scene = InviteScene.withLinks();

        scene.invite(Wish.ADA.handoff(Handoff.TEMPORARY_PASSWORD));

        assertThat(scene.secret()).containsKey("temporary-password").doesNotContainKey("recovery-link");
        assertThat(scene.writesToAuthentik()).doesNotContain("POST /core/users/ID/recovery/");
    }

    @Test
    void aPasswordThatWasHandedOverStaysWhenARecoveryFlowIsSetLater() {
        close();
        scene = InviteScene.in(seed -> seed.recoveryFlow(false).grant(PlatformSeed.RECOVERY_FLOW_PERMISSIONS));
        scene.invite(Wish.ADA);
        String password = scene.password();

        scene.set("DEZKY_AUTHENTIK_CREATE_RECOVERY_FLOW", "true").settle();

        assertThat(scene.password()).isEqualTo(password);
        assertThat(scene.status().handoff().serial()).isEqualTo(1);
    }

    @Test
    void changingTheWishToAPasswordRevokesTheLinkFirst() {
        close();
        scene = InviteScene.withLinks();
        scene.invite(Wish.ADA);
        String link = scene.link();

        scene.change(Wish.ADA.handoff(Handoff.TEMPORARY_PASSWORD));

        assertThat(scene.canOpen(link)).isFalse();
        assertThat(scene.secret()).containsKey("temporary-password").doesNotContainKey("recovery-link");
        assertThat(scene.status().handoff().serial()).isEqualTo(2);
        assertThat(scene.canSignIn(scene.password())).isTrue();
    }

    @Test
    void changingTheWishToALinkMakesThePasswordWorthless() {
        close();
        scene = InviteScene.withLinks();
        scene.invite(Wish.ADA.handoff(Handoff.TEMPORARY_PASSWORD));
        String password = scene.password();

        scene.change(Wish.ADA.handoff(Handoff.RECOVERY_LINK));

        assertThat(scene.canSignIn(password)).isFalse();
        assertThat(scene.secret()).containsKey("recovery-link").doesNotContainKey("temporary-password");
        assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
    }

    private List<String> answersTo(String path) {
        return scene
                .world
                .authentik
                .requests()
                .matching(request -> request.path().endsWith(path))
                .stream()
                .map(InvitePasswordTest::text)
                .toList();
    }

    private static String text(Exchange exchange) {
        return new String(exchange.answer().body(), StandardCharsets.UTF_8);
    }
}
