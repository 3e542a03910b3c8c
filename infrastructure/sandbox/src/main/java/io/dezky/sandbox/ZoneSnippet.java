package io.dezky.sandbox;

import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.Tenant;
import java.util.ArrayList;
import java.util.List;

/** The DNS records of a Tenant's status as lines of a zone file, for the customer to paste. */
final class ZoneSnippet {

    /** A character string of a TXT record is at most this long. */
    private static final int LONGEST_STRING = 255;

    private ZoneSnippet() {}

    /** All records, required or not. */
    static String of(Tenant tenant) {
        StringBuilder zone = new StringBuilder();
        if (tenant.getStatus() == null || tenant.getStatus().mail() == null) {
            return "";
        }
        for (MailDomainStatus domain : tenant.getStatus().mail().domains()) {
            domain.dnsRecords().forEach(record -> zone.append(line(record)).append('\n'));
        }
        return zone.toString();
    }

    private static String line(DnsRecordStatus record) {
        String value = record.type().equals("TXT") ? quoted(record.value()) : record.value();
        return record.name() + ". IN " + record.type() + " " + value;
    }

    private static String quoted(String text) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < text.length(); from += LONGEST_STRING) {
            String part = text.substring(from, Math.min(from + LONGEST_STRING, text.length()));
            parts.add("\"" + part.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return parts.size() == 1 ? parts.get(0) : "( " + String.join(" ", parts) + " )";
    }
}
