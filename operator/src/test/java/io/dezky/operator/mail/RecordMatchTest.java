package io.dezky.operator.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.mail.DnsRecord.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what DNS shows is as good as the record that is wanted. */
class RecordMatchTest {

    private static final String KEY = "mCowBQYDK2VwAyEAx1Zq8Tn3";

    private static boolean dkim(String... shown) {
        return RecordMatch.matches(
                new DnsRecord(
                        "TXT",
                        "dezky1-ed25519._domainkey.acme.test",
                        "v=DKIM1; k=ed25519; h=sha256; p=" + KEY,
                        Purpose.Dkim,
                        true),
                List.of(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DKIM1; k=ed25519; h=sha256; p=" + KEY,
                "v=DKIM1;k=ed25519;p=" + KEY,
                "v=DKIM1; p=" + KEY + "; k=ed25519;",
                "k=ed25519; p=" + KEY,
                " v=DKIM1 ; k = ed25519 ; p = mCowBQYDK2Vw AyEAx1Zq8Tn3 ",
                "v=DKIM1; k=ed25519; n=made by acme; p=" + KEY,
                "v=DKIM1; k=ed25519; t=s; s=email; p=" + KEY,
                "v=DKIM1; k=ed25519; h=sha1:sha256; s=*; p=" + KEY,
            })
    void aDkimRecordMayBeWrittenAsTheStandardAllowsIt(String shown) {
        assertThat(dkim(shown)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "something else",
                "v=spf1 -all",
                "v=DKIM1; k=ed25519",
                "v=DKIM1; k=ed25519; p=",
                "v=DKIM1; k=ed25519; p=mCowBQYDK2Vw",
                "v=DKIM1; k=ed25519; p=mcowbqydk2vwayeax1zq8tn3",
                "v=DKIM1; k=rsa; p=" + KEY,
                "v=DKIM1; p=" + KEY,
                "v=DKIM2; k=ed25519; p=" + KEY,
                "k=ed25519; p=" + KEY + "; v=DKIM1",
                "v=DKIM1; k=ed25519; h=sha1; p=" + KEY,
                "v=DKIM1; k=ed25519; s=tlsrpt; p=" + KEY,
                "\"v=DKIM1; k=ed25519; p=" + KEY + "\"",
            })
    void whatReceiversWouldDiscardDoesNotCount(String shown) {
        assertThat(dkim(shown)).isFalse();
    }

    @Test
    void ofTwoDkimRecordsReceiversTakeAnyOneSoTwoDoNotCount() {
        String right = "v=DKIM1; k=ed25519; p=" + KEY;
        assertThat(dkim(right)).isTrue();
        assertThat(dkim(right, "v=DKIM1; k=ed25519; p=AAAA")).isFalse();
        assertThat(dkim()).isFalse();
    }

    private static boolean matches(String type, Purpose purpose, String wanted, String... shown) {
        return RecordMatch.matches(new DnsRecord(type, "acme.test", wanted, purpose, true), List.of(shown));
    }

    @Test
    void anMxCountsWhateverItsPriority() {
        assertThat(matches("MX", Purpose.Mx, "10 mail.dezky.test.", "5 Mail.Dezky.Test."))
                .isTrue();
        assertThat(matches("MX", Purpose.Mx, "10 mail.dezky.test.", "10 mail.other.test."))
                .isFalse();
        assertThat(matches("MX", Purpose.Mx, "10 mail.dezky.test.", "10 evil-mail.dezky.test."))
                .isFalse();
    }

    @Test
    void anSpfRecordMayAllowMoreAndMustBeTheOnlyOne() {
        String wanted = "v=spf1 mx -all";
        assertThat(matches("TXT", Purpose.Spf, wanted, "v=spf1 a mx ip4:192.0.2.1 ~all"))
                .isTrue();
        assertThat(matches("TXT", Purpose.Spf, wanted, "v=spf1 +mx ?all", "other text"))
                .isTrue();
        assertThat(matches("TXT", Purpose.Spf, wanted, "v=spf1 a -all")).isFalse();
        assertThat(matches("TXT", Purpose.Spf, wanted, "v=spf1 -mx -all")).isFalse();
        assertThat(matches("TXT", Purpose.Spf, wanted, "v=spf1 mx -all", "v=spf1 mx ~all"))
                .as("two of them are an error for receivers")
                .isFalse();
    }

    @Test
    void anyDmarcPolicyWillDo() {
        assertThat(matches("TXT", Purpose.Dmarc, "v=DMARC1; p=reject", "v=DMARC1; p=none"))
                .isTrue();
        assertThat(matches("TXT", Purpose.Dmarc, "v=DMARC1; p=reject", "v=DMARC1; rua=mailto:a@acme.test"))
                .isFalse();
    }

    @Test
    void aProofOfOwnershipMustBeExact() {
        assertThat(matches("TXT", Purpose.Ownership, "dezky-challenge=ab12", "dezky-challenge=ab12"))
                .isTrue();
        assertThat(matches("TXT", Purpose.Ownership, "dezky-challenge=ab12", "other", "dezky-challenge=ab12"))
                .isTrue();
        assertThat(matches("TXT", Purpose.Ownership, "dezky-challenge=ab12", "dezky-challenge=AB12"))
                .isFalse();
        assertThat(matches("TXT", Purpose.Ownership, "dezky-challenge=ab12", "xdezky-challenge=ab12y"))
                .isFalse();
    }
}
