package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mailboxes, groups and mailing lists. */
class StalwartAccountsTest {

    private static final String PASSWORD = "Correct-Horse-7-Battery";

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platformWithAdministrator("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");
    private final String acme =
            operator.create("x:Domain", "{'name': 'acme.test', 'dkimManagement': {'@type': 'Manual'}}");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String user(String name, String more) {
        return operator.create(
                "x:Account", "{'@type': 'User', 'name': '%s', 'domainId': '%s'%s}".formatted(name, acme, more));
    }

    private int signIn(String login, String password) {
        String both = Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new JmapClient(simulator, Map.of("Authorization", "Basic " + both))
                .get("/api/account")
                .statusCode();
    }

    @Test
    void a_mailbox_needs_no_credentials_and_gets_mail_at_once() {
        user("Alice", "");

        AccountView alice = simulator.accounts("acme.test").get(0);
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(alice.roles()).isEqualTo("User");
        assertThat(alice.hasPassword()).isFalse();
        assertThat(simulator.acceptsMailFor("alice@acme.test")).isTrue();
        assertThat(simulator.acceptsMailFor("bob@acme.test")).isFalse();
    }

    @Test
    void a_password_is_masked_and_the_mask_sent_back_keeps_it() {
        String alice = user("alice", ", 'credentials': {'0': {'@type': 'Password', 'secret': '" + PASSWORD + "'}}");

        assertThat(operator.get("x:Account", alice).at("/credentials/0/secret").asText())
                .isEqualTo("****");
        operator.update("x:Account", alice, "{'credentials/0/secret': '****'}");

        assertThat(signIn("alice@acme.test", PASSWORD)).isEqualTo(200);
        assertThat(signIn("alice@acme.test", "****")).isEqualTo(401);
    }

    @Test
    void a_password_that_was_taken_away_is_refused_from_then_on() {
        String alice = user("alice", ", 'credentials': {'0': {'@type': 'Password', 'secret': '" + PASSWORD + "'}}");

        operator.update("x:Account", alice, "{'credentials': {}}");

        assertThat(signIn("alice@acme.test", PASSWORD)).isEqualTo(401);
    }

    @Test
    void an_alias_behind_one_that_goes_moves_up() {
        String alice = user(
                "alice",
                ", 'aliases': {'0': {'name': 'a', 'domainId': '%s'}, '1': {'name': 'b', 'domainId': '%s'}}"
                        .formatted(acme, acme));

        operator.update("x:Account", alice, "{'aliases/0': null}");

        assertThat(operator.get("x:Account", alice).at("/aliases/0/name").asText())
                .isEqualTo("b");
        assertThat(simulator.acceptsMailFor("a@acme.test")).isFalse();
    }

    @Test
    void a_group_with_members_is_not_destroyed() {
        String team = operator.create("x:Account", "{'@type': 'Group', 'name': 'team', 'domainId': '" + acme + "'}");
        String alice = user("alice", ", 'memberGroupIds': {'" + team + "': true}");

        JsonNode refusal =
                operator.call("x:Account/set", "{'destroy': ['" + team + "']}").at("/notDestroyed/" + team);

        assertThat(refusal.get("type").asText()).isEqualTo("objectIsLinked");
        assertThat(refusal.at("/linkedObjects/0/id").asText()).isEqualTo(alice);
    }

    @Test
    void a_user_does_not_become_a_group() {
        String alice = user("alice", "");

        JsonNode answer = operator.call("x:Account/set", "{'update': {'" + alice + "': {'@type': 'Group'}}}");

        assertThat(answer.at("/notUpdated/" + alice + "/type").asText()).isEqualTo("invalidProperties");
    }

    @Test
    void an_address_is_free_at_once_and_its_next_holder_is_another_account() {
        String alice = user("alice", "");

        operator.call("x:Account/set", "{'destroy': ['" + alice + "']}");

        assertThat(user("alice", "")).isNotEqualTo(alice);
    }

    @Test
    void a_list_shares_the_namespace_of_the_accounts() {
        String alice = user("alice", "");
        operator.create(
                "x:MailingList", "{'name': 'all', 'domainId': '" + acme + "', 'recipients': {'nonsense': true}}");

        JsonNode refusal = operator.refused("x:MailingList", "{'name': 'alice', 'domainId': '" + acme + "'}");

        assertThat(refusal.at("/objectId/id").asText()).isEqualTo(alice);
        assertThat(simulator.mailingLists("acme.test"))
                .extracting(MailingListView::recipients)
                .hasSize(1);
        assertThat(simulator.acceptsMailFor("all@acme.test")).isTrue();
    }

    @Test
    void a_catch_all_takes_what_nobody_has() {
        operator.update("x:Domain", acme, "{'catchAllAddress': 'Postmaster@acme.test'}");

        assertThat(simulator.domain("acme.test").orElseThrow().catchAllAddress())
                .isEqualTo("postmaster@acme.test");
        assertThat(simulator.acceptsMailFor("anybody@acme.test")).isTrue();
    }
}
