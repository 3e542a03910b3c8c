package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.simulator.dns.DnsBehaviour;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.stalwart.SignatureView;
import io.dezky.simulator.stalwart.registry.DkimStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A DKIM key signs when, and only when, DNS shows its record. What signs earlier is mail that receivers refuse. Whatever
 * a test does, at the moment at which a key becomes active the record stands in DNS.
 */
class DkimGateTest {

    private static final Duration CHECK = Duration.ofMinutes(1);

    private TenantFixture acme;
    private final List<String> tooEarly = new ArrayList<>();

    @BeforeEach
    void aTenantWhoseRecordsAreNotPublished() {
        acme = TenantFixture.empty();
        acme.world.stalwart.onStageChange(change -> {
            if (change.to().filter(DkimStage.ACTIVE::equals).isPresent() && !isPublished(change.signatureId())) {
                tooEarly.add(change.toString());
            }
        });
        acme.apply(TenantFixture.ACME);
        acme.settle();
    }

    @AfterEach
    void noKeyWasEverActiveBeforeDnsShowedIt() {
        try (TenantFixture ended = acme) {
            assertThat(tooEarly).isEmpty();
            assertThat(stagesSent(ended.world.stalwart.requests()))
                    .as("a key that is made without a stage signs at once")
                    .doesNotContain("create null", "create active");
        }
    }

    private boolean isPublished(String signatureId) {
        String zone = acme.world.dns.zone().replaceAll("[\"\\s]", "");
        return keys().stream()
                .filter(key -> key.id().equals(signatureId))
                .allMatch(key -> zone.contains(key.selector() + "._domainkey.") && zone.contains(key.publicKey()));
    }

    /** The stage of each key that was ever sent, in every exchange with Stalwart. */
    private static List<String> stagesSent(RequestLog log) {
        List<String> stages = new ArrayList<>();
        for (RequestLog.Exchange exchange : log.all()) {
            exchange.request().json().ifPresent(body -> {
                for (JsonNode call : body.path("methodCalls")) {
                    if (call.path(0).asText().equals("x:DkimSignature/set")) {
                        call.path(1)
                                .path("create")
                                .forEach(key ->
                                        stages.add("create " + key.path("stage").asText(null)));
                    }
                }
            });
        }
        assertThat(stages).isNotEmpty();
        return stages;
    }

    private List<SignatureView> keys() {
        return acme.world.stalwart.signatures("acme.test");
    }

    private Map<String, DkimStage> stages() {
        return keys().stream().collect(Collectors.toMap(SignatureView::selector, SignatureView::stage));
    }

    private static Map<String, DkimStage> both(DkimStage stage) {
        return Map.of("dezky1-rsa", stage, "dezky1-ed25519", stage);
    }

    private DnsRecordStatus record(String selector) {
        return acme.tenant().getStatus().mail().domains().get(0).dnsRecords().stream()
                .filter(record -> record.name().startsWith(selector + "._domainkey."))
                .findFirst()
                .orElseThrow();
    }

    private void publish(String selector) {
        acme.world.dns.publish(TenantFixture.line(record(selector)));
    }

    // ---- before, and when DNS shows the record

    @Test
    void keysWaitAsLongAsNothingIsPublished() {
        for (int i = 0; i < 5; i++) {
            acme.world.clock.advance(Duration.ofHours(7));
            acme.pass();
        }
        assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
        assertThat(acme.condition("MailReady").reason()).isEqualTo("DkimPending");
        assertThat(acme.condition("DnsVerified").reason()).isEqualTo("RecordsMissing");
        assertThat(acme.condition("Ready").status())
                .as("publishing is the customer's work")
                .isEqualTo("True");
        assertThat(acme.operator.nextFor("acme"))
                .isLessThanOrEqualTo(acme.world.config().dns().checkInterval());
    }

    @Test
    void eachKeyBecomesActiveWithinOneCheckAfterItsRecordStands() {
        publish("dezky1-rsa");
        acme.pass();
        assertThat(stages()).isEqualTo(Map.of("dezky1-rsa", DkimStage.ACTIVE, "dezky1-ed25519", DkimStage.PENDING));
        assertThat(record("dezky1-rsa").verified()).isTrue();
        assertThat(record("dezky1-ed25519").verified()).isFalse();
        publish("dezky1-ed25519");
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.ACTIVE));
        assertThat(acme.condition("MailReady").reason()).isEqualTo("Synced");
        assertThat(acme.writesOfOnePass()).isEmpty();
    }

    @Test
    void whatStatusTellsPublishedAsAZoneVerifiesAll() {
        acme.publishEverything();
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.ACTIVE));
        assertThat(acme.condition("DnsVerified").status()).isEqualTo("True");
        assertThat(acme.tenant().getStatus().mail().domains().get(0).dnsRecords())
                .allMatch(DnsRecordStatus::verified);
    }

    @Test
    void aNewProcessDoesNotTrustWhatAnEarlierOneSaw() {
        acme.restart();
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
        publish("dezky1-rsa");
        acme.restart();
        acme.pass();
        assertThat(stages()).containsEntry("dezky1-rsa", DkimStage.ACTIVE);
    }

    // ---- ways to write a record

    @Test
    void aRecordInShortStringsCounts() {
        publishEd25519(("v=DKIM1; k=ed25519; p=" + ed25519()).replaceAll("(.{1,10})", "\"$1\" "));
        acme.pass();
        assertThat(stages()).containsEntry("dezky1-ed25519", DkimStage.ACTIVE);
    }

    @Test
    void aRecordWithAnotherKeyDoesNotCountNorDoesOneOfTwo() {
        publishEd25519(quoted("v=DKIM1; k=ed25519; p=AAAA"));
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
        publishEd25519(quoted("v=DKIM1; k=ed25519; p=" + ed25519()));
        acme.pass();
        assertThat(stages()).as("receivers take any one of two").isEqualTo(both(DkimStage.PENDING));
        acme.world.dns.clear();
        publishEd25519(quoted("v=DKIM1; k=ed25519; p=" + ed25519()));
        acme.pass();
        assertThat(stages()).containsEntry("dezky1-ed25519", DkimStage.ACTIVE);
    }

    @Test
    void aRecordAtAnotherNameDoesNotCount() {
        acme.world.dns.publish(
                "dezky1-ed25519._domainkey.acme.org. IN TXT " + quoted("v=DKIM1; k=ed25519; p=" + ed25519()));
        acme.world.dns.publish("dezky1-ed25519.acme.test. IN TXT " + quoted("v=DKIM1; k=ed25519; p=" + ed25519()));
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
    }

    private void reset() {
        keys().stream()
                .filter(key -> key.stage() != DkimStage.PENDING)
                .forEach(key -> acme.stalwart(
                        "x:DkimSignature/set", "{\"update\": {\"" + key.id() + "\": {\"stage\": \"pending\"}}}"));
        acme.world.dns.clear();
        acme.pass();
        assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
    }

    private String ed25519() {
        return keys().stream()
                .filter(key -> key.selector().equals("dezky1-ed25519"))
                .findFirst()
                .orElseThrow()
                .publicKey();
    }

    private void publishEd25519(String rdata) {
        acme.world.dns.publish("dezky1-ed25519._domainkey.acme.test. IN TXT " + rdata);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    // ---- after

    @Test
    void aKeyThatSignsGoesOnWhenItsRecordIsWithdrawnAndStatusSaysSo() {
        acme.publishEverything();
        acme.pass();
        acme.world.dns.withdraw("dezky1-rsa._domainkey.acme.test", "TXT");
        acme.world.clock.advance(Duration.ofHours(1).plus(CHECK));
        acme.pass();
        assertThat(stages())
                .as("which of both is wrong only the customer knows; unsigned mail would be no better")
                .isEqualTo(both(DkimStage.ACTIVE));
        assertThat(acme.condition("DnsVerified").status()).isEqualTo("False");
        assertThat(acme.condition("DnsVerified").message()).contains("dezky1-rsa._domainkey.acme.test");
        assertThat(record("dezky1-rsa").verified()).isFalse();
        publish("dezky1-rsa");
        acme.pass();
        assertThat(acme.condition("DnsVerified").status()).isEqualTo("True");
    }

    @Test
    void aKeyThatSomebodyMadeWaitAgainIsActiveOnlyIfItsRecordStillStands() {
        acme.publishEverything();
        acme.pass();
        acme.world.dns.withdraw("dezky1-rsa._domainkey.acme.test", "TXT");
        String id = keys().stream()
                .filter(key -> key.selector().equals("dezky1-rsa"))
                .findFirst()
                .orElseThrow()
                .id();
        acme.stalwart("x:DkimSignature/set", "{\"update\": {\"" + id + "\": {\"stage\": \"pending\"}}}");
        acme.pass();
        assertThat(stages()).containsEntry("dezky1-rsa", DkimStage.PENDING);
        publish("dezky1-rsa");
        acme.pass();
        assertThat(stages()).containsEntry("dezky1-rsa", DkimStage.ACTIVE);
    }

    // ---- resolvers in trouble

    @TestFactory
    Stream<DynamicTest> aResolverInTroubleShowsNothing() {
        return Stream.of(DnsBehaviour.SERVFAIL, DnsBehaviour.REFUSE, DnsBehaviour.TIME_OUT)
                .map(behaviour -> dynamicTest(behaviour.name(), () -> {
                    reset();
                    acme.publishEverything();
                    acme.world.dns.behave(behaviour);
                    acme.world.clock.advance(Duration.ofHours(2));
                    acme.pass();
                    assertThat(stages()).isEqualTo(both(DkimStage.PENDING));
                    assertThat(acme.condition("DnsVerified").reason()).isEqualTo("ResolverUnavailable");
                    assertThat(acme.condition("DnsVerified").message())
                            .contains(acme.world.dns.nameserver(), "dns.resolvers");
                    assertThat(acme.condition("Ready").status()).isEqualTo("True");
                    acme.world.dns.behaveNormally();
                    acme.world.clock.advance(CHECK);
                    acme.pass();
                    assertThat(stages()).isEqualTo(both(DkimStage.ACTIVE));
                }));
    }

    @Test
    void allResolversMustShowTheRecord() {
        try (DnsSimulator other = DnsSimulator.start(0)) {
            acme.world.nameservers(acme.world.dns.nameserver(), other.nameserver());
            acme.restart();
            acme.publishEverything();
            acme.pass();
            assertThat(stages())
                    .as("one of the two has not got it yet, or the first one lies")
                    .isEqualTo(both(DkimStage.PENDING));
            other.publish(acme.world.dns.zone());
            acme.pass();
            assertThat(stages()).isEqualTo(both(DkimStage.ACTIVE));
        }
    }

    @Test
    void aResolverWithAnotherKeyThanTheOtherKeepsItWaiting() {
        try (DnsSimulator other = DnsSimulator.start(0)) {
            acme.world.nameservers(acme.world.dns.nameserver(), other.nameserver());
            acme.restart();
            acme.publishEverything();
            other.publish(acme.world.dns.zone());
            other.withdraw("dezky1-rsa._domainkey.acme.test", "TXT");
            other.publish("dezky1-rsa._domainkey.acme.test. IN TXT \"v=DKIM1; k=rsa; p=AAAA\"");
            acme.pass();
            assertThat(stages()).isEqualTo(Map.of("dezky1-rsa", DkimStage.PENDING, "dezky1-ed25519", DkimStage.ACTIVE));
        }
    }
}
