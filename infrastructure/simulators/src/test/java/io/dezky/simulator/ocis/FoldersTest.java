package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldersTest extends OcisStage {

    private String id;

    @BeforeEach
    void aSpace() {
        id = space("Company");
    }

    @Test
    void aFolderIsMadeOnce() {
        assertThat(makeFolder("Contracts")).isEqualTo(201);
        assertThat(makeFolder("Contracts")).isEqualTo(405);
        assertThat(only().folders()).containsExactly("Contracts");
    }

    @Test
    void aFolderNeedsItsParent() {
        assertThat(makeFolder("HR/Payroll")).isEqualTo(409);
        assertThat(makeFolder("HR")).isEqualTo(201);
        assertThat(makeFolder("HR/Payroll")).isEqualTo(201);
        assertThat(only().folders()).containsExactly("HR", "HR/Payroll");
    }

    @Test
    void namesArePercentEncoded() {
        assertThat(makeFolder("B%C3%BCro%20%26%20Co")).isEqualTo(201);
        assertThat(only().folders()).containsExactly("Büro & Co");
        assertThat(find("", "1")).contains("<d:href>/dav/spaces/" + id + "/B%C3%BCro%20&amp;%20Co/</d:href>");
    }

    @Test
    void aDepthOfOneListsWhatIsInTheFolder() {
        makeFolder("HR");
        makeFolder("HR/Payroll");
        makeFolder("Contracts");
        assertThat(find("", "1"))
                .contains("/HR/</d:href>", "/Contracts/</d:href>")
                .doesNotContain("Payroll");
        assertThat(find("HR", "1")).contains("/HR/Payroll/</d:href>");
        assertThat(find("", "0")).doesNotContain("Contracts");
    }

    @Test
    void whoIsNoMemberFindsNothingWhateverTheRole() {
        assertThat(spaceAdmin.send("MKCOL", dav("X"), null).status()).isEqualTo(404);
        assertThat(ada.send("PROPFIND", dav(""), null, "Depth", "0").status()).isEqualTo(404);
    }

    @Test
    void aDisabledSpaceTakesNoFolderAndShowsNone() {
        operator.delete(drive(id));
        assertThat(makeFolder("Contracts")).isEqualTo(409);
        assertThat(operator.send("PROPFIND", dav(""), null, "Depth", "0").status())
                .isEqualTo(404);
    }

    @Test
    void filesCountAgainstTheQuota() {
        operator.patch(drive(id), "{\"quota\": {\"total\": 10}}");
        assertThat(operator.send("PUT", dav("a.txt"), "hello").status()).isEqualTo(201);
        assertThat(operator.send("PUT", dav("a.txt"), "hello").status()).isEqualTo(204);
        JsonNode quota = operator.get(drive(id)).json().get("quota");
        assertThat(quota.get("used").longValue()).isEqualTo(5);
        assertThat(quota.get("remaining").longValue()).isEqualTo(5);
        assertThat(only().used()).isEqualTo(5);
    }

    @Test
    void aViewerMayNotWrite() {
        signedIn(ada);
        inviteUser(id, "uuid-ada", VIEWER);
        assertThat(ada.send("MKCOL", dav("X"), null).status()).isEqualTo(403);
        assertThat(ada.send("PUT", dav("a.txt"), "x").status()).isEqualTo(403);
    }

    private int makeFolder(String path) {
        return operator.send("MKCOL", dav(path), null).status();
    }

    private String find(String path, String depth) {
        return operator.send("PROPFIND", dav(path), null, "Depth", depth).text();
    }

    private String dav(String path) {
        return "/dav/spaces/" + id + "/" + path;
    }
}
