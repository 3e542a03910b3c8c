package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.stalwart.registry.DkimStage;
import io.dezky.simulator.stalwart.registry.StageChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** DKIM keys that a caller brings along. */
class StalwartDkimTest {

    private static TestKeys rsa;
    private static TestKeys ed25519;

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platform("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");
    private final String acme =
            operator.create("x:Domain", "{'name': 'acme.test', 'dkimManagement': {'@type': 'Manual'}}");

    @BeforeAll
    static void makeKeys() {
        rsa = TestKeys.rsa(2048);
        ed25519 = TestKeys.ed25519();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void the_public_key_is_computed_and_the_private_one_is_never_shown() {
        String one = operator.create("x:DkimSignature", rsa.signature(acme, "r1", "pending"));
        String two = operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "pending"));

        assertThat(operator.get("x:DkimSignature", one).get("publicKey").asText())
                .isEqualTo(rsa.publicKey());
        assertThat(operator.get("x:DkimSignature", two).get("publicKey").asText())
                .isEqualTo(ed25519.publicKey());
        assertThat(operator.get("x:DkimSignature", one).at("/privateKey/secret").asText())
                .isEqualTo("****");
    }

    @Test
    void a_key_of_the_wrong_kind_or_too_small_is_refused_in_the_servers_words() {
        String asRsa = ed25519.signature(acme, "x", "pending").replace("Dkim1Ed25519Sha256", "Dkim1RsaSha256");
        JsonNode wrongKind = operator.refused("x:DkimSignature", asRsa);
        JsonNode tooSmall =
                operator.refused("x:DkimSignature", TestKeys.rsa(1024).signature(acme, "x", "pending"));

        assertThat(wrongKind.get("type").asText()).isEqualTo("invalidProperties");
        assertThat(wrongKind.get("description").asText()).contains("WrongAlgorithm");
        assertThat(tooSmall.get("description").asText()).contains("TooSmall");
    }

    @Test
    void the_mask_sent_back_is_no_key() {
        String id = operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "pending"));

        JsonNode answer =
                operator.call("x:DkimSignature/set", "{'update': {'" + id + "': {'privateKey/secret': '****'}}}");

        assertThat(answer.at("/notUpdated/" + id + "/description").asText()).endsWith("Invalid PEM format");
    }

    @Test
    void without_a_stage_a_key_is_active_and_signs_at_once() {
        operator.create("x:DkimSignature", ed25519.signature(acme, "hasty", null));

        assertThat(simulator.wouldSign("acme.test")).containsExactly("hasty");
    }

    @Test
    void only_active_keys_sign_but_all_of_them_stand_in_the_zone_text() {
        for (DkimStage stage : DkimStage.values()) {
            operator.create("x:DkimSignature", ed25519.signature(acme, stage.word(), stage.word()));
        }

        assertThat(simulator.wouldSign("acme.test")).containsExactly("active");
        assertThat(simulator.zoneText("acme.test").orElseThrow())
                .contains("active._domainkey", "pending._domainkey", "retiring._domainkey", "retired._domainkey");
    }

    @Test
    void nothing_is_unique_so_a_repeated_create_makes_a_second_key() {
        operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "active"));
        operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "active"));

        assertThat(simulator.wouldSign("acme.test")).containsExactly("e1", "e1");
    }

    @Test
    void selectors_are_not_checked() {
        operator.create("x:DkimSignature", ed25519.signature(acme, "a b", "pending"));

        assertThat(simulator.signatures("acme.test"))
                .extracting(SignatureView::selector)
                .containsExactly("a b");
    }

    @Test
    void a_long_record_takes_several_lines_and_joined_they_hold_the_key() {
        operator.create("x:DkimSignature", rsa.signature(acme, "r1", "pending"));

        String zone = simulator.zoneText("acme.test").orElseThrow();

        String record = zone.substring(zone.indexOf("r1._domainkey"), zone.indexOf("\n)\n", zone.indexOf("r1._")));
        assertThat(record).startsWith("r1._domainkey.acme.test. IN TXT (\n    \"v=DKIM1; k=rsa; h=sha256; p=");
        assertThat(record.replaceAll("\"\\n {4}\"", "")).contains("p=" + rsa.publicKey() + "\"");
        assertThat(record.lines().skip(1).map(line -> line.length() - 6)).containsExactly(255, 165);
    }

    @Test
    void every_change_of_a_stage_is_recorded_in_order() {
        String id = operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "pending"));
        operator.update("x:DkimSignature", id, "{'stage': 'active'}");
        operator.update("x:DkimSignature", id, "{'stage': 'active'}");
        operator.call("x:DkimSignature/set", "{'destroy': ['" + id + "']}");

        assertThat(simulator.stageChanges())
                .extracting(StageChange::to)
                .containsExactly(Optional.of(DkimStage.PENDING), Optional.of(DkimStage.ACTIVE), Optional.empty());
        assertThat(simulator.stageChanges()).extracting(StageChange::sequence).containsExactly(1L, 2L, 3L);
        assertThat(simulator.stageChanges()).allSatisfy(change -> {
            assertThat(change.domain()).isEqualTo("acme.test");
            assertThat(change.selector()).isEqualTo("e1");
        });
    }

    @Test
    void a_listener_hears_of_a_change_before_the_caller_has_his_answer() {
        List<String> heard = new ArrayList<>();
        simulator.onStageChange(
                change -> heard.add(change.selector() + " " + change.to().orElseThrow()));

        operator.create("x:DkimSignature", ed25519.signature(acme, "e1", "active"));

        assertThat(heard).containsExactly("e1 ACTIVE");
    }

    @Test
    void one_call_makes_the_new_key_active_and_the_old_one_retiring() {
        String old = operator.create("x:DkimSignature", ed25519.signature(acme, "old", "active"));
        String next = operator.create("x:DkimSignature", ed25519.signature(acme, "next", "pending"));

        operator.call(
                "x:DkimSignature/set",
                "{'update': {'%s': {'stage': 'active'}, '%s': {'stage': 'retiring'}}}".formatted(next, old));

        assertThat(simulator.wouldSign("acme.test")).containsExactly("next");
    }
}
