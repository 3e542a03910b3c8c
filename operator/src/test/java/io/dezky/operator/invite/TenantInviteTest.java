package io.dezky.operator.invite;

import static io.dezky.operator.invite.InviteScene.EVA;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantRole;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantInviteTest {

    private static final String MEMBERS = "tenant-acme";
    private static final String ADMINS = "tenant-acme-admins";

    private InviteScene scene = InviteScene.withLinks();

    @AfterEach
    void close() {
        scene.close();
    }

    private AuthentikState.User user() {
        return scene.world.authentik.state().user(EVA).orElseThrow();
    }

    private String standing() {
        return InviteScene.standing(scene.statusOfEva());
    }

    private String message() {
        return InviteScene.condition(scene.statusOfEva(), ConditionTypes.READY)
                .map(Condition::message)
                .orElseThrow();
    }

    @Test
    void aMemberIsInTheTenantsGroupAndInNoOther() {
        scene.withTenant().inviteToAcme(Wish.EVA);

        assertThat(standing()).isEqualTo("Delivered/Delivered");
        assertThat(user().groups()).containsExactly(MEMBERS);
        assertThat(user().attributes().path("platform.dezky.io/owner").asText())
                .startsWith("dezky:dezky:TenantInvite:tenants/eva:");
    }

    @Test
    void anAdminIsInTheAdminsGroupAndThroughItInTheTenants() {
        scene.withTenant().inviteToAcme(Wish.EVA.role(TenantRole.ADMIN));

        assertThat(user().groups()).containsExactly(ADMINS);
        assertThat(user().allGroups()).contains(ADMINS, MEMBERS);
    }

    @Test
    void anotherRoleMovesThePersonFromOneGroupToTheOther() {
        scene.withTenant().inviteToAcme(Wish.EVA);

        scene.changeForAcme(Wish.EVA.role(TenantRole.ADMIN));
        assertThat(user().groups()).containsExactly(ADMINS);

        scene.changeForAcme(Wish.EVA);
        assertThat(user().groups()).containsExactly(MEMBERS);
    }

    @Test
    void theLinkAndTheLoginLeadToTheTenantsOwnHost() {
        scene.withTenant().inviteToAcme(Wish.EVA);

        assertThat(scene.secretOfEva())
                .containsEntry("login-url", "https://acme.dezky.test/")
                .containsEntry("method", "RecoveryLink");
        assertThat(scene.secretOfEva().get("recovery-link")).startsWith("https://acme.dezky.test/if/flow/");
        assertThat(scene.secretOfEva().keySet())
                .containsExactlyInAnyOrder("username", "login-url", "method", "expires-at", "recovery-link");
    }

    @Test
    void thePasswordPathIsTheSame() {
        close();
        scene = InviteScene.withPasswords();

        scene.withTenant().inviteToAcme(Wish.EVA);

        assertThat(scene.statusOfEva().handoff().method()).isEqualTo(HandoffMethod.TEMPORARY_PASSWORD);
        assertThat(scene.world.authentik.human().signIn(EVA, scene.secretOfEva().get("temporary-password")))
                .isTrue();
    }

    @Test
    void whoAcceptsCanEnterTheTenantsApplicationAndNoStrangerCan() {
        scene.withTenant().inviteToAcme(Wish.EVA);
        scene.invite(Wish.ADA);

        assertThat(scene.canOpen(scene.secretOfEva().get("recovery-link"))).isTrue();
        scene.settle();

        assertThat(standing()).isEqualTo("Accepted/Accepted");
        assertThat(scene.secretOfEva()).doesNotContainKey("recovery-link");
        assertThat(scene.world.authentik.human().obtainsCode(MEMBERS, EVA)).isPresent();
        assertThat(scene.world.authentik.human().obtainsCode(MEMBERS, InviteScene.ADA))
                .isEmpty();
    }

    @Test
    void aSecondLookAtTenantAndInviteWritesNothingAnywhere() {
        scene.withTenant().inviteToAcme(Wish.EVA);

        assertThat(scene.writesOfAnotherPass()).isEmpty();
        assertThat(scene.restart().writesOfAnotherPass()).isEmpty();
    }

    @Test
    void whoIsInvitedAnewToAnotherTenantIsNoLongerInTheFirst() {
        scene.withTenant().inviteToAcme(Wish.EVA.role(TenantRole.ADMIN));
        scene.eva().delete();
        scene.settle();
        scene.world
                .kubernetes
                .secrets()
                .inNamespace(InviteScene.TENANTS)
                .withName("eva-credentials")
                .delete();
        Tenant zeta = scene.acme().get();
        zeta.setMetadata(new ObjectMetaBuilder()
                .withNamespace(InviteScene.TENANTS)
                .withName("zeta")
                .build());
        zeta.setStatus(null);
        scene.world.kubernetes.resource(zeta).create();
        scene.settle();

        TenantInvite anew = new TenantInvite();
        anew.getMetadata().setNamespace(InviteScene.TENANTS);
        anew.getMetadata().setName("eva");
        anew.setSpec(Wish.EVA.member("zeta"));
        scene.world.kubernetes.resource(anew).create();
        scene.settle();

        assertThat(standing()).isEqualTo("Delivered/Delivered");
        assertThat(user().groups()).containsExactly("tenant-zeta");
        assertThat(scene.writesOfAnotherPass()).isEmpty();
    }

    // ---- the tenant

    @Test
    void withoutItsTenantTheInviteWaitsAndGoesOnWhenTheTenantIsThere() {
        scene.createForAcme("eva", Wish.EVA);
        scene.attempt();

        assertThat(standing()).isEqualTo("Pending/TenantNotFound");
        assertThat(message()).contains("no Tenant \"acme\"", "in this namespace", "Create it");
        assertThat(scene.writesToAuthentik()).isEmpty();
        assertThat(scene.operator().nextFor("eva")).isLessThanOrEqualTo(Duration.ofMinutes(1));

        scene.withTenant().settle();

        assertThat(standing()).isEqualTo("Delivered/Delivered");
    }

    @Test
    void whileTheTenantIsNotReadyTheInviteWaitsAndGoesOnWhenItIs() {
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/core/groups/"), new Fault.Effect.AnswerInstead(Answer.empty(405))));
        scene.tenant();
        scene.createForAcme("eva", Wish.EVA);
        scene.attempt();

        assertThat(standing()).isEqualTo("Pending/TenantNotReady");
        assertThat(message()).contains("\"acme\"", "no groups in Authentik yet", "see the Tenant's conditions");
        assertThat(scene.world.authentik.state().user(EVA)).isEmpty();

        scene.world.authentik.faults().clear();
        scene.after(Duration.ofMinutes(5));

        assertThat(standing()).isEqualTo("Delivered/Delivered");
    }

    @Test
    void aTenantOfTheSameNameInAnotherNamespaceIsAnotherTenant() {
        scene.withTenant();
        TenantInvite elsewhere = new TenantInvite();
        elsewhere.getMetadata().setNamespace("others");
        elsewhere.getMetadata().setName("eva");
        elsewhere.setSpec(Wish.EVA.member("acme"));
        scene.world.kubernetes.resource(elsewhere).create();

        scene.attempt();

        TenantInvite found = scene.world
                .kubernetes
                .resources(TenantInvite.class)
                .inNamespace("others")
                .withName("eva")
                .get();
        assertThat(InviteScene.standing(found.getStatus())).isEqualTo("Pending/TenantNotFound");
        assertThat(scene.world.authentik.state().group(MEMBERS).orElseThrow().members())
                .isEmpty();
    }

    @Test
    void aTenantThatForgesTheStatusOfAnotherGivesNobodyAPlaceInTheOthersGroups() {
        scene.withTenant();
        Tenant forger = Serialization.unmarshal("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: acme, namespace: others, creationTimestamp: "2026-11-23T08:30:00Z"}
                spec: {displayName: Not Acme, deletionPolicy: Retain}
                """, Tenant.class);
        forger.setStatus(scene.acme().get().getStatus());
        scene.world.kubernetes.resource(forger).create();
        InviteScene.annotate(
                scene.world
                        .kubernetes
                        .resources(Tenant.class)
                        .inNamespace("others")
                        .withName("acme"),
                "platform.dezky.io/paused",
                "true");
        TenantInvite invite = new TenantInvite();
        invite.getMetadata().setNamespace("others");
        invite.getMetadata().setName("mallory");
        invite.setSpec(Wish.EVA.email("mallory@elsewhere.test").member("acme"));
        scene.world.kubernetes.resource(invite).create();

        scene.attempt();

        assertThat(scene.world.authentik.state().user("mallory@elsewhere.test")).isEmpty();
        assertThat(scene.world.authentik.state().group(MEMBERS).orElseThrow().members())
                .isEmpty();
        TenantInvite found = scene.world
                .kubernetes
                .resources(TenantInvite.class)
                .inNamespace("others")
                .withName("mallory")
                .get();
        assertThat(InviteScene.standing(found.getStatus())).isEqualTo("Pending/TenantNotReady");
    }

    @Test
    void aGroupOfTheRightNameThatIsNotTheTenantsIsNeverJoined() {
        scene.asAdmin("POST", "/core/groups/", Map.of("name", MEMBERS));
        scene.tenant();
        scene.createForAcme("eva", Wish.EVA);

        scene.attempt();

        assertThat(standing()).isEqualTo("Pending/TenantNotReady");
        assertThat(scene.world.authentik.state().group(MEMBERS).orElseThrow().members())
                .isEmpty();
        assertThat(scene.world.authentik.state().user(EVA)).isEmpty();
    }

    @Test
    void membershipsInGroupsOfOthersAreLeftAlone() {
        scene.withTenant().inviteToAcme(Wish.EVA);
        scene.asAdmin("POST", "/core/groups/", Map.of("name", "chess"));
        String chess =
                scene.world.authentik.state().group("chess").orElseThrow().pk();
        scene.asAdmin("POST", "/core/groups/" + chess + "/add_user/", Map.of("pk", user().pk()));

        scene.changeForAcme(Wish.EVA.role(TenantRole.ADMIN));

        assertThat(user().groups()).containsExactlyInAnyOrder("chess", ADMINS);
    }

    @Test
    void anAddressOfAnotherTenantsPersonIsTaken() {
        scene.invite(Wish.ADA);

        scene.withTenant().inviteToAcme(Wish.EVA.email("ADA@dezky.test"));

        assertThat(standing()).isEqualTo("Failed/EmailTaken");
    }

    @Test
    void theInviteOutlivesItsTenantAndCanBeDeletedThen() {
        scene.withTenant().inviteToAcme(Wish.EVA.onDelete(OnDelete.DELETE));
        scene.acme().delete();
        scene.attempt();
        assertThat(InviteScene.condition(scene.statusOfEva(), ConditionTypes.READY)
                        .map(Condition::reason))
                .contains("TenantNotFound");

        scene.eva().delete();
        scene.attempt();

        assertThat(scene.eva().get()).isNull();
        assertThat(scene.world.authentik.state().user(EVA)).isEmpty();
    }

    @Test
    void anotherHostOfTheTenantBringsALinkToThatHost() {
        scene.withTenant().inviteToAcme(Wish.EVA);
        String first = scene.secretOfEva().get("recovery-link");

        scene.acme()
                .edit(tenant -> Serialization.unmarshal(
                        Serialization.asYaml(tenant).replace("deletionPolicy: \"Retain\"", """
                        deletionPolicy: "Retain"
                          identity: {host: "login.acme.test"}"""), Tenant.class));
        scene.settle();

        assertThat(scene.secretOfEva().get("recovery-link")).startsWith("https://login.acme.test/");
        assertThat(scene.secretOfEva()).containsEntry("login-url", "https://login.acme.test/");
        assertThat(scene.canOpen(first)).isFalse();
    }
}
