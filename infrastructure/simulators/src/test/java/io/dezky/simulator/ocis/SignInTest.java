package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.simulator.client.TestClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInTest extends OcisStage {

    private static final String ME = "/graph/v1.0/me";
    private static final String OWN_PROJECTS = "/graph/v1.0/me/drives?$filter=driveType%20eq%20'project'";

    @Test
    void theFirstRequestMakesAccountRolePersonalSpaceAndGroups() {
        assertThat(ada.get(ME).json().get("displayName").asText()).isEqualTo("Ada");
        OcisUser account = ocis.user("uuid-ada").orElseThrow();
        assertThat(account.groups()).containsExactly("tenant-acme");
        assertThat(account.role()).isEqualTo(PlatformRole.USER.id());
        assertThat(ada.get("/graph/v1.0/me/drive").json().get("driveAlias").asText())
                .isEqualTo("personal/uuid-ada");
    }

    @Test
    void theFirstRequestOfAPersonRunsWithoutItsGroups() {
        String id = space("Company");
        ocis.createGroup("tenant-acme");
        ocis.grantGroup(id, "tenant-acme", SpaceRole.EDITOR);
        assertThat(ada.get(OWN_PROJECTS).json().get("value")).isEmpty();
        assertThat(ada.get(OWN_PROJECTS).json().get("value")).hasSize(1);
    }

    @Test
    void aGroupThatWasMadeAheadIsTheOneThatIsJoined() {
        String made = ocis.createGroup("Tenant-Acme").id();
        signedIn(ada);
        assertThat(ocis.group("tenant-acme")).hasValue(new OcisGroup(made, "Tenant-Acme", List.of("uuid-ada")));
    }

    @Test
    void membershipsByApiAreWipedAtTheNextSync() {
        signedIn(ada);
        String group = ocis.createGroup("by-api").id();
        operator.post(
                "/graph/v1.0/groups/" + group + "/members/$ref",
                "{\"@odata.id\": \"" + ocis.url() + "/graph/v1.0/users/" + idOf("uuid-ada") + "\"}");
        clock.pass(GroupSync.INTERVAL.minusSeconds(1));
        signedIn(ada);
        assertThat(ocis.user("uuid-ada").orElseThrow().groups()).containsExactly("by-api", "tenant-acme");
        clock.pass(Duration.ofSeconds(1));
        signedIn(ada);
        assertThat(ocis.user("uuid-ada").orElseThrow().groups()).containsExactly("tenant-acme");
    }

    @Test
    void aTestCanLetTheFiveMinutesPass() {
        signedIn(ada);
        identityProvider.put("ada-2", claims("uuid-ada", "Ada", "ocisUser", "tenant-zeta"));
        TestClient withNewToken = TestClient.withToken(ocis, "ada-2");
        signedIn(withNewToken);
        assertThat(ocis.user("uuid-ada").orElseThrow().groups()).containsExactly("tenant-acme");
        TestClient.at(ocis.url()).post("/_simulator/sync-interval-passed", "");
        signedIn(withNewToken);
        assertThat(ocis.user("uuid-ada").orElseThrow().groups()).containsExactly("tenant-zeta");
    }

    @Test
    void anAccountMadeAheadIsTakenOverAtTheFirstSignIn() {
        String made = operator.post(
                        "/graph/v1.0/users",
                        "{\"onPremisesSamAccountName\": \"uuid-ada\", \"displayName\": \"Ada\", \"mail\": \"a@acme.test\"}")
                .json()
                .get("id")
                .asText();
        assertThat(ada.get(ME).json().get("id").asText()).isEqualTo(made);
    }

    @Test
    void anUnknownTokenIsA401WithEmptyBodyAndAChallenge() {
        TestClient.Response refused = TestClient.withToken(ocis, "unknown").get(ME);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).isEmpty();
        assertThat(refused.headers().get("www-authenticate"))
                .containsExactly("Bearer realm=\"" + ocis.url().getAuthority() + "\", charset=\"UTF-8\"");
    }

    @Test
    void aDeleteWithoutCredentialsIsA401WithAnXmlBody() {
        TestClient.Response refused = TestClient.at(ocis.url()).delete(drive("x"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("Sabre\\DAV\\Exception\\PermissionDenied");
    }

    @Test
    void aRoleThatIsNotMappedIsA500AndLeavesTheAccountBehind() {
        identityProvider.put("eve", claims("uuid-eve", "Eve", "somethingElse"));
        TestClient.Response failed = TestClient.withToken(ocis, "eve").get(ME);
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.text()).isEmpty();
        assertThat(ocis.user("uuid-eve")).isPresent();
    }

    @Test
    void anEmptyMailIsA500AndMakesNoAccount() {
        identityProvider.put("eve", claims("uuid-eve", "Eve", "ocisUser").put("email", ""));
        assertThat(TestClient.withToken(ocis, "eve").get(ME).status()).isEqualTo(500);
        assertThat(ocis.user("uuid-eve")).isEmpty();
    }

    @Test
    void aTokenThatWasSeenWorksUntilItsEndWhateverTheProviderSays() {
        identityProvider.get("ada").put("exp", clock.instant().plusSeconds(600).getEpochSecond());
        signedIn(ada);
        identityProvider.remove("ada");
        assertThat(ada.get(ME).status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(600));
        assertThat(ada.get(ME).status()).isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        identityProvider.get("ada").put("iss", "https://acme.dezky.test/application/o/dezky-files/");
        assertThat(ada.get(ME).status()).isEqualTo(401);
        identityProvider.get("ada").put("iss", OcisSeed.DEFAULT_ISSUER);
        assertThat(ada.get(ME).status()).isEqualTo(200);
    }

    @Test
    void theClaimsOfATokenThatWasSeenStayAsTheyWere() {
        signedIn(ada);
        identityProvider.put("ada", claims("uuid-ada", "Ada Lovelace", "ocisSpaceAdmin"));
        signedIn(ada, ada);
        assertThat(ada.get(ME).json().get("displayName").asText()).isEqualTo("Ada");
        assertThat(ocis.user("uuid-ada").orElseThrow().role()).isEqualTo(PlatformRole.USER.id());
    }

    @Test
    void withoutTheIdentityProviderANewTokenIsRefusedLikeABadOne() {
        signedIn(ada);
        ocis.identityProviderReachable(false);
        assertThat(ada.get(ME).status()).isEqualTo(200);
        assertThat(boss.get(ME).status()).isEqualTo(401);
        ocis.identityProviderReachable(true);
        assertThat(boss.get(ME).status()).isEqualTo(200);
    }

    @Test
    void aLogoutEndsTheTokensOfAPerson() {
        identityProvider.get("ada").put("exp", clock.instant().plusSeconds(600).getEpochSecond());
        signedIn(ada);
        identityProvider.remove("ada");
        ocis.forgetTokensOf("uuid-ada");
        assertThat(ada.get(ME).status()).isEqualTo(401);
    }

    @Test
    void aDisabledAccountGetsNoAnswerAtAll() {
        signedIn(ada);
        String account = "/graph/v1.0/users/" + idOf("uuid-ada");
        operator.patch(account, "{\"accountEnabled\": false}");
        assertThatThrownBy(() -> ada.get(ME)).isInstanceOf(UncheckedIOException.class);
        operator.patch(account, "{\"accountEnabled\": true}");
        assertThat(ada.get(ME).status()).isEqualTo(200);
    }

    @Test
    void changedClaimsComeOverOneFieldPerRequestAndShowOneLater() {
        signedIn(ada);
        identityProvider.put("ada-2", claims("uuid-ada", "Ada Other", "ocisUser"));
        TestClient renamed = TestClient.withToken(ocis, "ada-2");
        assertThat(renamed.get(ME).json().get("displayName").asText()).isEqualTo("Ada");
        assertThat(renamed.get(ME).json().get("displayName").asText()).isEqualTo("Ada Other");
        assertThat(renamed.get(ME).json().get("mail").asText()).isEqualTo("ada.other@acme.test");
    }

    @Test
    void passwordsAreTakenOnlyWhereTheSeedHasSome() {
        OcisSeed seed = OcisSeed.platform(TokenVerifier.NONE).withUser("admin", "Admin", "secret", PlatformRole.ADMIN);
        try (OcisSimulator local = OcisSimulator.start(0, seed, clock)) {
            assertThat(TestClient.as(local, "admin").get("/graph/v1.0/groups").status())
                    .isEqualTo(200);
            assertThat(TestClient.at(local.url()).get(ME).headers().get("www-authenticate"))
                    .hasSize(2);
            TestClient.Response wrong =
                    TestClient.at(local.url()).send("GET", ME, null, "Authorization", OcisSeed.basic("admin", "wrong"));
            assertThat(wrong.status()).isEqualTo(401);
        }
        TestClient.Response refused =
                TestClient.at(ocis.url()).send("GET", ME, null, "Authorization", OcisSeed.basic("dezky-operator", ""));
        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void aSeedMayHaveAFixedToken() {
        OcisSeed seed = OcisSeed.platform(TokenVerifier.NONE)
                .withToken("operator", "fixed", claims("dezky-operator", "Dezky operator", "ocisAdmin"));
        try (OcisSimulator local = OcisSimulator.start(0, seed, clock)) {
            assertThat(TestClient.as(local, "operator")
                            .get("/graph/v1.0/groups")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTestMaySignSomebodyInByItsClaims() {
        String id = ocis.signIn(claims("uuid-eva", "Eva", "ocisUser", "tenant-acme"));
        assertThat(ocis.user("uuid-eva").orElseThrow().id()).isEqualTo(id);
        assertThatThrownBy(() -> ocis.signIn(claims("uuid-x", "X", "nothing")))
                .isInstanceOf(IllegalStateException.class);
    }
}
