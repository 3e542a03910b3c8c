package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Fault;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several calls in a request, and what refers to what. */
class StalwartEnvelopeTest {

    private static final String DOMAIN =
            "{'create': {'dom1': {'name': 'acme.test', 'dkimManagement': {'@type': 'Manual'}}}}";

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platform("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");
    private final String keys = "{'create': {'one': %s, 'two': %s}}"
            .formatted(
                    TestKeys.ed25519().signature("#dom1", "s1", "pending"),
                    TestKeys.ed25519().signature("#dom1", "s2", "pending"));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_domain_and_its_keys_are_made_in_one_request() {
        operator.calls("x:Domain/set", DOMAIN, "x:DkimSignature/set", keys);

        assertThat(simulator.signatures("acme.test")).hasSize(2);
    }

    @Test
    void the_same_request_again_makes_no_second_keys() {
        operator.calls("x:Domain/set", DOMAIN, "x:DkimSignature/set", keys);

        List<JsonNode> again = operator.calls(
                "x:Domain/set", DOMAIN, "x:DkimSignature/set", keys, "x:Domain/get", "{'ids': ['#dom1']}");

        assertThat(again.get(0).at("/notCreated/dom1/type").asText()).isEqualTo("primaryKeyViolation");
        assertThat(again.get(1).get("type").asText()).isEqualTo("invalidResultReference");
        assertThat(again.get(2).get("type").asText()).isEqualTo("invalidResultReference");
        assertThat(simulator.signatures("acme.test")).hasSize(2);
    }

    @Test
    void what_was_just_made_can_be_read_in_the_same_request_but_not_destroyed() {
        List<JsonNode> answers = operator.calls(
                "x:Domain/set", DOMAIN,
                "x:Domain/get", "{'ids': ['#dom1'], 'properties': ['name']}",
                "x:Domain/set", "{'destroy': ['#dom1']}");

        assertThat(answers.get(1).at("/list/0/name").asText()).isEqualTo("acme.test");
        assertThat(simulator.domain("acme.test")).isPresent();
    }

    @Test
    void a_refused_object_stops_neither_the_others_of_its_call_nor_the_next_call() {
        operator.calls("x:Domain/set", DOMAIN);

        List<JsonNode> answers = operator.calls(
                "x:Domain/set",
                "{'create': {'a': {'name': 'acme.test'}, 'b': {'name': 'beta.test'}}}",
                "x:Domain/query",
                "{'filter': {'name': 'beta.test'}}");

        assertThat(answers.get(0).get("created").has("b")).isTrue();
        assertThat(answers.get(1).get("ids")).hasSize(1);
    }

    @Test
    void a_fault_may_befall_the_requests_that_call_a_method() {
        simulator.faults().add(Fault.once(StalwartSimulator.calling("x:Domain/set"), new Fault.Effect.DropAnswer()));

        operator.call("x:Domain/query", "{}");
        assertThatThrownBy(() -> operator.call("x:Domain/set", DOMAIN)).isInstanceOf(UncheckedIOException.class);

        assertThat(simulator.domain("acme.test")).isPresent();
    }

    @Test
    void a_look_is_no_write_though_it_is_a_post() {
        operator.calls("x:Domain/query", "{}", "x:Domain/get", "{}");
        assertThat(simulator.writes()).isEmpty();

        operator.calls("x:Domain/query", "{}", "x:Domain/set", DOMAIN);
        assertThat(simulator.writes()).hasSize(1);
    }

    @Test
    void a_query_feeds_a_get_of_the_same_request() {
        operator.calls("x:Domain/set", DOMAIN);

        JsonNode got = operator.calls(
                        "x:Domain/query", "{'filter': {'name': 'acme.test'}}",
                        "x:Domain/get", "{'#ids': {'resultOf': 'R0', 'name': 'x:Domain/query', 'path': '/ids'}}")
                .get(1);

        assertThat(got.at("/list/0/name").asText()).isEqualTo("acme.test");
    }

    @Test
    void a_set_makes_then_changes_then_destroys() {
        String id = operator.create("x:Domain", "{'name': 'old.test', 'dkimManagement': {'@type': 'Manual'}}");

        JsonNode answer = operator.call(
                "x:Domain/set", "{'destroy': ['%s'], 'create': {'n': {'name': 'old.test'}}}".formatted(id));

        assertThat(answer.at("/notCreated/n/type").asText()).isEqualTo("primaryKeyViolation");
        assertThat(answer.at("/destroyed/0").asText()).isEqualTo(id);
    }

    @Test
    void a_request_that_is_none_comes_back_in_the_detail_with_its_secrets() {
        String body = "{\"using\": [\"urn:nothing\"], \"methodCalls\": [[\"x:Domain/set\", {\"secret\": 1}, \"a\"]]}";

        HttpResponse<String> response = operator.post(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JmapClient.json(response.body()).get("type").asText())
                .isEqualTo("urn:ietf:params:jmap:error:notRequest");
        assertThat(JmapClient.json(response.body()).get("detail").asText()).isEqualTo(body);
    }

    @Test
    void a_wrong_state_makes_the_whole_request_wrong() {
        HttpResponse<String> response =
                operator.post("{\"using\": [], \"methodCalls\": [[\"x:Domain/set\", {\"ifInState\": \"7\"}, \"a\"]]}");

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void sixteen_calls_are_the_most() {
        String[] calls = new String[34];
        for (int i = 0; i < calls.length; i += 2) {
            calls[i] = "Core/echo";
            calls[i + 1] = "{}";
        }

        assertThatThrownBy(() -> operator.calls(calls)).hasMessageContaining("maxCallsInRequest");
    }

    @Test
    void a_patch_that_is_null_closes_the_connection() {
        String id = operator.create("x:Domain", "{'name': 'acme.test', 'dkimManagement': {'@type': 'Manual'}}");

        assertThatThrownBy(() -> operator.call("x:Domain/set", "{'update': {'" + id + "': null}}"))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void an_account_id_of_anybody_is_echoed_and_ignored() {
        JsonNode answer = operator.call("x:Domain/query", "{'accountId': 'zzz'}");

        assertThat(answer.get("accountId").asText()).isEqualTo("zzz");
        assertThat(answer.get("ids")).hasSize(1);
    }

    @Test
    void what_is_left_out_answers_501_and_nothing_of_the_request_is_done() {
        HttpResponse<String> response = operator.post(
                "{\"using\": [], \"methodCalls\": [[\"x:Domain/set\", {\"create\": {\"d\": {\"name\": \"acme.test\"}}},"
                        + " \"a\"], [\"x:Tenant/get\", {}, \"b\"]]}");

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.headers().firstValue("X-Not-Simulated").orElseThrow())
                .contains("x:Tenant/get");
        assertThat(simulator.domain("acme.test")).isEmpty();
    }

    @Test
    void a_method_that_no_server_knows_is_no_left_out_one() {
        assertThat(operator.call("x:Nothing/get", "{}").get("type").asText()).isEqualTo("unknownMethod");
        assertThat(operator.call("x:Domain/changes", "{}").get("type").asText()).isEqualTo("unknownMethod");
    }

    @Test
    void the_list_of_what_is_left_out_gives_a_reason_for_each() {
        assertThat(LeftOutOperations.all())
                .hasSizeGreaterThan(80)
                .allSatisfy(one -> assertThat(one.reason()).isNotBlank())
                .extracting(LeftOutOperations.LeftOutOperation::name)
                .doesNotHaveDuplicates()
                .contains("x:Tenant/*", "x:SpamRule/*")
                .doesNotContain("x:Domain/*", "x:Role/*");
    }
}
