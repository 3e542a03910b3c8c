package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.EndState;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.InviteState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An address that is somebody's already is never invited: what was set for the invited would be set for that somebody. */
class InviteEmailTakenTest {

    private final InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    private void somebody(String username, String email) {
        scene.asAdmin(
                "POST",
                "/core/users/",
                Map.of("username", username, "name", "Somebody", "email", email, "is_active", true, "path", "users"));
    }

    @Test
    void anEmailInAnotherCaseIsTaken() {
        somebody("countess", "ADA@Dezky.Test");

        scene.invite(Wish.ADA);

        isRefused();
    }

    @Test
    void aUserNameInAnotherCaseIsTaken() {
        somebody("Ada@dezky.test", "other@dezky.test");

        scene.invite(Wish.ADA);

        isRefused();
    }

    @Test
    void anAddressThatOnlyContainsTheWantedOneIsNotTaken() {
        somebody("another-ada@dezky.test", "another-ada@dezky.test");

        scene.invite(Wish.ADA);

        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
    }

    @Test
    void nothingIsWrittenInAnySystemAndNoSecretIsMade() {
        somebody("countess", "ADA@Dezky.Test");
        String before = EndState.of(scene.world);
        scene.forgetRequests();

        scene.invite(Wish.ADA);

        assertThat(scene.writesToAuthentik()).isEmpty();
        assertThat(scene.world.stalwart.requests().all()).isEmpty();
        assertThat(scene.world.ocis.requests().all()).isEmpty();
        assertThat(scene.secret()).isEmpty();
        assertThat(EndState.of(scene.world).lines().filter(line -> !line.contains("OperatorInvite")))
                .containsExactlyElementsOf(before.lines().toList());
    }

    @Test
    void theMessageNamesTheAddressAndTheMendAndNotWhoHasIt() {
        somebody("countess", "ADA@Dezky.Test");

        scene.invite(Wish.ADA);

        assertThat(scene.message()).contains(ADA, "Authentik", "Invite another address", "delete that user");
        assertThat(scene.message()).doesNotContain("countess", "Somebody");
    }

    @Test
    void theFailureIsStalledAndToldOnceByAnEvent() {
        somebody("countess", "ADA@Dezky.Test");

        scene.invite(Wish.ADA).settle();
        scene.restart().settle();

        assertThat(InviteScene.condition(scene.status(), ConditionTypes.STALLED))
                .isPresent();
        assertThat(InviteScene.condition(scene.status(), ConditionTypes.USER_PROVISIONED))
                .hasValueSatisfying(condition -> assertThat(condition.reason()).isEqualTo("EmailTaken"));
        assertThat(scene.eventReasons()).containsExactly("EmailTaken");
        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    @Test
    void theInviteGoesOnWhenTheOtherUserIsGone() {
        somebody("countess", "ADA@Dezky.Test");
        scene.invite(Wish.ADA);
        int pk = scene.world.authentik.state().user("countess").orElseThrow().pk();

        scene.asAdmin("DELETE", "/core/users/" + pk + "/", null);
        scene.settle();

        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
    }

    @Test
    void theSecondOfTwoInvitesOfOneAddressFails() {
        scene.invite(Wish.ADA);
        String link = scene.link();

        scene.create("ada-again", Wish.ADA);
        scene.settle();

        assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        assertThat(scene.link()).isEqualTo(link);
        assertThat(InviteScene.standing(scene.statusOf("ada-again"))).isEqualTo("Failed/EmailTaken");
    }

    @Test
    void deletingAnInviteThatFailedLeavesTheOtherUserAsItIs() {
        somebody("countess", "ADA@Dezky.Test");
        scene.invite(Wish.ADA).forgetRequests();

        scene.delete();

        assertThat(scene.ada().get()).isNull();
        assertThat(scene.writesToAuthentik()).isEmpty();
        assertThat(scene.world.authentik.state().user("countess").orElseThrow().active())
                .isTrue();
    }

    private void isRefused() {
        assertThat(scene.standing()).isEqualTo("Failed/EmailTaken");
        assertThat(scene.status().state()).isEqualTo(InviteState.FAILED);
        assertThat(scene.status().user()).isNull();
        assertThat(scene.status().handoff()).isNull();
        assertThat(List.copyOf(scene.secret().keySet())).isEmpty();
    }
}
