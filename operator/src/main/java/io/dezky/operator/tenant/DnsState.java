package io.dezky.operator.tenant;

import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.operator.mail.DnsRecord;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.ConditionTypes;
import java.util.List;

/** Whether DNS shows what the tenant's owner should publish. No part of Ready: publishing is the owner's work. */
sealed interface DnsState {

    /** Whether it is worth to look again soon. */
    boolean isIncomplete();

    /** What a Tenant that is ready should know all the same; empty, or with a blank in front. */
    String hint();

    /** Says the condition. */
    void say(ConditionSet conditions);

    static DnsState of(TenantMail.Result mail) {
        List<TenantMail.RecordResult> required = mail.domains().stream()
                .flatMap(domain -> domain.records().stream())
                .filter(record -> record.record().required())
                .toList();
        List<DnsRecord> missing = required.stream()
                .filter(record -> !record.verified())
                .map(TenantMail.RecordResult::record)
                .toList();
        return mail.domains().isEmpty() ? new NotWanted() : new LookedUp(required.size(), missing, mail.dnsTroubles());
    }

    /** The tenant has no mail domain. */
    record NotWanted() implements DnsState {

        @Override
        public boolean isIncomplete() {
            return false;
        }

        @Override
        public String hint() {
            return "";
        }

        @Override
        public void say(ConditionSet conditions) {
            conditions.holds(ConditionTypes.DNS_VERIFIED, "NotWanted", "The tenant has no mail domain.");
        }
    }

    /** Stalwart could not be asked for the records. What was known before still stands in status. */
    record NotLookedUp() implements DnsState {

        @Override
        public boolean isIncomplete() {
            return false;
        }

        @Override
        public String hint() {
            return "";
        }

        @Override
        public void say(ConditionSet conditions) {
            conditions.unknown(
                    ConditionTypes.DNS_VERIFIED,
                    "NotLookedUp",
                    "The records are not looked up before MailReady is settled; status.mail tells what was seen last.");
        }
    }

    /**
     * The records were looked up.
     *
     * @param wanted how many records are required
     * @param missing those of them that are not seen
     * @param troubles what resolvers did that could not be asked, in words
     */
    record LookedUp(int wanted, List<DnsRecord> missing, List<String> troubles) implements DnsState {

        @Override
        public boolean isIncomplete() {
            return !missing.isEmpty();
        }

        @Override
        public String hint() {
            boolean unsigned = missing.stream().anyMatch(record -> record.purpose() == DnsRecord.Purpose.Dkim);
            return unsigned ? " Mail is not fully signed before DNS shows the DKIM records: see DnsVerified." : "";
        }

        @Override
        public void say(ConditionSet conditions) {
            if (missing.isEmpty()) {
                conditions.holds(
                        ConditionTypes.DNS_VERIFIED, "Verified", "DNS shows all " + wanted + " required records.");
            } else if (troubles.isEmpty()) {
                DnsRecord first = missing.get(0);
                conditions.fails(
                        ConditionTypes.DNS_VERIFIED,
                        "RecordsMissing",
                        "DNS does not show " + missing.size() + " of " + wanted + " required records, first "
                                + first.type() + " " + first.name()
                                + ". Publish those of status.mail.domains[].dnsRecords that are required and not"
                                + " verified.");
            } else {
                conditions.fails(
                        ConditionTypes.DNS_VERIFIED,
                        "ResolverUnavailable",
                        missing.size() + " of " + wanted + " required records can't be verified: "
                                + String.join(", ", troubles)
                                + ". Check the zone, and dns.resolvers in the operator's configuration.");
            }
        }
    }
}
