package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains, as the operator meets them. */
class StalwartDomainsTest {

    private static final String MANUAL = "'dkimManagement': {'@type': 'Manual'}";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final StalwartSimulator simulator = StalwartSimulator.start(0, StalwartSeed.platform("API_test"), clock);
    private final JmapClient operator = new JmapClient(simulator, "operator");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static String named(String name) {
        return "{'name': '" + name + "', " + MANUAL + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "ACME.Test, acme.test",
        "' acme .test', acme.test",
        "bücher.test, xn--bcher-kva.test",
        "-a_b.test, -a_b.test"
    })
    void a_name_is_stored_in_lower_case_and_a_labels_without_blanks(String given, String stored) {
        String id = operator.create("x:Domain", named(given));

        assertThat(operator.get("x:Domain", id, "name").get("name").asText()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.example",
                "acme.invalid",
                "acme.nosuchtld",
                "acme",
                "acme.test.",
                "acme..test",
                "*.acme.test",
                "127.0.0.1"
            })
    void a_name_without_a_public_suffix_or_in_a_wrong_form_is_refused(String name) {
        JsonNode refusal = operator.refused("x:Domain", named(name));

        assertThat(refusal.get("type").asText()).isEqualTo("invalidPatch");
        assertThat(refusal.get("description").asText()).isEqualTo("Invalid domain name");
    }

    @Test
    void a_name_that_exists_is_refused_with_the_id_of_its_owner() {
        String id = operator.create("x:Domain", named("acme.test"));

        JsonNode refusal = operator.refused("x:Domain", named("Acme.TEST"));

        assertThat(refusal.get("type").asText()).isEqualTo("primaryKeyViolation");
        assertThat(refusal.at("/objectId/object").asText()).isEqualTo("Domain");
        assertThat(refusal.at("/objectId/id").asText()).isEqualTo(id);
    }

    @Test
    void an_alias_is_kept_as_it_was_written_and_collides_only_in_that_case() {
        operator.create("x:Domain", "{'name': 'acme.test', 'aliases': {'ALIAS.test': true}, " + MANUAL + "}");

        operator.create("x:Domain", named("alias.test"));

        assertThat(simulator.domain("acme.test").orElseThrow().aliases()).containsExactly("ALIAS.test");
    }

    @Test
    void without_a_word_about_dkim_the_server_makes_active_keys_itself_a_little_later() {
        operator.create("x:Domain", "{'name': 'acme.test'}");
        assertThat(simulator.signatures("acme.test")).isEmpty();

        clock.advance(Duration.ofSeconds(3));

        assertThat(simulator.wouldSign("acme.test")).containsExactly("v1-ed25519-20261123", "v1-rsa-20261123");
    }

    @Test
    void automatic_keys_are_there_at_once_when_the_seed_says_so() {
        StalwartSeed seed = StalwartSeed.platform("API_test").withAutomaticDkimAfter(Duration.ZERO);
        try (StalwartSimulator immediate = StalwartSimulator.start(0, seed, clock)) {
            new JmapClient(immediate, "operator").create("x:Domain", "{'name': 'acme.test'}");

            assertThat(immediate.wouldSign("acme.test")).hasSize(2);
        }
    }

    @Test
    void an_unknown_property_is_refused_and_nothing_of_the_patch_is_stored() {
        String id = operator.create("x:Domain", named("acme.test"));

        JsonNode answer =
                operator.call("x:Domain/set", "{'update': {'" + id + "': {'description': 'mark', 'nothing': 1}}}");

        assertThat(answer.at("/notUpdated/" + id + "/properties/0").asText()).isEqualTo("nothing");
        assertThat(operator.get("x:Domain", id, "description")
                        .get("description")
                        .isNull())
                .isTrue();
    }

    @Test
    void an_empty_text_is_refused_where_null_is_meant() {
        JsonNode refusal = operator.refused("x:Domain", "{'name': 'acme.test', 'description': ''}");

        assertThat(refusal.get("type").asText()).isEqualTo("invalidPatch");
    }

    @Test
    void what_is_no_id_is_dropped_from_update_and_destroy_without_a_word() {
        JsonNode answer = operator.call(
                "x:Domain/set", "{'update': {'UPPER': {}, '#dom1': {}}, 'destroy': ['acme.test', '#dom1']}");

        assertThat(answer.fieldNames()).toIterable().containsExactly("accountId");
    }

    @Test
    void a_domain_is_not_destroyed_while_anything_refers_to_it_and_all_of_it_is_named() {
        String acme = operator.create("x:Domain", named("acme.test"));
        String other = operator.create("x:Domain", named("other.test"));
        String key = operator.create("x:DkimSignature", TestKeys.ed25519().signature(acme, "s1", "pending"));
        String alice = operator.create(
                "x:Account",
                "{'@type': 'User', 'name': 'alice', 'domainId': '%s', 'aliases': {'0': {'name': 'a', 'domainId': '%s'}}}"
                        .formatted(other, acme));

        JsonNode refusal =
                operator.call("x:Domain/set", "{'destroy': ['" + acme + "']}").at("/notDestroyed/" + acme);

        assertThat(refusal.get("type").asText()).isEqualTo("objectIsLinked");
        assertThat(refusal.get("linkedObjects").findValuesAsText("id")).containsExactlyInAnyOrder(key, alice);
    }

    @Test
    void keys_and_domain_go_in_one_request_and_the_id_is_never_used_again() {
        String acme = operator.create("x:Domain", named("acme.test"));
        String key = operator.create("x:DkimSignature", TestKeys.ed25519().signature(acme, "s1", "pending"));

        operator.calls(
                "x:DkimSignature/set", "{'destroy': ['" + key + "']}", "x:Domain/set", "{'destroy': ['" + acme + "']}");

        assertThat(simulator.domain("acme.test")).isEmpty();
        assertThat(operator.create("x:Domain", named("acme.test"))).isNotEqualTo(acme);
    }

    @Test
    void the_default_domain_cannot_be_destroyed() {
        String platform = simulator.variables().get("platformDomainId").asText();

        JsonNode refusal = operator.call("x:Domain/set", "{'destroy': ['" + platform + "']}")
                .at("/notDestroyed/" + platform);

        assertThat(refusal.get("linkedObjects").findValuesAsText("object")).contains("SystemSettings");
    }

    @Test
    void disabling_a_domain_stops_nothing() {
        String acme = operator.create("x:Domain", named("acme.test"));
        operator.create("x:Account", "{'@type': 'User', 'name': 'alice', 'domainId': '" + acme + "'}");

        operator.update("x:Domain", acme, "{'isEnabled': false}");

        assertThat(simulator.acceptsMailFor("alice@acme.test")).isTrue();
        assertThat(simulator.may("alice@acme.test", "authenticate")).isTrue();
    }

    @Test
    void the_zone_text_comes_in_another_order_each_time_but_says_the_same() {
        String acme = operator.create("x:Domain", named("acme.test"));

        String first =
                operator.get("x:Domain", acme, "dnsZoneFile").get("dnsZoneFile").asText();
        String second =
                operator.get("x:Domain", acme, "dnsZoneFile").get("dnsZoneFile").asText();

        assertThat(second).isNotEqualTo(first).endsWith("\n");
        assertThat(second.split("\n")).containsExactlyInAnyOrder(first.split("\n"));
        assertThat(first)
                .contains("acme.test. IN MX 10 mail.dezky.test.\n")
                .contains("acme.test. IN TXT \"v=spf1 mx -all\"\n")
                .contains("_dmarc.acme.test. IN TXT \"v=DMARC1; p=reject; rua=mailto:postmaster@acme.test\"\n");
    }
}
