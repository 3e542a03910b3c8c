package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.simulator.authentik.Availability;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is left when an invite is deleted, in whatever state it is. */
class InviteDeletionTest {

    private InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    private void withPasswords() {
        scene.close();
        scene = InviteScene.withPasswords();
    }

    // ---- what onDelete says

    @Test
    void deactivateKeepsTheUserAndKeepsItOut() {
        scene.invite(Wish.ADA.onDelete(OnDelete.DEACTIVATE));
        String link = scene.link();

        scene.delete();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.user().active()).isFalse();
        assertThat(scene.canOpen(link)).isFalse();
    }

    @Test
    void deactivateEndsTheSessionsOfSomebodyWhoIsSignedIn() {
        scene.invite(Wish.ADA).accept();
        assertThat(scene.world.authentik.state().sessions(ADA)).isPositive();

        scene.delete();

        assertThat(scene.world.authentik.state().sessions(ADA)).isZero();
        assertThat(scene.canSignIn(InviteScene.CHOSEN)).isFalse();
    }

    @Test
    void deleteRemovesTheUser() {
        scene.invite(Wish.ADA.onDelete(OnDelete.DELETE));

        scene.delete();

        assertThat(scene.world.authentik.state().user(ADA)).isEmpty();
        assertThat(scene.world.authentik.state().tokens())
                .noneMatch(token -> token.user().equals(ADA));
    }

    @Test
    void retainKeepsTheUserWithItsGroupsAndItsPassword() {
        scene.invite(Wish.ADA.onDelete(OnDelete.RETAIN)).accept();

        scene.delete();

        assertThat(scene.user().active()).isTrue();
        assertThat(scene.user().groups()).containsExactly(InviteScene.PLATFORM_ADMINS);
        assertThat(scene.canSignIn(InviteScene.CHOSEN)).isTrue();
        assertThat(scene.user().attributes().path("platform.dezky.io/owner").asText())
                .endsWith(":released");
    }

    @Test
    void retainRevokesALinkThatNobodyUsed() {
        scene.invite(Wish.ADA.onDelete(OnDelete.RETAIN));
        String link = scene.link();

        scene.delete();

        assertThat(scene.user().active()).isTrue();
        assertThat(scene.canOpen(link)).isFalse();
    }

    @Test
    void retainMakesAPasswordThatNobodyUsedWorthless() {
        withPasswords();
        scene.invite(Wish.ADA.onDelete(OnDelete.RETAIN));
        String password = scene.password();

        scene.delete();

        assertThat(scene.canSignIn(password)).isFalse();
    }

    // ---- in every state

    private record Case(String name, boolean links, Wish wish, java.util.function.Consumer<InviteScene> state) {}

    private static List<Case> states() {
        return List.of(
                new Case("a link is delivered", true, Wish.ADA, s -> {}),
                new Case("a password is delivered", false, Wish.ADA, s -> {}),
                new Case("accepted by link", true, Wish.ADA, InviteScene::accept),
                new Case("accepted by password, not seen yet", false, Wish.ADA, s -> s.canSignIn(s.password())),
                new Case("a link has expired", true, Wish.ADA, s -> s.after(Duration.ofHours(25))),
                new Case("a link has expired unseen", true, Wish.ADA, s -> s.world.clock.advance(Duration.ofHours(25))),
                new Case("a password has expired", false, Wish.ADA, s -> s.after(Duration.ofHours(25))),
                new Case("it waits for a recovery flow", false, Wish.ADA.handoff(Handoff.RECOVERY_LINK), s -> {}),
                new Case("its groups are not allowed", true, Wish.ADA.groups("others"), s -> {}),
                new Case("its address is none", true, Wish.ADA.email("no-address"), s -> {}),
                new Case("its Secret is gone", true, Wish.ADA, s -> s.secretResource()
                        .delete()),
                new Case("its status is gone", true, Wish.ADA, InviteScene::wipeStatusOfAda),
                new Case(
                        "its user is gone",
                        true,
                        Wish.ADA,
                        s -> s.asAdmin("DELETE", "/core/users/" + s.user().pk() + "/", null)),
                new Case(
                        "its user was deactivated by somebody",
                        true,
                        Wish.ADA,
                        s -> s.asAdminChangeUser(Map.of("is_active", false))));
    }

    @TestFactory
    Stream<DynamicTest> anInviteGoesAndNothingThatItHandedOverOpensAnything() {
        return states().stream().flatMap(state -> Stream.of(OnDelete.values())
                .map(end -> DynamicTest.dynamicTest(state.name() + ", " + end, () -> goes(state, end))));
    }

    private static void goes(Case state, OnDelete end) {
        try (InviteScene scene = state.links() ? InviteScene.withLinks() : InviteScene.withPasswords()) {
            scene.inviteInVain(state.wish().onDelete(end));
            Map<String, String> handedOver = scene.secret();
            state.state().accept(scene);

            scene.delete();

            assertThat(scene.ada().get()).as("the invite").isNull();
            assertThat(scene.secretResource().get()).as("the Secret").isNull();
            assertThat(scene.world.authentik.state().recoveryLink(ADA))
                    .as("the link's row")
                    .isEmpty();
            boolean came = scene.world.authentik.state().user(ADA).stream()
                    .anyMatch(user -> user.lastLogin().isPresent());
            if (handedOver.containsKey("recovery-link")) {
                assertThat(scene.canOpen(handedOver.get("recovery-link"))).isFalse();
            }
            if (handedOver.containsKey("temporary-password")) {
                assertThat(scene.canSignIn(handedOver.get("temporary-password")))
                        .as("only the password of somebody who came, and who stays, works")
                        .isEqualTo(came && end == OnDelete.RETAIN);
            }
        }
    }

    // ---- what hinders

    @Test
    void anInviteThatNeverMadeAnythingGoesWithoutAnyCall() {
        scene.create("ada", Wish.ADA);
        scene.operator().pass();
        scene.forgetRequests();

        scene.delete();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.writesToAuthentik()).isEmpty();
    }

    @Test
    void whileAuthentikIsDownTheInviteStaysAndSaysWhy() {
        scene.invite(Wish.ADA);
        scene.world.authentik.availability(Availability.WITHOUT_CORE);

        scene.ada().delete();
        scene.attempt();

        assertThat(scene.standing()).isEqualTo("Delivered/DeletionFailed");
        assertThat(scene.message())
                .contains("can't be cleaned up yet", "Authentik at http", "502", "Check that it runs");
        scene.world.authentik.availability(Availability.UP);
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.ada().get()).isNull();
        assertThat(scene.user().active()).isFalse();
    }

    @Test
    void afterTheConfiguredTimeTheInviteGoesAndAReceiptTellsWhatStayed() {
        scene.invite(Wish.ADA);
        scene.world.authentik.availability(Availability.WITHOUT_CORE);
        scene.ada().delete();
        scene.attempt();

        scene.world.clock.advance(Duration.ofDays(365));
        scene.attempt();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.eventReasons()).contains("LeftBehind");
        List<ConfigMap> receipts = scene.world
                .kubernetes
                .configMaps()
                .inNamespace(InviteScene.OPERATORS)
                .list()
                .getItems();
        assertThat(receipts).singleElement().satisfies(receipt -> assertThat(
                        receipt.getData().toString())
                .contains("authentik", "The user of this invite"));
    }

    @Test
    void aPasswordThatAuthentikRefusesToReplaceIsToldAndHoldsTheDeletionUpNoLongerThanTheConfiguredTime() {
        withPasswords();
        scene.invite(Wish.ADA);
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/set_password/"), new Fault.Effect.AnswerInstead(Answer.empty(400))));

        scene.ada().delete();
        scene.attempt();

        assertThat(scene.standing()).isEqualTo("Delivered/DeletionFailed");
        assertThat(scene.message()).contains("can't be cleaned up yet", "refuses the password");
        scene.world.clock.advance(Duration.ofDays(365));
        scene.attempt();
        assertThat(scene.ada().get()).isNull();
        assertThat(scene.eventReasons()).contains("LeftBehind");
    }

    @Test
    void anInviteWhoseSpecCanNotBeReadAnyMoreTakesBackWhatItHandedOver() {
        scene.invite(Wish.ADA);
        String link = scene.link();
        scene.ada().edit(found -> {
            found.setSpec(null);
            return found;
        });

        scene.delete();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.canOpen(link)).isFalse();
        assertThat(scene.user().active()).as("what nobody asked to end stays").isTrue();
    }

    @Test
    void theUserIsNotDeactivatedBeforeItsLinkIsRevoked() {
        scene.invite(Wish.ADA).forgetRequests();

        scene.delete();

        List<String> writes = scene.writesToAuthentik();
        assertThat(writes.get(0)).isEqualTo("DELETE /core/tokens/UID-password-reset/");
        assertThat(writes.get(writes.size() - 1)).isEqualTo("PATCH /core/users/ID/");
    }

    @Test
    void aFailureInTheMiddleIsRepeatedFromItsBeginning() {
        scene.invite(Wish.ADA);
        scene.world
                .authentik
                .faults()
                .add(Fault.once(
                        Fault.on("PATCH", ".*/core/users/.*"), new Fault.Effect.AnswerInstead(Answer.empty(405))));

        scene.delete();
        scene.delete();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.user().active()).isFalse();
    }

    @Test
    void anotherInviteOfTheSameAddressMakesADeactivatedUserComeBackOnlyIfItWasItsOwn() {
        scene.invite(Wish.ADA).accept().delete();

        scene.create("ada-again", Wish.ADA);
        scene.settle();

        assertThat(InviteScene.standing(scene.statusOf("ada-again"))).isEqualTo("Failed/EmailTaken");
    }

    @Test
    void anInviteOfTheSameNameMadeAnewTakesItsUserBackAndInvitesItAnew() {
        scene.invite(Wish.ADA).accept().delete();
        assertThat(scene.user().active()).isFalse();

        scene.invite(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(scene.user().active()).isTrue();
        scene.world.clock.advance(Duration.ofMinutes(5));
        assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
    }
}
