package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.simulator.client.TestClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermissionsTest extends OcisStage {

    private String id;
    private String group;

    @BeforeEach
    void aSpaceAndAGroup() {
        id = space("Company");
        group = ocis.createGroup("tenant-beta").id();
        signedIn(ada, boss, spaceAdmin);
    }

    @Test
    void aGroupIsLetInBeforeAnybodyIsInIt() {
        TestClient.Response invited = invite(operator, id, "group", group, EDITOR);
        assertThat(invited.status()).isEqualTo(200);
        assertThat(invited.json().at("/value/0/id").asText()).isEqualTo("g:" + group);
        assertThat(only().grants()).contains(new OcisSpace.OcisGrant("g:" + group, "tenant-beta", SpaceRole.EDITOR));
    }

    @Test
    void aSecondInvitationIsAConflictWhateverTheRole() {
        invite(operator, id, "group", group, EDITOR);
        for (String role : List.of(EDITOR, VIEWER)) {
            TestClient.Response again = invite(operator, id, "group", group, role);
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.errorCode()).isEqualTo("nameAlreadyExists");
        }
    }

    @Test
    void somebodyWhoIsUnknownIsABadRequest() {
        TestClient.Response unknown = invite(operator, id, "group", "00000000-0000-0000-0000-000000000000", EDITOR);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.errorMessage()).contains("itemNotFound");
        assertThat(invite(operator, id, "user", group, EDITOR).status()).isEqualTo(400);
    }

    @Test
    void rolesAreNamedByIdAndMustFitASpace() {
        assertThat(invite(operator, id, "group", group, "editor").status()).isEqualTo(400);
        TestClient.Response folders = invite(operator, id, "group", group, "fb6c3e19-e378-47e5-b277-9732f9de6e21");
        assertThat(folders.status()).isEqualTo(400);
        assertThat(folders.errorMessage()).isEqualTo("role not applicable to this resource");
    }

    @Test
    void oneTypedRecipientAndOneRoleAtATime() {
        String path = "/graph/v1beta1/drives/" + id + "/root/invite";
        String one = "{\"objectId\": \"" + group + "\", \"@libre.graph.recipient.type\": \"group\"}";
        String untyped = "{\"objectId\": \"" + group + "\"}";
        for (String body : List.of(
                "{\"recipients\": [" + one + "," + one + "], \"roles\": [\"" + EDITOR + "\"]}",
                "{\"recipients\": [" + one + "], \"roles\": [\"" + EDITOR + "\", \"" + VIEWER + "\"]}",
                "{\"recipients\": [" + one + "]}",
                "{\"recipients\": [" + untyped + "], \"roles\": [\"" + EDITOR + "\"]}")) {
            assertThat(operator.post(path, body).status()).as(body).isEqualTo(400);
        }
        assertThat(only().grants()).hasSize(1);
    }

    @Test
    void aRoleIsChangedByPatch() {
        invite(operator, id, "group", group, EDITOR);
        TestClient.Response changed = operator.patch(permissions(id) + "/g:" + group, role(VIEWER));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/roles/0").asText()).isEqualTo(VIEWER);
        assertThat(operator.patch(permissions(id) + "/g%3A" + group, "{}").status())
                .isEqualTo(200);
    }

    @Test
    void anAbsentPermissionIs404ToAPatchAnd500ToADelete() {
        String absent = permissions(id) + "/g:" + group;
        assertThat(operator.patch(absent, role(VIEWER)).status()).isEqualTo(404);
        assertThat(operator.delete(absent).status()).isEqualTo(500);
        assertThat(operator.delete(permissions(id) + "/nonsense").status()).isEqualTo(400);
    }

    @Test
    void theLastManagerStays() {
        String own = permissions(id) + "/u:" + idOf("dezky-operator");
        TestClient.Response refused = operator.delete(own);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.errorCode()).isEqualTo("accessDenied");
        assertThat(operator.patch(own, role(EDITOR)).status()).isEqualTo(403);
        assertThat(only().grants()).hasSize(1);
    }

    @Test
    void anEmptyGroupCountsAsManager() {
        invite(operator, id, "group", group, MANAGER);
        String own = permissions(id) + "/u:" + idOf("dezky-operator");
        assertThat(operator.delete(own).status()).isEqualTo(204);
    }

    @Test
    void anAdminWhoIsNoMemberIsShutOutOfTheMembersAndOfNothingElse() {
        inviteUser(id, "uuid-boss", MANAGER);
        String others = permissions(id) + "/u:" + idOf("uuid-boss");
        assertThat(boss.delete(permissions(id) + "/u:" + idOf("dezky-operator")).status())
                .isEqualTo(204);
        assertThat(operator.get(permissions(id)).status()).isEqualTo(404);
        assertThat(invite(operator, id, "user", idOf("dezky-operator"), MANAGER).status())
                .isEqualTo(404);
        assertThat(operator.patch(others, role(VIEWER)).status()).isEqualTo(500);
        assertThat(operator.delete(others).status()).isEqualTo(500);
        assertThat(operator.get(drive(id)).status()).isEqualTo(200);
        assertThat(operator.patch(drive(id), "{\"quota\": {\"total\": 1}}").status())
                .isEqualTo(200);
    }

    @Test
    void aGroupOfItsOwnLetsTheOperatorComeBack() {
        invite(
                operator,
                id,
                "group",
                ocis.group("dezky-operators").orElseThrow().id(),
                MANAGER);
        ocis.removeGrant(id, "u:" + idOf("dezky-operator"));
        assertThat(operator.get(permissions(id)).status()).isEqualTo(200);
        assertThat(invite(operator, id, "user", idOf("dezky-operator"), MANAGER).status())
                .isEqualTo(200);
    }

    @Test
    void aPersonWhoIsNoMemberLearnsNothing() {
        assertThat(ada.get(permissions(id)).status()).isEqualTo(404);
        assertThat(invite(ada, id, "group", group, VIEWER).status()).isEqualTo(404);
        assertThat(ada.delete(permissions(id) + "/u:" + idOf("dezky-operator")).status())
                .isEqualTo(404);
    }

    @Test
    void anEditorReadsTheMembersAndChangesNone() {
        inviteUser(id, "uuid-ada", EDITOR);
        invite(operator, id, "group", group, VIEWER);
        String permission = permissions(id) + "/g:" + group;
        assertThat(ada.get(permissions(id)).json().at("/@libre.graph.permissions.roles.allowedValues"))
                .hasSize(2);
        assertThat(invite(ada, id, "user", idOf("uuid-boss"), VIEWER).status()).isEqualTo(403);
        assertThat(ada.patch(permission, role(EDITOR)).status()).isEqualTo(500);
        assertThat(ada.delete(permission).status()).isEqualTo(403);
        assertThat(only().grants()).hasSize(3);
    }

    @Test
    void aGrantEndsByItself() {
        inviteUser(id, "uuid-ada", EDITOR);
        operator.patch(
                permissions(id) + "/u:" + idOf("uuid-ada"), "{\"expirationDateTime\": \"2026-11-22T13:00:00Z\"}");
        assertThat(ada.get(drive(id)).status()).isEqualTo(200);
        clock.pass(Duration.ofHours(1));
        assertThat(ada.get(drive(id)).status()).isEqualTo(404);
        assertThat(only().grants()).hasSize(1);
    }

    @Test
    void theGrantOfADeletedGroupStaysWithoutAName() {
        invite(operator, id, "group", group, EDITOR);
        ocis.removeGroup("tenant-beta");
        String permission = permissions(id) + "/g:" + group;
        assertThat(only().grants()).contains(new OcisSpace.OcisGrant("g:" + group, "", SpaceRole.EDITOR));
        assertThat(operator.patch(permission, role(VIEWER)).status()).isEqualTo(404);
        assertThat(operator.delete(permission).status()).isEqualTo(204);
    }

    @Test
    void roleDefinitionsAreABareList() {
        TestClient.Response roles = ada.get("/graph/v1beta1/roleManagement/permissions/roleDefinitions");
        assertThat(roles.json().isArray()).isTrue();
        assertThat(roles.json().findValuesAsText("id")).contains(MANAGER, EDITOR, VIEWER);
    }
}
