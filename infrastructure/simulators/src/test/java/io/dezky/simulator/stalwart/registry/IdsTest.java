package io.dezky.simulator.stalwart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and permissions, as the server writes and counts them. */
class IdsTest {

    @ParameterizedTest
    @CsvSource({"0, a", "1, b", "25, z", "26, 7", "31, 3", "32, ba", "4294967295, d333333", "-1, p333333333333"})
    void an_id_is_a_number_in_base_32(long number, String text) {
        assertThat(Ids.text(number)).isEqualTo(text);
        assertThat(Ids.parse(text)).isEqualTo(OptionalLong.of(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "#dom1", "acme.test", "a4", "aaaaaaaaaaaaaa"})
    void what_has_another_letter_or_too_many_is_no_id(String text) {
        assertThat(Ids.parse(text)).isEmpty();
    }

    @Test
    void the_word_singleton_is_an_id_like_any_other() {
        assertThat(Ids.parse(Ids.SINGLETON)).isPresent();
    }

    @Test
    void the_server_knows_660_permissions_of_which_a_person_has_244_and_hides_some() {
        assertThat(PermissionSet.all().names()).hasSize(660);
        assertThat(PermissionSet.ofRoleUser().names()).hasSize(244);
        assertThat(PermissionSet.all().toldNames()).hasSize(636);
        assertThat(PermissionSet.ofRoleUser().toldNames()).hasSize(239).contains("authenticate", "jmapCoreEcho");
    }

    @Test
    void permissions_are_listed_word_by_word_from_the_highest_bit_down() {
        assertThat(PermissionSet.all().names().subList(0, 2))
                .containsExactly("jmapPrincipalCreate", "jmapPrincipalGetAvailability");
        assertThat(PermissionSet.all().names().get(63)).isEqualTo("authenticate");
    }
}
