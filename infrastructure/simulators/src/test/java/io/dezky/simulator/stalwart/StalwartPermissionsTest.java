package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.stalwart.registry.Registry.BrokenSetting;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what, and how a tenant is suspended. */
class StalwartPermissionsTest {

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platform("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");
    private final JmapClient administrator = new JmapClient(simulator, "recovery");
    private final String acme =
            operator.create("x:Domain", "{'name': 'acme.test', 'dkimManagement': {'@type': 'Manual'}}");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String mailbox(String name, String role) {
        return "{'@type': 'User', 'name': '%s', 'domainId': '%s', 'roles': {'@type': 'Custom', 'roleIds': {'b': true, '%s': true}}}"
                .formatted(name, acme, role);
    }

    @Test
    void the_operators_key_can_do_its_whole_job() {
        String role = operator.create("x:Role", "{'description': 'tenant acme'}");
        String alice = operator.create("x:Account", mailbox("alice", role));
        operator.update("x:Account", alice, "{'quotas/maxDiskQuota': 1048576}");
        operator.update("x:Role", role, "{'disabledPermissions': {'authenticate': true}}");
        JsonNode answer = operator.calls(
                        "x:Account/set", "{'destroy': ['" + alice + "']}",
                        "x:Role/set", "{'destroy': ['" + role + "']}",
                        "x:Domain/set", "{'destroy': ['" + acme + "']}")
                .get(2);

        assertThat(answer.at("/destroyed/0").asText()).isEqualTo(acme);
    }

    @Test
    void the_operators_key_cannot_do_more() {
        assertThat(operator.call("x:Task/query", "{}").get("type").asText()).isEqualTo("forbidden");
        assertThat(operator.call("x:MailingList/query", "{}").get("description").asText())
                .isEqualTo("You are not authorized to perform this action");
        assertThat(operator.call("x:Action/set", "{'create': {'a': {'@type': 'ReloadSettings'}}}")
                        .get("description")
                        .asText())
                .isEqualTo("You are not authorized to create, update or destroy objects of this type");
    }

    @Test
    void each_of_the_operators_permissions_can_be_taken_away() {
        String role = simulator.roles().get(4).id();
        assertThat(simulator.roles().get(4).enabledPermissions())
                .containsExactlyInAnyOrderElementsOf(StalwartSeed.OPERATOR_PERMISSIONS);

        administrator.update("x:Role", role, "{'enabledPermissions/sysDomainDestroy': null}");
        JsonNode answer = operator.call("x:Domain/set", "{'create': {'n': {'name': 'n.test'}}, 'destroy': ['zz']}");

        assertThat(answer.get("description").asText())
                .isEqualTo("You are not authorized to destroy objects of this type");
        assertThat(simulator.domain("n.test")).isEmpty();
    }

    @Test
    void one_update_of_the_tenants_role_suspends_and_resumes_all_its_mailboxes() {
        String role = operator.create("x:Role", "{'description': 'tenant acme'}");
        String alice = operator.create("x:Account", mailbox("alice", role));
        String key = administrator
                .call("x:ApiKey/set", "{'accountId': '%s', 'create': {'k': {'description': 'k'}}}".formatted(alice))
                .at("/created/k/secret")
                .asText();
        JmapClient asAlice = JmapClient.withKey(simulator, key);
        assertThat(asAlice.get("/api/account").statusCode()).isEqualTo(200);

        operator.update("x:Role", role, "{'disabledPermissions': {'authenticate': true, 'emailReceive': true}}");
        assertThat(asAlice.get("/api/account").statusCode()).isEqualTo(403);
        assertThat(simulator.acceptsMailFor("alice@acme.test")).isTrue();
        assertThat(simulator.may("alice@acme.test", "emailReceive")).isFalse();

        operator.update("x:Role", role, "{'disabledPermissions': {}}");
        assertThat(asAlice.get("/api/account").statusCode()).isEqualTo(200);
    }

    @Test
    void nobody_gives_away_what_he_does_not_hold() {
        JsonNode refusal =
                operator.refused("x:Role", "{'description': 'r', 'enabledPermissions': {'sysTenantGet': true}}");
        JsonNode asAdmin = operator.refused(
                "x:Account", "{'@type': 'User', 'name': 'a', 'domainId': '" + acme + "', 'roles': {'@type': 'Admin'}}");

        assertThat(refusal.get("description").asText())
                .isEqualTo("You are not authorized to grant permissions: sysTenantGet");
        assertThat(asAdmin.get("description").asText()).endsWith("and 391 more");
    }

    @Test
    void a_key_with_a_list_of_permissions_cannot_make_a_mailbox_with_the_role_user() {
        String key = administrator
                .call(
                        "x:ApiKey/set",
                        ("{'accountId': '%s', 'create': {'k': {'description': 'k', 'permissions': {'@type': 'Replace',"
                                        + " 'permissions': {'authenticate': true, 'sysAccountCreate': true}}}}}")
                                .formatted(
                                        simulator.variables().get("operatorId").asText()))
                .at("/created/k/secret")
                .asText();

        JsonNode refusal = JmapClient.withKey(simulator, key)
                .refused("x:Account", "{'@type': 'User', 'name': 'a', 'domainId': '" + acme + "'}");

        assertThat(refusal.get("type").asText()).isEqualTo("forbidden");
    }

    @Test
    void a_role_that_does_not_exist_looks_like_a_server_that_is_busy() {
        JsonNode answer = operator.call("x:Account/set", "{'create': {'a': " + mailbox("alice", "zzzz") + "}}");

        assertThat(answer.get("type").asText()).isEqualTo("serverUnavailable");
    }

    @Test
    void an_address_belongs_to_one_account_alias_or_list_only() {
        String role = operator.create("x:Role", "{'description': 'tenant acme'}");
        String alice = operator.create("x:Account", mailbox("alice", role));

        JsonNode refusal = operator.refused(
                "x:Account",
                ("{'@type': 'User', 'name': 'bob', 'domainId': '%s', 'aliases': {'0': {'name': 'ALICE',"
                                + " 'domainId': '%s'}}}")
                        .formatted(acme, acme));

        assertThat(refusal.get("type").asText()).isEqualTo("primaryKeyViolation");
        assertThat(refusal.at("/properties/0").asText()).isEqualTo("email");
        assertThat(refusal.at("/objectId/id").asText()).isEqualTo(alice);
    }

    @Test
    void more_permissions_can_be_given_to_the_operator() {
        StalwartSeed seed = StalwartSeed.platform("API_test").withOperatorPermissions("sysMailingListQuery");
        try (StalwartSimulator generous = StalwartSimulator.start(0, seed, Clock.systemUTC())) {
            assertThat(new JmapClient(generous, "operator")
                            .call("x:MailingList/query", "{}")
                            .has("ids"))
                    .isTrue();
        }
    }

    @Test
    void an_administrator_can_do_anything_behind_the_operators_back() {
        JsonNode answer = simulator.behindTheBack(
                "x:Domain/set", JmapClient.json("{'update': {'" + acme + "': {'description': 'mine now'}}}"));

        assertThat(answer.get("updated").has(acme)).isTrue();
        assertThat(simulator.domain("acme.test").orElseThrow().description()).isEqualTo("mine now");
        assertThat(simulator.requests().all()).hasSize(1);
    }

    @Test
    void a_reload_is_refused_as_a_whole_when_one_setting_cannot_be_built() {
        simulator.brokenSetting(
                Optional.of(new BrokenSetting("Directory", "b", "Network error: Discovery fetch failed")));

        JsonNode answer = administrator.call("x:Action/set", "{'create': {'a': {'@type': 'ReloadSettings'}}}");

        assertThat(answer.at("/notCreated/a/type").asText()).isEqualTo("validationFailed");
        assertThat(answer.at("/notCreated/a/objectId/object").asText()).isEqualTo("Directory");
    }

    @Test
    void wrong_credentials_are_told_from_none_and_from_too_few_rights() {
        JmapClient stranger = JmapClient.withKey(simulator, "API_wrong");
        JmapClient nobody = new JmapClient(simulator, Map.of());

        assertThat(stranger.get("/api/account").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/api/account").headers().allValues("WWW-Authenticate"))
                .hasSize(2);
        assertThat(nobody.get("/jmap/session").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/jmap/session").statusCode()).isEqualTo(401);
        assertThat(nobody.get("/healthz/ready").statusCode()).isEqualTo(200);
    }
}
