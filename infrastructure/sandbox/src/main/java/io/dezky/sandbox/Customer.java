package io.dezky.sandbox;

import io.dezky.operator.mail.DesiredMail;
import io.dezky.operator.plan.Mark;
import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.simulator.dns.DnsSimulator;
import java.util.HashSet;
import java.util.Set;

/** Plays the owners of the domains: what they would do at their DNS provider. */
final class Customer {

    private final DnsSimulator dns;
    private final String instance;
    private final Terminal terminal;
    private final Set<String> proven = new HashSet<>();

    Customer(DnsSimulator dns, String instance, Terminal terminal) {
        this.dns = dns;
        this.instance = instance;
        this.terminal = terminal;
    }

    /** Somebody who was told what to publish before the Tenant was applied. */
    void provesBeforehand(String tenant, String domain) {
        Mark mark = new Mark(instance, "Tenant", "tenants", tenant, "any");
        publish("_dezky-challenge." + domain + ". IN TXT \"" + DesiredMail.challenge(mark, domain) + "\"\n");
        proven.add(domain);
        terminal.progress("DNS      the owner of " + domain + " has published the ownership record");
    }

    /** Whoever reads status and publishes the ownership records that it names. */
    void provesWhatStatusAsksFor(Tenant tenant) {
        if (tenant.getStatus() == null || tenant.getStatus().mail() == null) {
            return;
        }
        for (MailDomainStatus domain : tenant.getStatus().mail().domains()) {
            for (DnsRecordStatus record : domain.dnsRecords()) {
                boolean asked = "Ownership".equals(record.purpose()) && Boolean.TRUE.equals(record.required());
                if (asked && proven.add(domain.name())) {
                    publish(record.name() + ". IN TXT \"" + record.value() + "\"\n");
                    terminal.progress("DNS      the owner of " + domain.name()
                            + " publishes the ownership record that status names");
                }
            }
        }
    }

    /** Pastes the zone snippet. */
    void publishes(Tenant tenant) {
        publish(ZoneSnippet.of(tenant));
        terminal.progress(
                "DNS      the owner of " + tenant.getMetadata().getName() + "'s domains publishes the snippet");
    }

    private void publish(String zone) {
        dns.publish(zone);
    }
}
