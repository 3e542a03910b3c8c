package io.dezky.operator.tenant;

import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.mail.DnsRecord;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.ConditionTypes;
import java.util.List;
import java.util.Set;

/**
 * Whether DNS shows what the tenant's owner should publish. No part of Ready: publishing is the owner's work.
 *
 * @param wanted how many records are required
 * @param missing those of them that are not seen
 * @param silent resolvers that did not answer
 */
record DnsState(int wanted, List<DnsRecord> missing, Set<String> silent) {

    static final DnsState NOTHING_TO_VERIFY = new DnsState(0, List.of(), Set.of());

    static DnsState of(TenantMail.Result mail, Set<String> silent) {
        List<TenantMail.RecordResult> required = mail.domains().stream()
                .flatMap(domain -> domain.records().stream())
                .filter(record -> record.record().required())
                .toList();
        List<DnsRecord> missing = required.stream()
                .filter(record -> !record.verified())
                .map(TenantMail.RecordResult::record)
                .toList();
        return new DnsState(required.size(), missing, silent);
    }

    boolean isIncomplete() {
        return !missing.isEmpty();
    }

    void say(ConditionSet conditions) {
        if (wanted == 0) {
            conditions.holds(ConditionTypes.DNS_VERIFIED, "NotWanted", "The tenant has no mail domain.");
        } else if (missing.isEmpty()) {
            conditions.holds(ConditionTypes.DNS_VERIFIED, "Verified", "DNS shows all " + wanted + " required records.");
        } else if (!silent.isEmpty()) {
            conditions.fails(
                    ConditionTypes.DNS_VERIFIED,
                    "ResolverUnavailable",
                    "The resolver(s) " + String.join(", ", silent)
                            + " do not answer, so records can't be verified. Check dns.resolvers in the operator's"
                            + " configuration.");
        } else {
            DnsRecord first = missing.get(0);
            conditions.fails(
                    ConditionTypes.DNS_VERIFIED,
                    "RecordsMissing",
                    "DNS does not show " + missing.size() + " of " + wanted + " required records, first " + first.type()
                            + " " + first.name() + ". Publish those of status.mail.domains[].dnsRecords that are not"
                            + " verified.");
        }
    }
}
