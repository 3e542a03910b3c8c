package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Somebody else changes what the operator has made. */
class InviteBehindTheBackTest {

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
    class OfTheUser {

        @Test
        void deactivatedBeforeTheFirstSignInTheCredentialIsRevokedAndTheConditionSaysWhy() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();

            scene.asAdminChangeUser(Map.of("is_active", false));
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Revoked/UserDeactivated");
            assertThat(scene.message())
                    .contains("deactivated in Authentik", "not by this operator", "Activate the user");
            assertThat(scene.secret()).doesNotContainKey("temporary-password");
            assertThat(scene.user().active()).as("never activated by us").isFalse();
            assertThat(scene.world.authentik.state().isPassword(ADA, password)).isFalse();
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }

        @Test
        void deactivatedItsOpenLinkIsRevokedBecauseUsingItWouldActivateTheUser() {
            scene.invite(Wish.ADA);
            String link = scene.link();

            scene.asAdminChangeUser(Map.of("is_active", false));
            scene.settle();

            assertThat(scene.canOpen(link)).isFalse();
            assertThat(scene.user().active()).isFalse();
        }

        @Test
        void activatedAgainIsInvitedAgain() {
            scene.invite(Wish.ADA);
            String first = scene.link();
            scene.asAdminChangeUser(Map.of("is_active", false));
            scene.settle();

            scene.asAdminChangeUser(Map.of("is_active", true));
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.link()).isNotEqualTo(first);
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void deactivatedAfterSigningInStaysSoAndIsAccepted() {
            scene.invite(Wish.ADA).accept();

            scene.asAdminChangeUser(Map.of("is_active", false));
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.user().active()).isFalse();
        }

        @Test
        void removedFromItsGroupIsPutBackAndTheOtherMembersStay() {
            scene.invite(Wish.ADA);
            scene.create("grace", Wish.ADA.email("grace@dezky.test"));
            scene.settle();
            String group = group(InviteScene.PLATFORM_ADMINS);

            scene.asAdmin(
                    "POST",
                    "/core/groups/" + group + "/remove_user/",
                    Map.of("pk", scene.user().pk()));
            scene.settle();

            assertThat(scene.user().groups()).containsExactly(InviteScene.PLATFORM_ADMINS);
            assertThat(members(InviteScene.PLATFORM_ADMINS)).contains(ADA, "grace@dezky.test");
        }

        @Test
        void addedToAGroupThatInvitesDoNotDecideStaysInIt() {
            scene.asAdmin("POST", "/core/groups/", Map.of("name", "chess"));
            scene.invite(Wish.ADA);

            scene.asAdmin(
                    "POST",
                    "/core/groups/" + group("chess") + "/add_user/",
                    Map.of("pk", scene.user().pk()));
            scene.settle();

            assertThat(scene.user().groups()).containsExactlyInAnyOrder(InviteScene.PLATFORM_ADMINS, "chess");
        }

        @Test
        void aGroupThatIsLeftOutOfTheSpecIsLeftInAuthentik() {
            scene.set("DEZKY_INVITES_ALLOWED_GROUPS", "dezky-platform-admins,dezky-support");
            scene.invite(Wish.ADA.groups("dezky-platform-admins", "dezky-support"));
            assertThat(scene.user().groups()).hasSize(2);

            scene.change(Wish.ADA.groups("dezky-support"));

            assertThat(scene.user().groups()).containsExactly("dezky-support");
        }

        @Test
        void itsGroupDeletedAndMadeAnewIsFoundByItsName() {
            scene.invite(Wish.ADA);
            scene.asAdmin("DELETE", "/core/groups/" + group(InviteScene.PLATFORM_ADMINS) + "/", null);
            scene.asAdmin("POST", "/core/groups/", Map.of("name", InviteScene.PLATFORM_ADMINS));

            scene.attempt().settle();
            scene.after(Duration.ofMinutes(11));

            assertThat(scene.user().groups()).containsExactly(InviteScene.PLATFORM_ADMINS);
            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        }

        @Test
        void deletedBeforeTheFirstSignInIsMadeAnewWithANewCredential() {
            withPasswords();
            scene.invite(Wish.ADA);
            String first = scene.password();

            scene.asAdmin("DELETE", "/core/users/" + scene.user().pk() + "/", null);
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.password()).isNotEqualTo(first);
            assertThat(scene.canSignIn(scene.password())).isTrue();
            assertThat(scene.status().user().uid()).isEqualTo(scene.user().uid());
        }

        @Test
        void deletedAfterSigningInIsNotMadeAnew() {
            scene.invite(Wish.ADA).accept();

            scene.asAdmin("DELETE", "/core/users/" + scene.user().pk() + "/", null);
            scene.settle();

            assertThat(scene.world.authentik.state().user(ADA)).isEmpty();
            assertThat(scene.standing()).isEqualTo("Failed/UserGone");
            assertThat(scene.message()).contains("deleted in Authentik", "delete this invite", "create a new one");
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }

        @Test
        void anotherEmailIsSetBackAndTheLinkIsForTheUserAsItIsThen() {
            scene.invite(Wish.ADA);

            scene.asAdminChangeUser(Map.of("email", "mallory@elsewhere.test"));
            scene.settle();

            assertThat(scene.user().email()).isEqualTo(ADA);
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.user().email()).as("the link carried no old copy").isEqualTo(ADA);
        }

        @Test
        void anotherUserNameIsSetBack() {
            scene.invite(Wish.ADA);
            int pk = scene.user().pk();

            scene.asAdmin("PATCH", "/core/users/" + pk + "/", Map.of("username", "countess"));
            scene.settle();

            assertThat(scene.user().pk()).isEqualTo(pk);
        }

        @Test
        void whatSomebodyWroteIntoItsAttributesSurvivesTheUseOfTheLink() {
            scene.invite(Wish.ADA);
            Map<String, Object> attributes = new java.util.LinkedHashMap<>();
            scene.user()
                    .attributes()
                    .properties()
                    .forEach(entry ->
                            attributes.put(entry.getKey(), entry.getValue().asText()));
            attributes.put("department", "engines");

            scene.asAdminChangeUser(Map.of("attributes", attributes));
            scene.settle().accept();

            assertThat(scene.user().attributes().path("department").asText()).isEqualTo("engines");
        }

        @Test
        void itsMarkTakenAwayTheUserIsNoLongerTouched() {
            scene.invite(Wish.ADA);

            scene.asAdminChangeUser(Map.of("attributes", Map.of()));
            scene.forgetRequests().settle();

            assertThat(scene.standing()).isEqualTo("Failed/EmailTaken");
            assertThat(scene.writesToAuthentik()).isEmpty();
        }

        private String group(String name) {
            return scene.world.authentik.state().group(name).orElseThrow().pk();
        }

        private java.util.Set<String> members(String name) {
            return scene.world.authentik.state().group(name).orElseThrow().members();
        }
    }

    @Nested
    class OfTheSpec {

        @Test
        void anotherNameReachesAuthentikAndTheOpenLink() {
            scene.invite(Wish.ADA);
            String link = scene.link();

            scene.change(Wish.ADA.name("Augusta Ada King"));

            assertThat(scene.user().name()).isEqualTo("Augusta Ada King");
            assertThat(scene.link()).isEqualTo(link);
            scene.accept();
            assertThat(scene.user().name()).as("the link carried no old copy").isEqualTo("Augusta Ada King");
        }
    }

    @Nested
    class OfTheSecret {

        @Test
        void deletedBringsAnotherLinkAndTheOldOneIsWorthless() {
            scene.invite(Wish.ADA);
            String first = scene.link();

            scene.secretResource().delete();
            scene.settle();

            assertThat(scene.canOpen(first)).isFalse();
            assertThat(scene.link()).isNotNull();
            assertThat(scene.status().handoff().serial()).isEqualTo(2);
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }

        @Test
        void deletedBringsAnotherPasswordAndTheOldOneIsWorthless() {
            withPasswords();
            scene.invite(Wish.ADA);
            String first = scene.password();

            scene.secretResource().delete();
            scene.settle();

            assertThat(scene.canSignIn(first)).isFalse();
            assertThat(scene.canSignIn(scene.password())).isTrue();
        }

        @Test
        void deletedAfterAcceptanceBringsNothing() {
            scene.invite(Wish.ADA).accept();

            scene.secretResource().delete();
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.secret()).isEmpty();
        }

        @Test
        void deletedAfterExpiryBringsNothing() {
            scene.invite(Wish.ADA).after(Duration.ofHours(25));

            scene.secretResource().delete();
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Expired/Expired");
            assertThat(scene.secret()).isEmpty();
        }

        @Test
        void editedIsNotBelievedAndAnotherCredentialIsHandedOver() {
            withPasswords();
            scene.invite(Wish.ADA);
            String first = scene.password();

            edit(Map.of("temporary-password", "Chosen-by-mallory-1"));
            scene.settle();

            assertThat(scene.canSignIn("Chosen-by-mallory-1")).isFalse();
            assertThat(scene.canSignIn(first)).isFalse();
            assertThat(scene.canSignIn(scene.password())).isTrue();
        }

        @Test
        void whatSomebodyAddedIsTakenOut() {
            scene.invite(Wish.ADA);
            String link = scene.link();

            edit(Map.of("temporary-password", "a-second-credential"));
            scene.settle();

            assertThat(scene.secret().keySet())
                    .containsExactlyInAnyOrder("username", "login-url", "method", "expires-at", "recovery-link");
            assertThat(scene.link()).isEqualTo(link);
        }

        @Test
        void anAcceptedOneIntoWhichSomebodyWroteIsLeftWithoutACredentialOfOurs() {
            scene.invite(Wish.ADA);
            String link = scene.link();
            scene.accept();

            assertThat(scene.secret()).doesNotContainValue(link);
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }

        @Test
        void damagedItHoldsNoCredentialOnceThePersonCame() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            InviteScene.annotate(scene.secretResource(), "platform.dezky.io/serial", "7");

            assertThat(scene.canSignIn(password)).isTrue();
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Accepted/Accepted");
            assertThat(scene.secret()).doesNotContainValue(password);
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }

        private void edit(Map<String, String> values) {
            scene.secretResource().edit(secret -> {
                secret.getData().putAll(InviteScene.encoded(values));
                return secret;
            });
        }
    }

    @Nested
    class AForeignSecretOfTheSameName {

        @Test
        void isNeverOverwrittenAndNothingIsWrittenInAuthentik() {
            foreign(new SecretBuilder());

            scene.invite(Wish.ADA);

            assertThat(scene.standing()).isEqualTo("Failed/SecretConflict");
            assertThat(scene.message()).contains("ada-credentials", "not overwritten", "rename");
            assertThat(scene.secret()).containsExactly(Map.entry("theirs", "precious"));
            assertThat(scene.writesToAuthentik()).isEmpty();
            assertThat(scene.world.authentik.state().user(ADA)).isEmpty();
        }

        /** It may be what an invite of the same name left, which Kubernetes collects a moment later. */
        @Test
        void isLookedAtAgainSoonBecauseNobodyTellsWhenItGoes() {
            foreign(new SecretBuilder());

            scene.invite(Wish.ADA);

            assertThat(scene.operator().nextFor("ada")).isLessThanOrEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void isForeignThoughItCarriesOurLabelsWhenItBelongsToAnotherInvite() {
            foreign(new SecretBuilder()
                    .withNewMetadata()
                    .addToLabels("app.kubernetes.io/managed-by", "dezky-operator")
                    .addToOwnerReferences(new OwnerReferenceBuilder()
                            .withApiVersion("platform.dezky.io/v1alpha1")
                            .withKind("OperatorInvite")
                            .withName("ada")
                            .withUid("another-uid")
                            .build())
                    .endMetadata());

            scene.invite(Wish.ADA);

            assertThat(scene.standing()).isEqualTo("Failed/SecretConflict");
            assertThat(scene.secret()).containsExactly(Map.entry("theirs", "precious"));
        }

        @Test
        void goneTheInviteGoesOn() {
            foreign(new SecretBuilder());
            scene.invite(Wish.ADA);

            scene.secretResource().delete();
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
        }

        @Test
        void inThePlaceOfOursMakesTheCredentialWorthless() {
            withPasswords();
            scene.invite(Wish.ADA);
            String password = scene.password();
            scene.secretResource().delete();
            foreign(new SecretBuilder());

            scene.settle();

            assertThat(scene.canSignIn(password)).isFalse();
            assertThat(scene.secret()).containsExactly(Map.entry("theirs", "precious"));
            assertThat(InviteScene.condition(scene.status(), ConditionTypes.READY)
                            .map(Condition::reason))
                    .contains("SecretConflict");
            assertThat(scene.writesOfAnotherPass()).isEmpty();
        }

        @Test
        void staysWhenTheInviteIsDeleted() {
            foreign(new SecretBuilder());
            scene.invite(Wish.ADA);

            scene.ada().delete();
            scene.settle();

            assertThat(scene.ada().get()).isNull();
            assertThat(scene.secret()).containsExactly(Map.entry("theirs", "precious"));
        }

        private void foreign(SecretBuilder secret) {
            Secret theirs = secret.editOrNewMetadata()
                    .withNamespace(InviteScene.OPERATORS)
                    .withName("ada-credentials")
                    .endMetadata()
                    .withData(InviteScene.encoded(Map.of("theirs", "precious")))
                    .build();
            scene.world.kubernetes.resource(theirs).create();
        }
    }

    @Test
    void nothingThatIsReadyIsWrittenAgainByAnyNumberOfProcesses() {
        scene.invite(Wish.ADA);
        scene.create("grace", Wish.ADA.email("grace@dezky.test"));
        scene.settle();

        List<String> writes = scene.restart().writesOfAnotherPass();

        assertThat(writes).isEmpty();
        assertThat(scene.restart().writesOfAnotherPass()).isEmpty();
    }
}
