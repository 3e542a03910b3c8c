package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsersAndGroupsTest extends WithPlatform {

    @Test
    void aUserNameIsUniqueInItsCaseAndAnAddressIsNot() {
        user("ada");

        assertThat(operator.post("/core/users/", "{'username':'ada','name':'x'}")
                        .text("/username/0"))
                .isEqualTo("This field must be unique.");
        assertThat(operator.post("/core/users/", "{'username':'ADA','name':'x','email':'ada@example.com'}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void filtersAreExactInTheirCaseAndTheSearchIsNot() {
        user("ada");

        assertThat(count("/core/users/?email=ADA@example.com")).isZero();
        assertThat(count("/core/users/?username=Ada")).isZero();
        assertThat(count("/core/users/?search=ADA@EXAMPLE.COM")).isEqualTo(1);
    }

    @Test
    void aFilterByAnUnknownGroupIsRefusedInsteadOfFindingNothing() {
        assertThat(operator.get("/core/users/?groups_by_name=absent").text("/groups_by_name/0"))
                .isEqualTo("Select a valid choice. absent is not one of the available choices.");
        assertThat(count("/core/groups/?name=absent")).isZero();
    }

    @Test
    void usersAreFoundByTheirAttributesWithTheTypeOfTheValue() {
        operator.post("/core/users/", "{'username':'m','name':'m','attributes':{'dezky.io/uid':'4711','n':1}}");

        assertThat(count("/core/users/?attributes=%7B%22dezky.io/uid%22%3A%224711%22%7D"))
                .isEqualTo(1);
        assertThat(count("/core/users/?attributes=%7B%22dezky.io/uid%22%3A4711%7D"))
                .isZero();
        assertThat(operator.get("/core/users/?attributes=x").text("/0")).isEqualTo("filter: failed to parse JSON");
    }

    @Test
    void aNewUserHasNoPasswordAndNeverSignedIn() {
        user("ada");

        AuthentikState.User ada = simulator.state().user("ada").orElseThrow();
        assertThat(ada.hasPassword()).isFalse();
        assertThat(ada.lastLogin()).isEmpty();
    }

    @Test
    void groupsInAPatchReplaceTheMembershipsAndAPutWithoutThemEmptiesThem() {
        String one = group("one");
        String two = group("two");
        int ada = user("ada");
        operator.patch("/core/users/" + ada + "/", "{'groups':['" + one + "']}");
        operator.patch("/core/users/" + ada + "/", "{'groups':['" + two + "']}");
        assertThat(groupsOf("ada")).containsExactly("two");

        operator.patch("/core/users/" + ada + "/", "{'name':'Ada'}");
        assertThat(groupsOf("ada")).containsExactly("two");

        operator.put("/core/users/" + ada + "/", "{'username':'ada','name':'Ada'}");
        assertThat(groupsOf("ada")).isEmpty();
    }

    @Test
    void attributesAreReplacedAsAWhole() {
        int ada = user("ada");
        operator.patch("/core/users/" + ada + "/", "{'attributes':{'a':1}}");
        operator.patch("/core/users/" + ada + "/", "{'attributes':{'b':2}}");

        assertThat(simulator.state().user("ada").orElseThrow().attributes()).hasToString("{\"b\":2}");
    }

    @Test
    void deactivatingByPatchEndsTheSessionsAndByPutItDoesNot() {
        int ada = signedIn("ada");
        operator.patch("/core/users/" + ada + "/", "{'is_active':false}");
        assertThat(simulator.state().sessions("ada")).isZero();
        assertThat(simulator.human().signIn("ada", "Throwaway-1")).isFalse();

        int bob = signedIn("bob");
        operator.put("/core/users/" + bob + "/", "{'username':'bob','name':'bob','is_active':false}");
        assertThat(simulator.state().sessions("bob")).isEqualTo(1);
    }

    @Test
    void sessionsOfSeveralUsersAreEndedAtOnceAndCounted() {
        int ada = signedIn("ada");
        int bob = signedIn("bob");

        Caller.Reply ended =
                operator.delete("/core/authenticated_sessions/bulk_delete/?user_pks=" + ada + "&user_pks=" + bob);

        assertThat(ended.body()).hasToString("{\"deleted\":2}");
        assertThat(operator.delete("/core/authenticated_sessions/bulk_delete/").status())
                .isEqualTo(400);
    }

    @Test
    void aPasswordSetByTheOperatorObeysNoPolicyAndIsAnEventOfTheUser() {
        int ada = user("ada");

        assertThat(operator.post("/core/users/" + ada + "/set_password/", "{'password':'a'}")
                        .status())
                .isEqualTo(204);
        assertThat(simulator.state().isPassword("ada", "a")).isTrue();
        assertThat(simulator.state().events())
                .filteredOn(event -> event.action().equals("password_set"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.user()).isEqualTo("ada");
                    assertThat(event.context().at("/http_request/path").asText())
                            .endsWith("/set_password/");
                });
    }

    @Test
    void eventsCanBeForgedButNotUnderTheNameOfTheServersOwnSignals() {
        operator.post("/events/events/", "{'action':'login','app':'anything','user':{'username':'ada'}}");

        assertThat(count("/events/events/?actions=login&username=ada")).isEqualTo(1);
        assertThat(operator.post("/events/events/", "{'action':'custom_mine','app':'x'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void membershipCountsUpwardsOverAnyNumberOfGroupsAndCirclesEnd() {
        String top = group("top");
        String middle = operator.post("/core/groups/", "{'name':'middle','parents':['" + top + "']}")
                .text("/pk");
        int ada = user("ada");
        operator.post("/core/groups/" + middle + "/add_user/", "{'pk':" + ada + "}");
        assertThat(operator.patch("/core/groups/" + top + "/", "{'parents':['" + middle + "']}")
                        .status())
                .isEqualTo(200);

        AuthentikState.User found = simulator.state().user("ada").orElseThrow();
        assertThat(found.groups()).containsExactly("middle");
        assertThat(found.allGroups()).containsExactly("middle", "top");
    }

    @Test
    void membersAreAddedAndRemovedAgainAndAgainAndReplacedByAPatch() {
        String team = group("team");
        int ada = user("ada");
        int bob = user("bob");
        String add = "/core/groups/" + team + "/add_user/";
        assertThat(operator.post(add, "{'pk':" + ada + "}").status()).isEqualTo(204);
        assertThat(operator.post(add, "{'pk':" + ada + "}").status()).isEqualTo(204);
        assertThat(operator.post(add, "{'pk':99999}").text("/detail")).isEqualTo("Not found.");

        operator.patch("/core/groups/" + team + "/", "{'users':[" + bob + "]}");
        assertThat(simulator.state().group("team").orElseThrow().members()).containsExactly("bob");
    }

    @Test
    void aGroupShowsAllItsMembersUnlessItIsToldNotTo() {
        String team = group("team");
        int ada = user("ada");
        operator.post("/core/groups/" + team + "/add_user/", "{'pk':" + ada + "}");

        assertThat(operator.get("/core/groups/" + team + "/").body().get("users_obj"))
                .hasSize(1);
        Caller.Reply brief = operator.get("/core/groups/" + team + "/?include_users=false");
        assertThat(brief.body().get("users_obj").isNull()).isTrue();
        assertThat(brief.body().get("users")).hasSize(1);
    }

    private int signedIn(String name) {
        int pk = user(name);
        operator.post("/core/users/" + pk + "/set_password/", "{'password':'Throwaway-1'}");
        assertThat(simulator.human().signIn(name.toUpperCase(Locale.ROOT), "Throwaway-1"))
                .isTrue();
        return pk;
    }

    private int count(String path) {
        return operator.get(path).body().at("/pagination/count").asInt(-1);
    }

    private Set<String> groupsOf(String name) {
        return simulator.state().user(name).orElseThrow().groups();
    }
}
