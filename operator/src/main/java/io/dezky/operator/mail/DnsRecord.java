package io.dezky.operator.mail;

/**
 * A DNS record that a customer should publish.
 *
 * @param type {@code MX}, {@code TXT}, {@code CNAME}, {@code SRV}, ...
 * @param name the full name, without a dot at the end
 * @param value as it is written in a zone file; text without quotes and in one piece
 * @param purpose what it is for
 * @param required whether mail suffers without it
 */
public record DnsRecord(String type, String name, String value, Purpose purpose, boolean required)
        implements Comparable<DnsRecord> {

    /** What a record is for. */
    public enum Purpose {
        Ownership,
        Mx,
        Spf,
        Dkim,
        Dmarc,
        TlsRpt,
        MtaSts,
        Srv,
        Autoconfig,
        Tlsa,
        Caa,
        Other
    }

    /** What matters most first, then by name: the same order every time, whatever order Stalwart tells them in. */
    @Override
    public int compareTo(DnsRecord other) {
        int byPurpose = purpose.compareTo(other.purpose);
        if (byPurpose != 0) {
            return byPurpose;
        }
        int byName = name.compareTo(other.name);
        if (byName != 0) {
            return byName;
        }
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : value.compareTo(other.value);
    }
}
