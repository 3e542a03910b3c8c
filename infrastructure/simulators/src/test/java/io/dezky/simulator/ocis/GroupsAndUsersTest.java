package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.client.TestClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsAndUsersTest extends OcisStage {

    private static final String GROUPS = "/graph/v1.0/groups";
    private static final String USERS = "/graph/v1.0/users";

    @Test
    void namesOfGroupsAreUniqueWhateverTheirCase() {
        assertThat(create("tenant-acme").status()).isEqualTo(201);
        TestClient.Response again = create("TENANT-acme");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.errorCode()).isEqualTo("nameAlreadyExists");
    }

    @Test
    void aGroupIsFoundByNameByAnybodyEvenWithASlashInIt() {
        String id = create("Tenant / Acme").json().get("id").asText();
        assertThat(ada.get(GROUPS + "/tenant%20%2F%20acme").json().path("id").asText())
                .isEqualTo(id);
        assertThat(ada.get(GROUPS + "/nothing").status()).isEqualTo(404);
    }

    @Test
    void aFilterOnGroupsIsIgnored() {
        create("tenant-acme");
        create("tenant-zeta");
        JsonNode groups = operator.get(GROUPS + "?$filter=" + encoded("displayName eq 'tenant-acme'"))
                .json();
        assertThat(groups.findValuesAsText("displayName")).contains("tenant-acme", "tenant-zeta");
    }

    @Test
    void aSearchWithAHyphenNeedsQuotes() {
        create("tenant-acme");
        assertThat(operator.get(GROUPS + "?$search=tenant-acme").status()).isEqualTo(400);
        assertThat(operator.get(GROUPS + "?$search=%22tenant-acme%22").json().get("value"))
                .hasSize(1);
    }

    @Test
    void onlyAnAdminListsAndWritesGroupsAndUsers() {
        for (TestClient other : List.of(spaceAdmin, ada)) {
            assertThat(other.get(GROUPS).status()).isEqualTo(403);
            assertThat(other.get(USERS).status()).isEqualTo(403);
            assertThat(other.post(GROUPS, "{\"displayName\": \"x\"}").status()).isEqualTo(403);
        }
        assertThat(operator.get(GROUPS).status()).isEqualTo(200);
    }

    @Test
    void aGroupIsDeletedByIdAndNotByName() {
        String id = create("tenant-acme").json().get("id").asText();
        assertThat(operator.delete(GROUPS + "/tenant-acme").status()).isEqualTo(404);
        assertThat(operator.delete(GROUPS + "/" + id).status()).isEqualTo(204);
        assertThat(operator.delete(GROUPS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void membersAreABareList() {
        String id = create("tenant-acme").json().get("id").asText();
        signedIn(ada);
        JsonNode members = operator.get(GROUPS + "/" + id + "/members").json();
        assertThat(members.isArray()).isTrue();
        assertThat(members.findValuesAsText("displayName")).containsExactly("Ada");
    }

    @Test
    void aUserAskedForAloneHasNoMail() {
        signedIn(ada);
        assertThat(operator.get(USERS + "/uuid-ada").json().has("mail")).isFalse();
        assertThat(operator.get(USERS).json().findValuesAsText("mail")).contains("ada@acme.test");
    }

    @Test
    void loginNamesAreUnique() {
        String body = "{\"displayName\": \"Eva\", \"onPremisesSamAccountName\": \"uuid-eva\"}";
        assertThat(operator.post(USERS, body).status()).isEqualTo(201);
        assertThat(operator.post(USERS, body).status()).isEqualTo(409);
    }

    @Test
    void aRoleGivenByApiReplacesTheOneBefore() {
        signedIn(ada);
        String user = idOf("uuid-ada");
        String path = USERS + "/" + user + "/appRoleAssignments";
        String application = operator.get("/graph/v1.0/applications")
                .json()
                .at("/value/0/id")
                .asText();
        String body = "{\"principalId\": \"" + user + "\", \"resourceId\": \"" + application + "\", \"appRoleId\": \""
                + PlatformRole.SPACE_ADMIN.id() + "\"}";
        assertThat(operator.post(path, body).status()).isEqualTo(201);
        assertThat(operator.get(path).json().findValuesAsText("appRoleId"))
                .containsExactly(PlatformRole.SPACE_ADMIN.id());
        signedIn(ada);
        assertThat(ocis.user("uuid-ada").orElseThrow().role())
                .as("the claim of the next request counts")
                .isEqualTo(PlatformRole.USER.id());
    }

    private TestClient.Response create(String displayName) {
        return operator.post(GROUPS, "{\"displayName\": \"" + displayName + "\"}");
    }
}
