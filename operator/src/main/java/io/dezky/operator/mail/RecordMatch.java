package io.dezky.operator.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** When what a resolver shows is as good as the record that is wanted: it depends on what the record is for. */
final class RecordMatch {

    private RecordMatch() {}

    /** Whether one of these values, or all together, do what the record is for. */
    static boolean matches(DnsRecord wanted, List<String> shown) {
        return switch (wanted.purpose()) {
            // The priority is the customer's.
            case Mx -> any(shown, value -> lastWord(value).equals(lastWord(wanted.value())));
            case Spf -> spf(wanted.value(), shown);
            // Of several records at a selector a receiver takes any one (RFC 6376, 3.6.2.2).
            case Dkim -> shown.size() == 1 && sameKey(wanted.value(), shown.get(0));
            // The policy is the customer's: any one will do.
            case Dmarc ->
                any(shown, value -> value.startsWith("v=DMARC1") && tags(value).containsKey("p"));
            // The rest of the text carries addresses and hashes that change.
            case TlsRpt, MtaSts ->
                wanted.type().equals("TXT")
                        ? any(shown, value -> firstTag(value).equals(firstTag(wanted.value())))
                        : exactly(wanted, shown);
            default -> exactly(wanted, shown);
        };
    }

    private static boolean any(List<String> shown, Predicate<String> test) {
        return shown.stream().anyMatch(test);
    }

    private static boolean exactly(DnsRecord wanted, List<String> shown) {
        UnaryOperator<String> normal = wanted.type().equals("TXT") ? String::trim : RecordMatch::withoutDot;
        return any(shown, value -> normal.apply(value).equals(normal.apply(wanted.value())));
    }

    /** One SPF record, with all that ours asks for; more mechanisms and another ending are the customer's business. */
    private static boolean spf(String wanted, List<String> shown) {
        List<String> records =
                shown.stream().filter(value -> value.startsWith("v=spf1")).toList();
        return records.size() == 1 && mechanisms(records.get(0)).containsAll(mechanisms(wanted));
    }

    private static Set<String> mechanisms(String spf) {
        return Arrays.stream(spf.trim().toLowerCase(Locale.ROOT).split("\\s+"))
                .map(mechanism -> mechanism.replaceFirst("^\\+", ""))
                .filter(mechanism -> !mechanism.endsWith("all"))
                .collect(Collectors.toSet());
    }

    private static boolean sameKey(String wanted, String shown) {
        Map<String, String> ours = tags(wanted);
        Map<String, String> theirs = tags(shown);
        return isForMail(shown, theirs)
                && ours.get("p").equals(theirs.get("p"))
                && ours.get("k").equals(theirs.getOrDefault("k", "rsa"));
    }

    /** The rules by which receivers discard a record (RFC 6376, 3.6.1). */
    private static boolean isForMail(String shown, Map<String, String> tags) {
        boolean version = !tags.containsKey("v")
                || (tags.get("v").equals("DKIM1") && shown.strip().startsWith("v"));
        boolean hash = List.of(tags.getOrDefault("h", "sha256").split(":")).contains("sha256");
        List<String> services = List.of(tags.getOrDefault("s", "*").split(":"));
        return version && hash && (services.contains("*") || services.contains("email"));
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
