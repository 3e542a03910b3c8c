package io.dezky.operator.mail;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.mail.DnsRecord.Purpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The DNS records of a domain: those that Stalwart's zone text names, but for DKIM, where the text lists keys of every
 * stage; these come from the keys themselves.
 */
final class MailRecords {

    private static final long ANY_TTL = 3600;

    private MailRecords() {}

    /** The records, in a stable order. */
    static List<DnsRecord> of(Domain domain, Optional<String> challenge) {
        List<DnsRecord> records = new ArrayList<>();
        challenge.ifPresent(value -> records.add(ownership(domain.name(), value, false)));
        for (DkimSignature signature : domain.signatures()) {
            if (signature.stage() != DkimStage.RETIRED) {
                records.add(dkim(domain.name(), signature));
            }
        }
        for (Record record : parsed(domain)) {
            DnsRecord dnsRecord = converted(domain.name(), record);
            if (dnsRecord.purpose() != Purpose.Dkim) {
                records.add(dnsRecord);
            }
        }
        return records.stream().distinct().sorted().toList();
    }

    /** The record by which somebody proves that a domain is theirs. */
    static DnsRecord ownership(String domain, String challenge, boolean required) {
        return new DnsRecord("TXT", "_dezky-challenge." + domain, challenge, Purpose.Ownership, required);
    }

    /** The record of a DKIM key. A key that no longer signs is still needed for mail under way, but no more required. */
    static DnsRecord dkim(String domain, DkimSignature signature) {
        boolean required = signature.stage() == DkimStage.PENDING || signature.stage() == DkimStage.ACTIVE;
        return new DnsRecord(
                "TXT", signature.selector() + "._domainkey." + domain, signature.recordValue(), Purpose.Dkim, required);
    }

    private static List<Record> parsed(Domain domain) {
        byte[] text = domain.zone().getBytes(StandardCharsets.UTF_8);
        try (Master zone = new Master(new ByteArrayInputStream(text), Name.root, ANY_TTL)) {
            List<Record> records = new ArrayList<>();
            for (Record record = zone.nextRecord(); record != null; record = zone.nextRecord()) {
                records.add(record);
            }
            return records;
        } catch (IOException e) {
            throw new ExternalException.Invalid(
                    Stalwart.SYSTEM,
                    "StalwartZoneUnreadable",
                    "The DNS records that Stalwart names for " + domain.name()
                            + " can't be read. Check that the release of Stalwart is a supported one.");
        }
    }

    private static DnsRecord converted(String domain, Record record) {
        String name = record.getName().toString(true).toLowerCase(Locale.ROOT);
        String type = Type.string(record.getType());
        String value = record instanceof TXTRecord txt ? String.join("", txt.getStrings()) : record.rdataToString();
        Purpose purpose = purpose(type, name, value);
        boolean ofDomain = name.equals(domain) || name.equals("_dmarc." + domain);
        boolean required = ofDomain && (purpose == Purpose.Mx || purpose == Purpose.Spf || purpose == Purpose.Dmarc);
        return new DnsRecord(type, name, value, purpose, required);
    }

    private static Purpose purpose(String type, String name, String value) {
        return switch (type) {
            case "MX" -> Purpose.Mx;
            case "SRV" -> Purpose.Srv;
            case "TLSA" -> Purpose.Tlsa;
            case "CAA" -> Purpose.Caa;
            case "CNAME" -> name.startsWith("mta-sts.") ? Purpose.MtaSts : Purpose.Autoconfig;
            case "TXT" -> text(name, value);
            default -> Purpose.Other;
        };
    }

    private static Purpose text(String name, String value) {
        if (name.contains("._domainkey.")) {
            return Purpose.Dkim;
        }
        if (value.startsWith("v=spf1")) {
            return Purpose.Spf;
        }
        if (value.startsWith("v=DMARC1")) {
            return Purpose.Dmarc;
        }
        if (value.startsWith("v=TLSRPT")) {
            return Purpose.TlsRpt;
        }
        if (value.startsWith("v=STS")) {
            return Purpose.MtaSts;
        }
        return value.startsWith("v=UAAC") ? Purpose.Autoconfig : Purpose.Other;
    }
}
