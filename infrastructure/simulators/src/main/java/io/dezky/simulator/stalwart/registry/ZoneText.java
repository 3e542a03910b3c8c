package io.dezky.simulator.stalwart.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The records that a domain's owner is to publish, as the text of {@code dnsZoneFile}: one record a line, without a
 * time to live; a TXT longer than 255 bytes takes several lines. See docs/systems/stalwart.md, The zone text.
 */
final class ZoneText {

    private static final int LONGEST_STRING = 255;

    /**
     * One DKIM key.
     *
     * @param publicKey base 64
     */
    record Key(String selector, boolean rsa, String publicKey) {}

    private final String domain;
    private final String host;
    private final List<String> records = new ArrayList<>();

    private ZoneText(String domain, String host) {
        this.domain = domain;
        this.host = host;
    }

    /**
     * The text.
     *
     * @param host the server's default host name, which is the only mail exchanger and the host of every service
     * @param reportAddress the domain's {@code reportAddressUri}, or null for no reports
     * @param keys every key, whatever its stage: retired ones too
     * @param order shuffles the records, as the real order changes from read to read; null keeps one order
     */
    static String of(String domain, String host, String reportAddress, List<Key> keys, Random order) {
        ZoneText zone = new ZoneText(domain, host);
        keys.forEach(zone::dkim);
        zone.mail(reportAddress);
        zone.services();
        zone.policies(reportAddress);
        zone.autoconfiguration();
        if (order != null) {
            Collections.shuffle(zone.records, order);
        }
        return String.join("", zone.records);
    }

    private void dkim(Key key) {
        txt(
                key.selector() + "._domainkey." + domain,
                "v=DKIM1; k=" + (key.rsa() ? "rsa" : "ed25519") + "; h=sha256; p=" + key.publicKey());
    }

    private void mail(String reportAddress) {
        if (host.endsWith("." + domain)) {
            txt(host, "v=spf1 a -all");
        }
        txt(domain, "v=spf1 mx -all");
        record(domain, "MX", "10 " + host + ".");
        if (reportAddress != null) {
            txt("_dmarc." + domain, "v=DMARC1; p=reject; rua=" + full(reportAddress));
        }
    }

    private void services() {
        service("_caldavs", 443);
        service("_carddavs", 443);
        service("_imaps", 993);
        service("_jmap", 443);
        service("_pop3s", 995);
        service("_submissions", 465);
    }

    private void service(String name, int port) {
        record(name + "._tcp." + domain, "SRV", "0 1 " + port + " " + host + ".");
    }

    private void policies(String reportAddress) {
        alias("mta-sts");
        String policy = "version: STSv1\r\nmode: testing\r\nmax_age: 604800\r\nmx: " + host + "\r\n";
        txt(
                "_mta-sts." + domain,
                "v=STSv1; id="
                        + Long.toUnsignedString(ByteBuffer.wrap(digest(policy)).getLong()));
        if (reportAddress != null) {
            txt("_smtp._tls." + domain, "v=TLSRPTv1; rua=" + full(reportAddress));
        }
    }

    private void autoconfiguration() {
        alias("ua-auto-config");
        String digest = Base64.getEncoder().encodeToString(digest("services of " + host));
        txt("_ua-auto-config." + domain, "v=UAAC1; a=sha256; d=" + digest);
        alias("autoconfig");
        alias("autodiscover");
    }

    private void alias(String name) {
        record(name + "." + domain, "CNAME", host + ".");
    }

    /** An address without a domain gets this one. */
    private String full(String reportAddress) {
        return reportAddress.contains("@") ? reportAddress : reportAddress + "@" + domain;
    }

    private void txt(String name, String value) {
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < value.length(); at += LONGEST_STRING) {
            strings.add(quoted(value.substring(at, Math.min(value.length(), at + LONGEST_STRING))));
        }
        if (strings.size() == 1) {
            record(name, "TXT", strings.get(0));
            return;
        }
        record(name, "TXT", "(\n    " + String.join("\n    ", strings) + "\n)");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void record(String name, String type, String data) {
        records.add(name + ". IN " + type + " " + data + "\n");
    }

    /**
     * The server's own fingerprints of its MTA-STS policy and of its configuration document cannot be computed from
     * what is known of them. These change when what they stand for changes, as the real ones do.
     */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
