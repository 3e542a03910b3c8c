package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.simulator.authentik.Availability;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.Fault.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Authentik is away or behaves oddly: the condition says which system, why, and what to do, and nothing is lost. */
class InviteTroubleTest {

    private InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    private void always(Effect effect) {
        scene.world.authentik.faults().add(Fault.always(Fault.anyRequest(), effect));
    }

    private void hindered(String reason, String... words) {
        Condition ready =
                InviteScene.condition(scene.status(), ConditionTypes.READY).orElseThrow();
        assertThat(ready.holds()).isFalse();
        assertThat(ready.reason()).isEqualTo(reason);
        assertThat(ready.message()).contains("Authentik").contains(words);
        assertThat(InviteScene.condition(scene.status(), ConditionTypes.RECONCILING))
                .as("the operator goes on")
                .hasValueSatisfying(Condition::holds);
        assertThat(scene.status().observedGeneration()).isNotNull();
    }

    /** All is well again. */
    private void recovers() {
        scene.world.authentik.faults().clear();
        scene.world.authentik.availability(Availability.UP);
        scene.world.clock.advance(Duration.ofMinutes(6));
        scene.attempt().settle();
        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(scene.world.authentik.state().users().stream()
                        .filter(user -> user.email().equalsIgnoreCase(ADA)))
                .hasSize(1);
        assertThat(scene.canOpen(scene.link())).isTrue();
    }

    @Test
    void refusingConnections() {
        always(new Effect.RefuseConnection());

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnavailable", "does not answer", "Check that it runs and can be reached", "by itself");
        recovers();
    }

    @Test
    void starting() {
        scene.world.authentik.availability(Availability.STARTING);

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnavailable", "503", "it is starting");
        recovers();
    }

    @Test
    void withItsCoreDown() {
        scene.world.authentik.availability(Availability.WITHOUT_CORE);

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnavailable", "502", "something behind it is down");
        recovers();
    }

    @Test
    void withItsDatabaseDown() {
        scene.world.authentik.availability(Availability.WITHOUT_DATABASE);

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikFailed", "500", "see Authentik's log");
        recovers();
    }

    @Test
    void failingInsideOnAWriteThatWasCarriedOut() {
        scene.world
                .authentik
                .faults()
                .add(Fault.once(Fault.on("POST", ".*/core/users/"), new Effect.AnswerAfterActing(Answer.empty(405))));

        scene.inviteInVain(Wish.ADA);

        recovers();
    }

    @Test
    void askingForFewerCalls() {
        always(new Effect.AnswerInstead(
                Answer.json(429, Map.of("detail", "slow down")).with("Retry-After", "40")));

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnavailable", "429", "fewer calls");
        assertThat(scene.operator().nextFor("ada"))
                .as("what Authentik asked for is kept")
                .isEqualTo(Duration.ofSeconds(40));
        recovers();
    }

    @Test
    void answeringSomethingElseThanJson() {
        always(new Effect.GarbleAnswer());

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnreadable", "can't be read", "authentik.url", "proxies");
        recovers();
    }

    @Test
    void answeringHalfOfWhatItWantedToSay() {
        always(new Effect.CutAnswer());

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikUnavailable", "connection lost");
        recovers();
    }

    @Test
    void answeringTooSlowly() {
        scene.set("DEZKY_AUTHENTIK_CALL_TIMEOUT", "50ms");
        always(new Effect.Delay(Duration.ofMillis(150)));

        scene.create("ada", Wish.ADA);
        scene.operator().pass().pass();

        hindered("AuthentikUnavailable", "timeout");
        scene.set("DEZKY_AUTHENTIK_CALL_TIMEOUT", "30s");
        recovers();
    }

    @Test
    void refusingTheToken() throws IOException {
        scene.close();
        scene = InviteScene.in(seed -> seed.operatorToken("the-right-token-of-the-operator"));

        scene.inviteInVain(Wish.ADA);

        hindered(
                "Unauthorized",
                "refuses the operator's credential",
                scene.world.token("authentik").toString(),
                "Put a valid one");
        assertThat(scene.operator().nextFor("ada")).isEqualTo(Duration.ofMinutes(5));
        Files.writeString(scene.world.token("authentik"), "the-right-token-of-the-operator\n");
        recovers();
    }

    @Test
    void aWrongTokenIsSentOnceAndNotWithEveryTry() {
        scene.close();
        scene = InviteScene.in(seed -> seed.operatorToken("the-right-token-of-the-operator"));

        scene.inviteInVain(Wish.ADA);
        scene.attempt();

        assertThat(scene.world.authentik.requests().all()).hasSize(1);
    }

    @Test
    void withTheTokenFileGone() throws IOException {
        Files.delete(scene.world.token("authentik"));

        scene.inviteInVain(Wish.ADA);

        Condition ready =
                InviteScene.condition(scene.status(), ConditionTypes.READY).orElseThrow();
        assertThat(ready.reason()).isEqualTo("CredentialMissing");
        assertThat(ready.message())
                .contains(scene.world.token("authentik").toString(), "can't be read", "Mount a Secret");
        Files.writeString(scene.world.token("authentik"), "operator-api-token");
        recovers();
    }

    @Test
    void notLettingTheOperatorDoWhatItMust() {
        Answer forbidden = Answer.json(
                403,
                Map.of("detail", "You do not have permission to perform this action.", "code", "permission_denied"));
        scene.world
                .authentik
                .faults()
                .add(Fault.always(Fault.on("POST", ".*/core/users/"), new Effect.AnswerInstead(forbidden)));

        scene.inviteInVain(Wish.ADA);

        hindered("AuthentikForbidden", "lacks a permission for user.create", "docs/systems/authentik.md");
        recovers();
    }

    @Test
    void refusingTheUserForAReasonOfItsOwn() {
        Answer refusal = Answer.json(400, Map.of("email", new String[] {"Enter a valid email address."}));
        scene.world
                .authentik
                .faults()
                .add(Fault.always(Fault.on("POST", ".*/core/users/"), new Effect.AnswerInstead(refusal)));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Failed/AuthentikRefused");
        assertThat(scene.message()).contains("user.create", "email: Enter a valid email address.");
        assertThat(InviteScene.condition(scene.status(), ConditionTypes.STALLED))
                .isPresent();
        recovers();
    }

    @Test
    void anotherServerAtItsAddress() {
        always(new Effect.AnswerInstead(Answer.text(404, "text/html", "<h1>nginx</h1>")));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Failed/AuthentikNotFound");
        assertThat(scene.message()).contains("is not Authentik's API", "Check authentik.url");
        recovers();
    }

    @Test
    void awayWhileACredentialIsOpenTheCredentialStaysAndTheStateIsStillDelivered() {
        scene.invite(Wish.ADA);
        String link = scene.link();
        scene.world.authentik.availability(Availability.WITHOUT_CORE);

        scene.attempt();

        assertThat(scene.standing()).isEqualTo("Delivered/AuthentikUnavailable");
        assertThat(scene.link()).isEqualTo(link);
        assertThat(InviteScene.condition(scene.status(), ConditionTypes.CREDENTIAL_ISSUED))
                .as("what was found out stays said")
                .hasValueSatisfying(Condition::holds);
        recovers();
    }

    @Test
    void awayAtTheEndOfACredentialItIsRevokedAsSoonAsThatIsPossible() {
        scene.close();
        scene = InviteScene.withPasswords();
        scene.invite(Wish.ADA);
        String password = scene.password();
        scene.world.authentik.availability(Availability.WITHOUT_CORE);
        scene.world.clock.advance(Duration.ofHours(25));
        scene.attempt();

        scene.world.authentik.availability(Availability.UP);
        scene.after(Duration.ofMinutes(6));

        assertThat(scene.standing()).isEqualTo("Expired/Expired");
        assertThat(scene.canSignIn(password)).isFalse();
    }

    @Test
    void theSameTroubleIsWrittenOnceAndNotWithEveryTry() {
        scene.world.authentik.availability(Availability.WITHOUT_CORE);
        scene.inviteInVain(Wish.ADA).attempt();
        int before = scene.operator().wire().points().size();

        scene.attempt();

        assertThat(scene.operator().wire().points().stream().skip(before))
                .noneMatch(point -> point.startsWith("kubernetes"));
    }

    @Test
    void triesComeLessOftenTheLongerItLastsAndNeverEnd() {
        scene.world.authentik.availability(Availability.WITHOUT_DATABASE);
        scene.inviteInVain(Wish.ADA);
        Duration early = scene.operator().nextFor("ada");

        for (int i = 0; i < 12; i++) {
            scene.operator().pass();
        }

        assertThat(scene.operator().nextFor("ada")).isGreaterThan(early).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void askingForNoPauseAtAllOrForOneThatIsOverIsNotAskedWithoutPause() {
        for (String pause : List.of("0", "Mon, 23 Nov 2026 08:00:00 GMT")) {
            scene.close();
            scene = InviteScene.withLinks();
            always(new Effect.AnswerInstead(Answer.json(429, Map.of()).with("Retry-After", pause)));

            scene.inviteInVain(Wish.ADA);
            Duration early = scene.operator().nextFor("ada");
            scene.attempt();

            assertThat(early).isGreaterThan(Duration.ofSeconds(1));
            assertThat(scene.operator().nextFor("ada")).isGreaterThan(early);
        }
    }

    /** An object that is not looked at for three resyncs counts as forgotten, and the process is started anew. */
    @Test
    void askingForAnHourIsLeftAloneUntilTheNextResyncAndNoLonger() {
        always(new Effect.AnswerInstead(Answer.json(429, Map.of()).with("Retry-After", "3600")));

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.operator().nextFor("ada")).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    @Test
    void triesComeLessOftenAlsoWhileCallsAreHeldBack() {
        scene.world.authentik.availability(Availability.WITHOUT_CORE);
        scene.inviteInVain(Wish.ADA);

        for (int i = 0; i < 12; i++) {
            scene.operator().pass();
        }

        assertThat(scene.operator().nextFor("ada")).isGreaterThan(Duration.ofMinutes(1));
    }

    // ---- Kubernetes

    private void refuseSecrets(int code, String message) {
        scene.world.refuse(new World.Refusal("POST", "/api/v1/namespaces/[^/]+/secrets", code, message));
    }

    private void secretCanBeMadeAgain() {
        scene.world.refuse(null);
        scene.world.clock.advance(Duration.ofMinutes(6));
        scene.settle();
    }

    @Test
    void withoutTheRightToWriteSecretsTheConditionSaysSoAndTheInviteGoesOnLater() {
        refuseSecrets(403, "secrets is forbidden");

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/KubernetesForbidden");
        assertThat(scene.message()).contains("API server", "Secret", "403", "operator's role");
        assertThat(scene.operator().nextFor("ada")).isEqualTo(Duration.ofMinutes(5));
        secretCanBeMadeAgain();
        assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
    }

    @Test
    void aWebhookThatRefusesTheSecretAndRepeatsItIsNotQuoted() {
        scene.close();
        scene = InviteScene.withPasswords();
        refuseSecrets(422, "admission webhook denied: {temporary-password: canary-of-a-webhook}");

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Pending/KubernetesUnavailable");
        assertThat(scene.message()).contains("422", "admission webhooks").doesNotContain("canary");
        assertThat(scene.events().toString()).doesNotContain("canary");
        secretCanBeMadeAgain();
        assertThat(scene.canSignIn(scene.password())).isTrue();
    }

    @Test
    void noPasswordIsSetBeforeItsSecretIsThere() {
        scene.close();
        scene = InviteScene.withPasswords();
        refuseSecrets(500, "etcd is away");

        scene.inviteInVain(Wish.ADA);

        assertThat(scene.writesToAuthentik()).doesNotContain("POST /core/users/ID/set_password/");
        assertThat(scene.user().hasPassword()).isFalse();
    }
}
