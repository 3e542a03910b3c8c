package io.dezky.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.MailStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.dezky.simulator.dns.DnsSimulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Status as lines that a DNS provider takes. */
class ZoneSnippetTest {

    @Test
    void namesEndInADotAndTextsStandInQuotes() {
        assertThat(ZoneSnippet.of(tenantWith(
                        new DnsRecordStatus("MX", "acme.test", "10 mail.dezky.test.", "Mx", true, false),
                        new DnsRecordStatus("TXT", "acme.test", "v=spf1 mx -all", "Spf", true, false))))
                .isEqualTo("acme.test. IN MX 10 mail.dezky.test.\nacme.test. IN TXT \"v=spf1 mx -all\"\n");
    }

    @Test
    void quotesAndBackslashesInATextAreEscaped() {
        assertThat(ZoneSnippet.of(
                        tenantWith(new DnsRecordStatus("TXT", "a.test", "say \"hi\" \\", "Other", false, false))))
                .isEqualTo("a.test. IN TXT \"say \\\"hi\\\" \\\\\"\n");
    }

    @Test
    void aLongTextIsCutIntoStringsAndADnsServerGivesItBackInOnePiece() {
        String key = "v=DKIM1; k=rsa; h=sha256; p=" + "A".repeat(400);
        try (DnsSimulator dns = DnsSimulator.start(0)) {
            dns.publish(ZoneSnippet.of(
                    tenantWith(new DnsRecordStatus("TXT", "s._domainkey.acme.test", key, "Dkim", true, false))));

            assertThat(dns.zone().replaceAll("\"\\s+\"", "")).contains(key);
        }
    }

    @Test
    void aTenantWithoutMailHasNoRecords() {
        Tenant tenant = new Tenant();
        tenant.setStatus(TenantStatus.empty());

        assertThat(ZoneSnippet.of(tenant)).isEmpty();
    }

    private static Tenant tenantWith(DnsRecordStatus... records) {
        Tenant tenant = new Tenant();
        tenant.setStatus(new TenantStatus(
                null,
                List.of(),
                "acme",
                null,
                null,
                new MailStatus(List.of(new MailDomainStatus("acme.test", "b", List.of(), List.of(records)))),
                null,
                null));
        return tenant;
    }
}
