package io.dezky.simulator.stalwart.registry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The template from which the server makes selectors for the keys that it manages itself. */
final class SelectorTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");
    private static final Map<String, String> DATE_PARTS =
            Map.of("%Y", "yyyy", "%m", "MM", "%d", "dd", "%H", "HH", "%M", "mm", "%S", "ss");

    private SelectorTemplate() {}

    /**
     * Judges a template.
     *
     * @throws SetError when it has a variable that the server does not know
     */
    static void check(String template) {
        Matcher found = VARIABLE.matcher(template);
        while (found.find()) {
            if (!found.group(1).matches("algorithm|hash|version|epoch|random|date-.*")) {
                throw SetError.invalidProperties("unrecognized variable '" + found.group() + "'", "selectorTemplate");
            }
        }
    }

    static String fill(String template, boolean rsa, Instant now) {
        return VARIABLE.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), rsa, now)));
    }

    private static String value(String variable, boolean rsa, Instant now) {
        return switch (variable) {
            case "algorithm" -> rsa ? "rsa" : "ed25519";
            case "hash" -> "sha256";
            case "version" -> "1";
            case "epoch" -> String.valueOf(now.getEpochSecond());
            case "random" -> Long.toHexString(now.toEpochMilli() * 31);
            default -> date(variable.substring("date-".length()), now);
        };
    }

    private static String date(String format, Instant now) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            String part = i + 1 < format.length() ? DATE_PARTS.get(format.substring(i, i + 2)) : null;
            if (part == null) {
                text.append(format.charAt(i));
                continue;
            }
            text.append(
                    DateTimeFormatter.ofPattern(part).withZone(ZoneOffset.UTC).format(now));
            i++;
        }
        return text.toString();
    }
}
