package io.dezky.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for: enough of the grammar to find names of series and of labels in it. Whether it is an
 * expression at all, promtool says.
 */
final class PromQl {

    /**
     * What is asked for.
     *
     * @param series names
     * @param labels in matchers and groupings
     */
    record Asked(Set<String> series, Set<String> labels) {}

    private static final Set<String> WORDS = Set.of(
            "by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset");
    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|\\$?[a-zA-Z_:][\\w:]*|\\d[\\w.]*|\\S");

    private PromQl() {}

    static Asked asked(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        Asked asked = new Asked(new TreeSet<>(), new TreeSet<>());
        String closing = null;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (closing != null) {
                if (token.equals(closing)) {
                    closing = null;
                } else if (isName(token)) {
                    asked.labels().add(token);
                }
            } else if (token.equals("{")) {
                closing = "}";
            } else if (BEFORE_LABELS.contains(token) && next.equals("(")) {
                closing = ")";
                i++;
            } else if (isName(token) && !next.equals("(") && !isAggregation(next) && !WORDS.contains(token)) {
                asked.series().add(token);
            }
        }
        return asked;
    }

    /** As in {@code sum by (x) (…)}. */
    private static boolean isAggregation(String next) {
        return next.equals("by") || next.equals("without");
    }

    private static boolean isName(String token) {
        return token.matches("[a-zA-Z_:][\\w:]*");
    }
}
