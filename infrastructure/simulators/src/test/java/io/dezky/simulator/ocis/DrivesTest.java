package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.client.TestClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrivesTest extends OcisStage {

    private static final String PROJECTS = DRIVES + "?$filter=" + encoded("driveType eq 'project'");

    @Test
    void twoEqualCreatesMakeTwoSpaces() {
        String same = "{\"name\": \"Company\", \"driveAlias\": \"project/dezky-acme-company\"}";
        String first = operator.post(DRIVES, same).json().get("id").asText();
        String second = operator.post(DRIVES, same).json().get("id").asText();
        assertThat(first).isNotEqualTo(second);
        assertThat(ocis.projectSpacesWithAlias("project/dezky-acme-company"))
                .extracting(OcisSpace::id)
                .containsExactly(first, second);
    }

    @Test
    void theCreatorIsManagerAndNobodyElseIsAMember() {
        space("Company");
        assertThat(only().grants())
                .containsExactly(
                        new OcisSpace.OcisGrant("u:" + idOf("dezky-operator"), "Dezky operator", SpaceRole.MANAGER));
    }

    @Test
    void aSpaceWithoutAliasIsNamedAfterItself() {
        space("Human Resources");
        assertThat(only().alias()).isEqualTo("project/human-resources");
    }

    @ParameterizedTest
    @CsvSource({"{}, 1000000000", "{\"total\": -1}, 1000000000", "{\"total\": 0}, 0", "{\"total\": 5}, 5"})
    void aQuotaThatIsAbsentOrNegativeInACreateIsTheDefault(String quota, long bytes) {
        operator.post(DRIVES, "{\"name\": \"Company\", \"quota\": " + quota + "}");
        assertThat(only().quota()).isEqualTo(bytes);
    }

    @Test
    void anUnlimitedSpaceHasTheLargestNumberRemaining() {
        JsonNode drive = operator.post(DRIVES, "{\"name\": \"Company\", \"quota\": {\"total\": 0}}")
                .json();
        assertThat(drive.at("/quota/remaining").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a.b", "acme.test", "a:b", "  ", ""})
    void namesThatLookLikeFilesOrHostsAreRefused(String name) {
        TestClient.Response refused = operator.post(DRIVES, "{\"name\": \"" + name + "\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("invalidRequest");
        assertThat(ocis.projectSpaces()).isEmpty();
    }

    @Test
    void theLimitOfANameCountsBytes() {
        String longest = "n".repeat(255);
        String tooLong = "ü".repeat(128);
        assertThat(operator.post(DRIVES, "{\"name\": \"" + longest + "\"}").status())
                .isEqualTo(201);
        assertThat(operator.post(DRIVES, "{\"name\": \"" + tooLong + "\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aMemberThatTheServerDoesNotKnowIsRefused() {
        assertThat(operator.post(DRIVES, "{\"name\": \"Company\", \"mark\": 1}").status())
                .isEqualTo(400);
        TestClient.Response refused = operator.patch(drive(space("Company")), "{\"mark\": \"x\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorMessage()).contains("unknown field \"mark\"");
    }

    @Test
    void onlyAdminsAndSpaceAdminsCreateSpaces() {
        assertThat(spaceAdmin.post(DRIVES, "{\"name\": \"Company\"}").status()).isEqualTo(201);
        TestClient.Response refused = ada.post(DRIVES, "{\"name\": \"Company\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.errorCode()).isEqualTo("notAllowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name eq 'Company'", "driveAlias eq 'project/company'", "not driveType eq 'project'"})
    void aFilterThatTheServerDoesNotKnowGivesEveryDrive(String filter) {
        space("Company");
        space("Other");
        assertThat(names(DRIVES + "?$filter=" + encoded(filter)))
                .containsExactlyInAnyOrder("Company", "Other", "Dezky operator", "Shares");
    }

    @Test
    void aFilterByTypeOrIdWorks() {
        String id = space("Company");
        space("Other");
        assertThat(names(PROJECTS)).containsExactlyInAnyOrder("Company", "Other");
        assertThat(names(DRIVES + "?$filter=" + encoded("id eq '" + id + "'"))).containsExactly("Company");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contains(name,'x')", "driveType ne 'project'", "driveType eq 'project' and name eq 'x'"})
    void otherFormsOfFiltersAreNotSupported(String filter) {
        TestClient.Response refused = operator.get(DRIVES + "?$filter=" + encoded(filter));
        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.errorCode()).isEqualTo("notSupported");
        assertThat(refused.headers()).doesNotContainKey("x-not-simulated");
    }

    @Test
    void listsAreNeverInPages() {
        space("Company");
        space("Other");
        assertThat(names(PROJECTS + "&$top=1")).hasSize(2);
        assertThat(operator.get(DRIVES + "?limit=1").status()).isEqualTo(400);
    }

    @Test
    void theTwoListsShowPermissionsDifferently() {
        space("Company");
        String filter = "?$filter=" + encoded("driveType eq 'project'");
        JsonNode old = operator.get("/graph/v1.0/drives" + filter).json().at("/value/0/root/permissions/0");
        assertThat(old.at("/roles/0").asText()).isEqualTo("manager");
        assertThat(old.has("id")).isFalse();
        JsonNode beta = operator.get("/graph/v1beta1/drives" + filter).json().at("/value/0/root/permissions/0");
        assertThat(beta.at("/roles/0").asText()).isEqualTo(MANAGER);
        assertThat(beta.get("id").asText()).isEqualTo("u:" + idOf("dezky-operator"));
        assertThat(beta.has("grantedToIdentities")).isFalse();
    }

    @Test
    void permissionsOfADriveComeInChangingOrder() {
        String id = space("Company");
        ocis.grantGroup(id, "dezky-operators", SpaceRole.MANAGER);
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            orders.add(operator.get(drive(id)).json().at("/root/permissions").toString());
        }
        assertThat(orders).hasSize(2);
    }

    @Test
    void aDriveIsAlsoFoundByTheSecondHalfOfItsIdAndWithTheDollarEncoded() {
        String id = space("Company");
        for (String written : List.of(id.split("\\$")[1], id.replace("$", "%24"))) {
            assertThat(operator.get(drive(written)).json().path("id").asText()).isEqualTo(id);
        }
    }

    @Test
    void thereIsNoSingleDriveAtV1beta1() {
        String id = space("Company");
        assertThat(operator.get("/graph/v1beta1/drives/" + id).status()).isEqualTo(404);
        assertThat(operator.post("/graph/v1beta1/drives", "{\"name\": \"x\"}").status())
                .isEqualTo(405);
    }

    @Test
    void aMissingRightLooksLikeAMissingSpace() {
        String id = space("Company");
        assertThat(ada.get(drive(id)).status()).isEqualTo(404);
        assertThat(ada.patch(drive(id), "{\"description\": \"x\"}").status()).isEqualTo(404);
        assertThat(ada.delete(drive(id)).status()).isEqualTo(404);
        assertThat(operator.get(drive("nonsense")).status()).isEqualTo(404);
    }

    @Test
    void theRightToSetAQuotaIsCheckedBeforeTheSpaceIsLookedUp() {
        for (String id : List.of(space("Company"), "nonsense")) {
            assertThat(ada.patch(drive(id), "{\"quota\": {\"total\": 1}}").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aSpaceAdminWhoIsNoMemberMayChangeASpace() {
        String changes = "{\"name\": \"Firm\", \"quota\": {\"total\": 7}, \"description\": \"d\"}";
        assertThat(spaceAdmin.patch(drive(space("Company")), changes).status()).isEqualTo(200);
        assertThat(only().name()).isEqualTo("Firm");
        assertThat(only().quota()).isEqualTo(7);
    }

    @Test
    void anEditorMayChangeTheAliasAndNothingElse() {
        String id = space("Company");
        signedIn(ada);
        inviteUser(id, "uuid-ada", EDITOR);
        assertThat(ada.patch(drive(id), "{\"name\": \"x\"}").status()).isEqualTo(404);
        assertThat(ada.patch(drive(id), "{\"driveAlias\": \"project/mine\"}").status())
                .isEqualTo(200);
        assertThat(only().alias()).isEqualTo("project/mine");
    }

    @Test
    void anEmptyDescriptionClearsAndAnEmptyNameDoesNot() {
        String id = space("Company");
        operator.patch(drive(id), "{\"description\": \"d\"}");
        JsonNode changed = operator.patch(drive(id), "{\"description\": \"\", \"name\": \"\", \"driveAlias\": \"\"}")
                .json();
        assertThat(changed.has("description")).isFalse();
        assertThat(changed.get("name").asText()).isEqualTo("Company");
        assertThat(changed.get("driveAlias").asText()).isEqualTo("project/company");
    }

    @Test
    void aNegativeQuotaIsA500AndHidesTheSpaceUntilAValidOneComes() {
        String id = space("Company");
        assertThat(operator.patch(drive(id), "{\"quota\": {\"total\": -5}}").status())
                .isEqualTo(500);
        assertThat(operator.get(drive(id)).status()).isEqualTo(404);
        assertThat(operator.get(permissions(id)).status()).isEqualTo(404);
        assertThat(names(PROJECTS)).isEmpty();
        assertThat(operator.patch(drive(id), "{\"quota\": {\"total\": 5}}").status())
                .isEqualTo(200);
        assertThat(operator.get(drive(id)).status()).isEqualTo(200);
    }

    @Test
    void errorsNameTheRequestThatTheHeaderNames() {
        TestClient.Response error = operator.get(drive("nonsense"));
        assertThat(error.errorCode()).isEqualTo("itemNotFound");
        assertThat(error.json().at("/error/innererror/request-id").asText())
                .isNotEmpty()
                .isEqualTo(error.headers().get("x-request-id").get(0));
    }

    private List<String> names(String path) {
        return operator.get(path).json().get("value").findValuesAsText("name");
    }
}
