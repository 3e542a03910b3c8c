package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.simulator.client.TestClient;
import org.junit.jupiter.api.Test;

class LeftOutTest extends OcisStage {

    private static final String HEADER = "x-not-simulated";

    @Test
    void anOperationThatIsLeftOutSaysSo() {
        TestClient.Response answer = operator.post("/graph/v1beta1/drives/" + space("x") + "/root/createLink", "{}");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.headers().get(HEADER)).containsExactly(LeftOut.PUBLIC_LINKS.reason());
    }

    @Test
    void aPartOfABodyThatIsLeftOutSaysSo() {
        TestClient.Response answer = operator.patch(drive(space("x")), "{\"special\": []}");
        assertThat(answer.headers().get(HEADER)).containsExactly(LeftOut.DRIVE_MEMBERS.reason());
    }

    @Test
    void whatOcisDoesNotHaveIsNotLeftOut() {
        TestClient.Response answer = operator.get("/graph/v1.0/nonsense");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).doesNotContainKey(HEADER);
    }

    @Test
    void pathsOfTheServiceAskForASignInFirst() {
        TestClient nobody = TestClient.at(ocis.url());
        assertThat(nobody.get("/graph/nonsense").status()).isEqualTo(401);
        assertThat(nobody.get("/graph/v1beta1/me/drive/sharedWithMe").status()).isEqualTo(401);
        assertThat(nobody.get("/.well-known/openid-configuration").status()).isEqualTo(501);
    }
}
