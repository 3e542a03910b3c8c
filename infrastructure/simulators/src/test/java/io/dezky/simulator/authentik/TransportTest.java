package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportTest extends WithPlatform {

    @Test
    void aPathWithoutItsSlashAtTheEndIsAPageForAReadAndAnEmpty405ForAWrite() {
        assertThat(operator.get("/core/users").status()).isEqualTo(404);
        assertThat(operator.get("/core/users").header("Content-Type")).isEqualTo("text/html");

        Caller.Reply write = operator.post("/core/users", "{'username':'x','name':'x'}");
        assertThat(write.status()).isEqualTo(405);
        assertThat(write.body().isNull()).isTrue();
        assertThat(simulator.state().user("x")).isEmpty();
    }

    @Test
    void anUnknownPathIsAnEmpty405ForAWriteAndAMethodThatIsNotAllowedHasABody() {
        assertThat(operator.post("/core/nothing/", "{}").body().isNull()).isTrue();
        assertThat(operator.put("/core/users/", "{}").text("/detail")).isEqualTo("Method \"PUT\" not allowed.");
    }

    @Test
    void whoeverCallsWithoutAGoodTokenGetsA403AndOnlyTheTextTellsWhy() {
        assertThat(nobody.get("/core/users/").status()).isEqualTo(403);
        assertThat(nobody.get("/core/users/").text("/detail"))
                .isEqualTo("Authentication credentials were not provided.");

        Caller stranger = nobody.with("Authorization", "Bearer wrong");
        assertThat(stranger.get("/core/users/").status()).isEqualTo(403);
        assertThat(stranger.get("/core/users/").text("/detail")).isEqualTo("Token invalid/expired");
    }

    @Test
    void anAppPasswordIsNoBearer() {
        Caller files = nobody.with("Authorization", "Bearer operator-files-password");

        assertThat(files.get("/admin/version/").text("/detail")).isEqualTo("Token invalid/expired");
    }

    @Test
    void theTokenOfADeactivatedUserWorksAgainWhenTheUserIsActiveAgain() {
        String path = "/core/users/" + simulator.variables().get("operator") + "/";
        admin.patch(path, "{'is_active':false}");
        assertThat(operator.get("/admin/version/").text("/detail")).isEqualTo("Token invalid/expired");

        admin.patch(path, "{'is_active':true}");
        assertThat(operator.get("/admin/version/").status()).isEqualTo(200);
    }

    @Test
    void onlyJsonIsTakenAndTheComplaintNamesTheType() {
        Caller.Reply form = operator.with("Content-Type", "text/xml").post("/core/users/", "<user/>");

        assertThat(form.status()).isEqualTo(415);
        assertThat(form.text("/detail")).isEqualTo("Unsupported media type \"text/xml\" in request.");
    }

    @Test
    void aBodyThatIsNoObjectIsRefusedAndUnknownMembersAreIgnored() {
        assertThat(operator.post("/core/groups/", "[]").text("/non_field_errors/0"))
                .isEqualTo("Invalid data. Expected a dictionary, but got list.");
        assertThat(operator.post("/core/groups/", "{'name':").text("/detail")).startsWith("JSON parse error");
        assertThat(operator.post("/core/groups/", "{'name':'g','colour':'red'}").status())
                .isEqualTo(201);
    }

    @Test
    void refusalsFollowTheLanguageOfTheRequest() {
        Caller french = operator.with("Accept-Language", "fr");
        user("ada");

        assertThat(french.post("/core/users/", "{'username':'ada','name':'x'}").text("/username/0"))
                .isEqualTo("Ce champ doit être unique.");
        assertThat(operator.with("Accept-Language", "en")
                        .post("/core/users/", "{'username':'ada','name':'x'}")
                        .text("/username/0"))
                .isEqualTo("This field must be unique.");
    }

    @Test
    void thePagesOfAListAreCappedWithoutAWordAndEndWithA404() {
        for (int i = 0; i < 101; i++) {
            group("group-" + i);
        }

        Caller.Reply page = operator.get("/core/groups/?search=group-&page_size=1000&include_users=false");
        assertThat(page.body().get("results")).hasSize(100);
        assertThat(page.body().at("/pagination/next").asInt()).isEqualTo(2);
        assertThat(operator.get("/core/groups/?search=group-").body().get("results"))
                .hasSize(20);
        assertThat(operator.get("/core/groups/?search=group-&page=99").text("/detail"))
                .isEqualTo("Invalid page.");
    }

    @Test
    void whatIsLeftOutSaysSoWith501AndAReason() {
        Caller.Reply invitation = operator.post("/stages/invitation/invitations/", "{'name':'x'}");

        assertThat(invitation.status()).isEqualTo(501);
        assertThat(invitation.header(Answer.NOT_SIMULATED)).contains("recovery links");
        assertThat(operator.get("/sources/all/").status()).isEqualTo(501);
        assertThat(LeftOutOperations.all())
                .allSatisfy(leftOut -> assertThat(leftOut.reason()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({"STARTING,503,503", "WITHOUT_DATABASE,500,405", "WITHOUT_CORE,502,502"})
    void aServerThatIsNotAllThereFailsInItsOwnWayAndDoesNothing(Availability availability, int read, int write) {
        simulator.availability(availability);
        Caller caller = operator.with("Accept", "application/json");
        assertThat(caller.get("/core/users/").status()).isEqualTo(read);
        assertThat(caller.post("/core/groups/", "{'name':'lost'}").status()).isEqualTo(write);
        assertThat(nobody.send("GET", "/-/health/live/", null).status()).isEqualTo(502);

        simulator.availability(Availability.UP);
        assertThat(simulator.state().group("lost")).isEmpty();
        assertThat(nobody.send("GET", "/-/health/live/", null).status()).isEqualTo(200);
    }

    @Test
    void aSimulatorInAProcessOfItsOwnCanBeSteeredByHttp() {
        int pk = user("ada");
        String link = operator.post("/core/users/" + pk + "/recovery/", "{}").text("/link");

        Caller.Reply recovery =
                nobody.send("POST", "/_simulator/human/recovery", "{'link':'" + link + "','password':'Throwaway-1'}");
        assertThat(recovery.body().get("signedIn").asBoolean()).isTrue();
        nobody.send("PUT", "/_simulator/availability", "{'availability':'starting'}");
        assertThat(operator.get("/core/users/").status()).isEqualTo(503);
    }
}
