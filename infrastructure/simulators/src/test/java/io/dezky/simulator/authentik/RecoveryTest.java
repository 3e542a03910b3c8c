package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest extends WithPlatform {

    @Test
    void theLinkHasTheHostOfTheRequestAndTheFlowOfTheBrandThatServesIt() {
        int ada = user("ada");

        assertThat(link(operator.at("login.dezky.test"), ada, "{}"))
                .startsWith("https://login.dezky.test/if/flow/dezky-recovery/?flow_token=");
        assertThat(link(operator, ada, "{}")).startsWith(simulator.url() + "/if/flow/dezky-recovery/");
    }

    @Test
    void aBrandWithoutARecoveryFlowDoesNotFallBackToTheDefaultBrandAndTheComplaintIsATextInsteadOfAList() {
        int ada = user("ada");
        operator.post("/core/brands/", "{'domain':'acme.dezky.test'}");

        Caller.Reply refused = operator.at("acme.dezky.test").post("/core/users/" + ada + "/recovery/", "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).hasToString("{\"non_field_errors\":\"No recovery flow set.\"}");
        assertThat(operator.at("acme.dezky.test:8443")
                        .post("/core/users/" + ada + "/recovery/", "{}")
                        .status())
                .as("a port makes it another host, which the default brand serves")
                .isEqualTo(200);
    }

    @Test
    void brandsMatchTheirDomainAndEverythingBelowItAndTheLongestWins() {
        operator.post("/core/brands/", "{'domain':'dezky.test'}");
        operator.post("/core/brands/", "{'domain':'acme.dezky.test'}");

        assertThat(brandAt("acme.dezky.test")).isEqualTo("acme.dezky.test");
        assertThat(brandAt("login.ACME.dezky.test")).isEqualTo("acme.dezky.test");
        assertThat(brandAt("evilacme.dezky.test")).isEqualTo("dezky.test");
        assertThat(brandAt("elsewhere.test")).isEqualTo("authentik-default");
    }

    @Test
    void askingAgainGivesTheSameLinkUntilItIsOpenedAndAnotherOneThen() {
        int ada = user("ada");
        String first = link(operator, ada, "{}");
        assertThat(link(operator, ada, "{'token_duration':'hours=4'}")).isEqualTo(first);

        simulator.human().open(first);
        assertThat(link(operator, ada, "{}")).isNotEqualTo(first);
    }

    @Test
    void aLinkLivesThirtyMinutesUnlessItIsToldOtherwise() {
        int ada = user("ada");
        link(operator, ada, "{}");
        assertThat(lifeOfLink("ada")).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));

        link(operator, ada, "{'token_duration':'days=1;hours=2'}");
        assertThat(lifeOfLink("ada")).isBetween(Duration.ofMinutes(26 * 60 - 1), Duration.ofHours(26));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'3d'", "'hours=x'", "'fortnights=1'", "3600"})
    void aDurationInAnotherFormMakesTheServerFail(String duration) {
        int ada = user("ada");

        Caller.Reply failed = operator.post(recovery(ada), "{'token_duration':" + duration + "}");
        assertThat(failed.status()).isEqualTo(405);
        assertThat(failed.body().isNull()).isTrue();
    }

    @Test
    void afterALinkHasExpiredTheServerFailsUntilItsRowIsDeleted() {
        int ada = user("ada");
        String expired = link(operator, ada, "{'token_duration':'seconds=1'}");
        clock.advance(Duration.ofSeconds(2));

        assertThat(operator.post(recovery(ada), "{}").status()).isEqualTo(405);
        assertThat(operator.post(recovery(ada), "{}").status()).isEqualTo(405);
        assertThat(operator.get(row("ada")).status()).isEqualTo(200);
        assertThat(operator.delete(row("ada")).status()).isEqualTo(204);
        assertThat(link(operator, ada, "{}")).isNotEqualTo(expired);
        assertThat(simulator.human().useRecoveryLink(expired, "Throwaway-1")).isFalse();
    }

    @Test
    void theCleanUpForgetsExpiredLinks() {
        int ada = user("ada");
        link(operator, ada, "{'token_duration':'seconds=1'}");
        clock.advance(Duration.ofSeconds(2));

        simulator.removeExpiredTokens();
        assertThat(operator.get(row("ada")).status()).isEqualTo(404);
        assertThat(operator.post(recovery(ada), "{}").status()).isEqualTo(200);
        assertThat(operator.get("/admin/version/").status()).isEqualTo(200);
    }

    @Test
    void acceptanceShowsAsASignInASessionAndEventsOfThePerson() {
        int ada = user("ada");
        String link = link(operator, ada, "{}");

        assertThat(simulator.human().useRecoveryLink(link, "Throwaway-1")).isTrue();

        AuthentikState state = simulator.state();
        assertThat(state.user("ada").orElseThrow().lastLogin()).isPresent();
        assertThat(state.isPassword("ada", "Throwaway-1")).isTrue();
        assertThat(state.sessions("ada")).isEqualTo(1);
        assertThat(state.recoveryLink("ada")).isEmpty();
        assertThat(state.events())
                .filteredOn(event -> event.user().equals("ada"))
                .extracting(AuthentikState.Event::action)
                .containsExactly("password_set", "model_updated", "user_write", "login");
        assertThat(simulator.human().useRecoveryLink(link, "Throwaway-2")).isFalse();
    }

    @Test
    void aLinkUndoesWhatWasChangedAfterItWasMade() {
        int ada = user("ada");
        String link = link(operator, ada, "{}");
        operator.patch("/core/users/" + ada + "/", "{'is_active':false,'name':'Changed','attributes':{'a':1}}");

        assertThat(simulator.human().useRecoveryLink(link, "Throwaway-1")).isTrue();

        AuthentikState.User user = simulator.state().user("ada").orElseThrow();
        assertThat(user.active()).isTrue();
        assertThat(user.name()).isEqualTo("ada");
        assertThat(user.attributes()).isEmpty();
    }

    @Test
    void aLinkThatWasMadeAnewHasTheNewCopy() {
        int ada = user("ada");
        String link = link(operator, ada, "{}");
        operator.patch("/core/users/" + ada + "/", "{'name':'Changed'}");
        assertThat(link(operator, ada, "{}")).isEqualTo(link);

        simulator.human().useRecoveryLink(link, "Throwaway-1");
        assertThat(simulator.state().user("ada").orElseThrow().name()).isEqualTo("Changed");
    }

    @Test
    void aLinkOfADeactivatedUserTakesAPasswordButDoesNotSignIn() {
        int ada = user("ada");
        operator.patch("/core/users/" + ada + "/", "{'is_active':false}");

        assertThat(simulator.human().useRecoveryLink(link(operator, ada, "{}"), "Throwaway-1"))
                .isFalse();
        assertThat(simulator.state().isPassword("ada", "Throwaway-1")).isTrue();
        assertThat(simulator.state().sessions("ada")).isZero();
    }

    @Test
    void aRevokedLinkIsGoodForNothing() {
        int ada = user("ada");
        String link = link(operator, ada, "{}");
        operator.delete(row("ada"));

        assertThat(operator.delete(row("ada")).status()).isEqualTo(404);
        assertThat(simulator.human().useRecoveryLink(link, "Throwaway-1")).isFalse();
    }

    @Test
    void aMailAsksForTheAddressThenTheStageThenTheFlow() {
        int ada = user("ada");
        String stage = operator.get("/stages/email/?name=invitation").text("/results/0/pk");
        String mail = "/core/users/" + ada + "/recovery_email/";
        assertThat(operator.post(mail, "{'email_stage':'" + stage + "'}").status())
                .isEqualTo(204);
        assertThat(simulator.state().recoveryLink("ada")).isPresent();

        String unknown = "{'email_stage':'00000000-0000-0000-0000-000000000000'}";
        assertThat(operator.post(mail, unknown).text("/non_field_errors")).isEqualTo("Email stage not found.");
        operator.patch("/core/users/" + ada + "/", "{'email':''}");
        assertThat(operator.post(mail, unknown).text("/non_field_errors"))
                .isEqualTo("User does not have an email address set.");
    }

    @Test
    void anOperatorWithThePermissionsMakesTheRecoveryFlowByItself() {
        AuthentikSeed bare =
                AuthentikSeed.platform(HOST).recoveryFlow(false).grant(PlatformSeed.RECOVERY_FLOW_PERMISSIONS);
        try (AuthentikSimulator fresh = AuthentikSimulator.start(0, bare, clock)) {
            Caller caller = Caller.of(fresh, "operator");
            int ada = caller.post("/core/users/", "{'username':'ada','name':'Ada'}")
                    .body()
                    .get("pk")
                    .asInt();
            assertThat(caller.post(recovery(ada), "{}").text("/non_field_errors"))
                    .isEqualTo("No recovery flow set.");

            String flow = caller.post(
                            "/flows/instances/",
                            "{'name':'R','slug':'r','title':'R','designation':'recovery',"
                                    + "'authentication':'require_unauthenticated'}")
                    .text("/pk");
            String prompt = caller.post(
                            "/stages/prompt/prompts/",
                            "{'name':'p','field_key':'password','label':'P','type':'password','order':0}")
                    .text("/pk");
            String ask = caller.post("/stages/prompt/stages/", "{'name':'ask','fields':['" + prompt + "']}")
                    .text("/pk");
            String write =
                    caller.post("/stages/user_write/", "{'name':'write'}").text("/pk");
            String login =
                    caller.post("/stages/user_login/", "{'name':'login'}").text("/pk");
            int order = 10;
            for (String stage : new String[] {ask, write, login}) {
                String binding = "{'target':'" + flow + "','stage':'" + stage + "','order':" + order++ + "}";
                assertThat(caller.post("/flows/bindings/", binding).status()).isEqualTo(201);
            }
            String brand = caller.get("/core/brands/?default=true").text("/results/0/brand_uuid");
            caller.patch("/core/brands/" + brand + "/", "{'flow_recovery':'" + flow + "'}");

            assertThat(caller.post(recovery(ada), "{}").text("/link")).contains("/if/flow/r/");
        }
    }

    private static String recovery(int user) {
        return "/core/users/" + user + "/recovery/";
    }

    private static String link(Caller caller, int user, String body) {
        return caller.post(recovery(user), body).text("/link");
    }

    private String row(String name) {
        return "/core/tokens/" + simulator.state().user(name).orElseThrow().uid() + "-password-reset/";
    }

    private Duration lifeOfLink(String name) {
        return Duration.between(
                clock.instant(),
                simulator
                        .state()
                        .recoveryLink(name)
                        .flatMap(AuthentikState.Token::expires)
                        .orElseThrow());
    }

    private String brandAt(String host) {
        return nobody.at(host).get("/core/brands/current/").text("/matched_domain");
    }
}
