package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding and paging. */
class StalwartQueryTest {

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platformWithAdministrator("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");
    private final List<String> oldestFirst = new ArrayList<>();

    @BeforeEach
    void fiveDomains() {
        oldestFirst.add(simulator.variables().get("platformDomainId").asText());
        for (String name : List.of("e.test", "d.test", "c.test", "b.test")) {
            oldestFirst.add(operator.create(
                    "x:Domain",
                    "{'name': '%s', 'description': 'dezky k3s-1 tenants/%s', 'dkimManagement': {'@type': 'Manual'}}"
                            .formatted(name, name.substring(0, 1))));
        }
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.get("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private List<String> newestFirst(int from, int to) {
        List<String> some = new ArrayList<>(oldestFirst.subList(from, to));
        Collections.reverse(some);
        return some;
    }

    @Test
    void the_newest_comes_first() {
        assertThat(ids(operator.call("x:Domain/query", "{}"))).isEqualTo(newestFirst(0, 5));
    }

    @Test
    void without_a_total_a_limit_gives_the_oldest_and_says_nothing_of_the_rest() {
        JsonNode answer = operator.call("x:Domain/query", "{'limit': 2}");

        assertThat(ids(answer)).isEqualTo(newestFirst(0, 2));
        assertThat(answer.has("total") || answer.has("limit")).isFalse();
    }

    @Test
    void with_a_total_pages_are_what_they_should_be() {
        JsonNode answer = operator.call("x:Domain/query", "{'limit': 2, 'position': 2, 'calculateTotal': true}");

        assertThat(ids(answer)).isEqualTo(newestFirst(1, 3));
        assertThat(answer.get("total").asInt()).isEqualTo(5);
        assertThat(answer.get("position").asInt()).isEqualTo(2);
    }

    @Test
    void ascending_by_id_behind_an_anchor_is_a_way_through_all() {
        List<String> all = new ArrayList<>();
        String anchor = "";
        for (List<String> page = List.of(""); !page.isEmpty(); ) {
            page = ids(operator.call(
                    "x:Domain/query", "{'sort': [{'property': 'id', 'isAscending': true}], 'limit': 2" + anchor + "}"));
            all.addAll(page);
            anchor = ", 'anchor': '" + all.get(all.size() - 1) + "'";
        }

        assertThat(all).isEqualTo(oldestFirst);
    }

    @Test
    void the_servers_own_limits_cut_query_and_get_without_a_word() {
        operator.call("x:Jmap/set", "{'update': {'singleton': {'queryMaxResults': 3, 'getMaxResults': 3}}}");
        operator.call("x:Action/set", "{'create': {'a': {'@type': 'ReloadSettings'}}}");

        assertThat(ids(operator.call("x:Domain/query", "{}"))).isEqualTo(newestFirst(0, 3));
        assertThat(operator.call("x:Domain/get", "{}").get("list")).hasSize(3);
        assertThat(operator.call("x:Domain/get", "{'ids': ['a', 'b', 'c', 'd']}")
                        .get("type")
                        .asText())
                .isEqualTo("requestTooLarge");
    }

    @Test
    void a_text_is_found_by_whole_words_all_of_which_must_be_there() {
        assertThat(ids(operator.call("x:Domain/query", "{'filter': {'text': 'tenants/c k3s-1'}}")))
                .containsExactly(oldestFirst.get(3));
        assertThat(ids(operator.call("x:Domain/query", "{'filter': {'text': 'tenant'}}")))
                .isEmpty();
    }

    @Test
    void a_name_is_only_found_in_its_stored_form() {
        assertThat(ids(operator.call("x:Domain/query", "{'filter': {'name': 'b.test'}}")))
                .hasSize(1);
        assertThat(ids(operator.call("x:Domain/query", "{'filter': {'name': 'B.test'}}")))
                .isEmpty();
    }

    @Test
    void what_cannot_be_asked_is_refused_not_ignored() {
        assertThat(operator.call("x:Domain/query", "{'filter': {'description': 'x'}}")
                        .get("type")
                        .asText())
                .isEqualTo("unsupportedFilter");
        assertThat(operator.call("x:Domain/query", "{'filter': {'operator': 'OR', 'conditions': []}}")
                        .get("type")
                        .asText())
                .isEqualTo("unsupportedFilter");
        assertThat(operator.call("x:MailingList/query", "{'filter': {'domainId': 'b'}}")
                        .get("type")
                        .asText())
                .isEqualTo("unsupportedFilter");
        assertThat(operator.call("x:Domain/query", "{'sort': [{'property': 'createdAt'}]}")
                        .get("type")
                        .asText())
                .isEqualTo("unsupportedSort");
    }
}
