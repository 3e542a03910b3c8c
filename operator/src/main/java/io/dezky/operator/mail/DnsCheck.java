package io.dezky.operator.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether DNS shows a record. It counts when every resolver shows it. A record that was seen is looked up again only
 * after a while; one that was not is looked up each time.
 */
public final class DnsCheck {

    private static final Duration SEEN_FOR = Duration.ofHours(1);

    private final DnsLookup lookup;
    private final Clock clock;
    private final Map<DnsRecord, Instant> seen = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    public DnsCheck(DnsLookup lookup, Clock clock) {
        this.lookup = lookup;
        this.clock = clock;
    }

    /** Whether every resolver shows the record, asked now. */
    public boolean showsNow(DnsRecord record) {
        List<DnsLookup.Reply> replies = lookup.ask(record.name(), record.type());
        for (DnsLookup.Reply reply : replies) {
            if (reply.answered()) {
                silent.remove(reply.resolver());
            } else {
                silent.add(reply.resolver());
            }
        }
        boolean shown = !replies.isEmpty()
                && replies.stream().allMatch(reply -> reply.answered() && matches(record, reply.values()));
        if (shown) {
            seen.put(record, clock.instant());
        } else {
            seen.remove(record);
        }
        return shown;
    }

    /** Whether every resolver showed the record within the last hour, or shows it now. */
    public boolean shows(DnsRecord record) {
        Instant last = seen.get(record);
        boolean fresh = last != null && clock.instant().isBefore(last.plus(SEEN_FOR));
        return fresh || showsNow(record);
    }

    /** The resolvers that did not answer when they were last asked. */
    public Set<String> silentResolvers() {
        return new TreeSet<>(silent);
    }

    private static boolean matches(DnsRecord record, List<String> values) {
        return switch (record.purpose()) {
            case Mx -> values.stream().anyMatch(value -> lastWord(value).equals(lastWord(record.value())));
            case Spf -> spf(record.value(), values);
            case Dkim -> values.stream().anyMatch(value -> sameKey(record.value(), value));
            // The policy is the customer's: any one will do.
            case Dmarc ->
                values.stream()
                        .anyMatch(value ->
                                value.startsWith("v=DMARC1") && tags(value).containsKey("p"));
            case TlsRpt, MtaSts ->
                record.type().equals("TXT")
                        ? values.stream().anyMatch(value -> firstTag(value).equals(firstTag(record.value())))
                        : exactly(record, values);
            default -> exactly(record, values);
        };
    }

    private static boolean exactly(DnsRecord record, List<String> values) {
        return values.stream()
                .anyMatch(value -> record.type().equals("TXT")
                        ? value.trim().equals(record.value())
                        : withoutDot(value).equals(withoutDot(record.value())));
    }

    /** One SPF record, with all that ours asks for; more mechanisms and another ending are the customer's business. */
    private static boolean spf(String wanted, List<String> values) {
        List<String> records =
                values.stream().filter(value -> value.startsWith("v=spf1")).toList();
        if (records.size() != 1) {
            return false;
        }
        Set<String> mechanisms = mechanisms(records.get(0));
        return mechanisms.containsAll(mechanisms(wanted));
    }

    private static Set<String> mechanisms(String spf) {
        Set<String> mechanisms = new HashSet<>();
        Arrays.stream(spf.trim().toLowerCase(Locale.ROOT).split("\\s+"))
                .map(mechanism -> mechanism.replaceFirst("^\\+", ""))
                .filter(mechanism -> !mechanism.endsWith("all"))
                .forEach(mechanisms::add);
        return mechanisms;
    }

    private static boolean sameKey(String wanted, String given) {
        Map<String, String> ours = tags(wanted);
        Map<String, String> theirs = tags(given);
        return ours.get("p").equals(theirs.get("p")) && ours.get("k").equals(theirs.getOrDefault("k", "rsa"));
    }

    private static Map<String, String> tags(String value) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : value.split(";")) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(
                        tag.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).replaceAll("\\s", ""));
            }
        }
        return tags;
    }

    private static String firstTag(String value) {
        return value.split(";")[0].trim();
    }

    private static String lastWord(String value) {
        return withoutDot(value.substring(value.lastIndexOf(' ') + 1));
    }

    private static String withoutDot(String value) {
        return value.trim().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
}
