package io.dezky.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The replay proves nothing unless the comparison finds what differs. */
class ComparisonTest {

    @Test
    void equalBodiesDoNotDiffer() {
        assertThat(differences("{}", "{'a': [1, {'b': null}]}", "{'a': [1, {'b': null}]}"))
                .isEmpty();
    }

    @Test
    void anotherValueAMissingAndAnAdditionalMemberDiffer() {
        assertThat(differences("{}", "{'a': 1}", "{'a': 2}")).hasSize(1);
        assertThat(differences("{}", "{'a': 1}", "{}")).hasSize(1);
        assertThat(differences("{}", "{}", "{'a': null}")).hasSize(1);
    }

    @Test
    void theOrderOfAListCounts() {
        assertThat(differences("{}", "[1, 2]", "[2, 1]")).isNotEmpty();
    }

    @Test
    void anUnorderedListIsASet() {
        String step = "{'unordered': ['/value', '/value/*/members']}";
        String recorded = "{'value': [{'id': 1, 'members': ['a', 'b']}, {'id': 2, 'members': []}]}";
        assertThat(differences(
                        step, recorded, "{'value': [{'id': 2, 'members': []}, {'id': 1, 'members': ['b', 'a']}]}"))
                .isEmpty();
        assertThat(differences(step, recorded, "{'value': [{'id': 1, 'members': ['a', 'b']}]}"))
                .isNotEmpty();
    }

    @Test
    void aVolatileMemberMustBeThereAndOfItsKind() {
        String step = "{'volatile': ['/time']}";
        assertThat(differences(step, "{'time': 'a'}", "{'time': 'b'}")).isEmpty();
        assertThat(differences(step, "{'time': 'a'}", "{'time': 1}")).isNotEmpty();
        assertThat(differences(step, "{'time': 'a'}", "{}")).isNotEmpty();
    }

    @Test
    void volatileMembersOfAnUnorderedListBelongToTheItemNotToItsPlace() {
        String step = "{'volatile': ['/*/used'], 'unordered': ['']}";
        assertThat(differences(step, "[{'id': 1, 'used': 0}, {'id': 2}]", "[{'id': 2}, {'id': 1, 'used': 5}]"))
                .isEmpty();
        assertThat(differences(step, "[{'id': 1, 'used': 0}, {'id': 2}]", "[{'id': 2, 'used': 5}, {'id': 1}]"))
                .isNotEmpty();
    }

    @Test
    void anOptionalMemberMayBeMissing() {
        String step = "{'optional': ['/*/seen']}";
        assertThat(differences(step, "[{'seen': 1}]", "[{}]")).isEmpty();
        assertThat(differences(step, "[{'other': 1}]", "[{}]")).isNotEmpty();
    }

    private static List<String> differences(String step, String recorded, String given) {
        return Comparison.of(json(step), json(recorded), json(given));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
