package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest extends OcisStage {

    private String id;

    @BeforeEach
    void aSpaceWithAnEditor() {
        id = space("Company");
        signedIn(ada, boss);
        inviteUser(id, "uuid-ada", EDITOR);
    }

    @Test
    void deleteDisablesAndRepeatsWithoutAWord() {
        assertThat(operator.delete(drive(id)).status()).isEqualTo(204);
        assertThat(operator.delete(drive(id)).status()).isEqualTo(204);
        assertThat(only().disabled()).isTrue();
    }

    @Test
    void aDisabledSpaceKeepsItsGrantsAndHidesItsUse() {
        operator.delete(drive(id));
        JsonNode drive = operator.get(drive(id)).json();
        assertThat(drive.at("/root/deleted/state").asText()).isEqualTo("trashed");
        assertThat(drive.at("/root/permissions")).hasSize(2);
        assertThat(drive.get("quota").fieldNames()).toIterable().containsExactly("total");
    }

    @Test
    void aDisabledSpaceIsSeenByManagersAndAdminsAlone() {
        operator.delete(drive(id));
        assertThat(spaceAdmin.get(drive(id)).status()).isEqualTo(200);
        assertThat(ada.get(drive(id)).status()).isEqualTo(404);
    }

    @Test
    void thePermissionsOfADisabledSpaceCannotBeReadOrChanged() {
        operator.delete(drive(id));
        String editors = permissions(id) + "/u:" + idOf("uuid-ada");
        assertThat(operator.get(permissions(id)).status()).isEqualTo(404);
        assertThat(invite(operator, id, "user", idOf("uuid-boss"), VIEWER).status())
                .isEqualTo(404);
        assertThat(operator.patch(editors, role(VIEWER)).status()).isEqualTo(500);
        assertThat(operator.delete(editors).status()).isEqualTo(500);
    }

    @Test
    void anEnabledSpaceCannotBePurged() {
        assertThat(operator.delete(drive(id), "Purge", "T").status()).isEqualTo(400);
        assertThat(only().disabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "tRUE", "false", ""})
    void whatIsNoBooleanOfGoOnlyDisables(String purge) {
        operator.delete(drive(id));
        assertThat(operator.delete(drive(id), "Purge", purge).status()).isEqualTo(204);
        assertThat(only().disabled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "true", "TRUE", "True"})
    void aPurgeOfADisabledSpaceIsForGood(String purge) {
        operator.delete(drive(id));
        assertThat(operator.delete(drive(id), "Purge", purge).status()).isEqualTo(204);
        assertThat(ocis.projectSpaces()).isEmpty();
        assertThat(operator.delete(drive(id), "Purge", purge).status()).isEqualTo(404);
    }

    @Test
    void aRestoreNeedsABodyAndBringsTheMembersBack() {
        operator.delete(drive(id));
        assertThat(operator.send("PATCH", drive(id), null, "Restore", "true").status())
                .isEqualTo(400);
        assertThat(operator.patch(drive(id), "{}", "Restore", "yes").status()).isEqualTo(200);
        assertThat(only().disabled()).isTrue();
        assertThat(operator.patch(drive(id), "{}", "Restore", "true").status()).isEqualTo(200);
        assertThat(ada.get(drive(id)).status()).isEqualTo(200);
    }

    @Test
    void aManagerCanRestoreWhatTheOperatorHasDisabled() {
        inviteUser(id, "uuid-boss", MANAGER);
        operator.delete(drive(id));
        assertThat(boss.patch(drive(id), "{}", "Restore", "T").status()).isEqualTo(200);
        assertThat(only().disabled()).isFalse();
    }

    @Test
    void anEditorCanNeitherDisableNorRestore() {
        assertThat(ada.delete(drive(id)).status()).isEqualTo(404);
        operator.delete(drive(id));
        assertThat(ada.patch(drive(id), "{}", "Restore", "T").status()).isEqualTo(404);
    }

    @Test
    void aDisabledSpaceCanBeChanged() {
        operator.delete(drive(id));
        assertThat(operator.patch(drive(id), "{\"name\": \"Firm\", \"quota\": {\"total\": 9}}")
                        .status())
                .isEqualTo(200);
        assertThat(only().name()).isEqualTo("Firm");
        assertThat(only().disabled()).isTrue();
    }

    @Test
    void anAdminMayDisableAndRestoreAPersonalSpace() {
        String personal = ada.get("/graph/v1.0/me/drive").json().get("id").asText();
        assertThat(operator.delete(drive(personal)).status()).isEqualTo(204);
        assertThat(operator.get(drive(personal))
                        .json()
                        .at("/root/deleted/state")
                        .asText())
                .isEqualTo("trashed");
        assertThat(operator.patch(drive(personal), "{}", "Restore", "T").status())
                .isEqualTo(200);
    }

    @Test
    void onlyAChangeOfTheDriveMovesItsTimeNotOneOfItsMembersOrItsState() {
        String before = modified();
        clock.pass(Duration.ofSeconds(1));
        inviteUser(id, "uuid-boss", VIEWER);
        operator.delete(drive(id));
        assertThat(modified()).isEqualTo(before);
        operator.patch(drive(id), "{}");
        assertThat(modified()).isNotEqualTo(before);
    }

    private String modified() {
        return operator.get(drive(id)).json().get("lastModifiedDateTime").asText();
    }
}
