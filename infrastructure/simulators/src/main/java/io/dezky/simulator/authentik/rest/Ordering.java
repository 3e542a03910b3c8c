package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.store.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The parameter {@code ordering}: members, comma between them, a minus for the other direction. */
final class Ordering {

    private Ordering() {}

    /**
     * The rows in order. Unknown members order nothing; without a known one the default holds. What is equal stays as it
     * was, oldest first, or youngest first where the order goes down.
     */
    static List<Row> sorted(List<Row> rows, Optional<String> asked, String otherwise) {
        if (rows.isEmpty()) {
            return rows;
        }
        Row sample = rows.get(0);
        Optional<Comparator<Row>> wanted = asked.flatMap(text -> comparator(text, sample));
        String effective = wanted.isPresent() ? asked.get() : otherwise;
        List<Row> sorted = new ArrayList<>(rows);
        if (effective.startsWith("-")) {
            Collections.reverse(sorted);
        }
        wanted.or(() -> comparator(otherwise, sample)).ifPresent(sorted::sort);
        return sorted;
    }

    private static Optional<Comparator<Row>> comparator(String text, Row sample) {
        Comparator<Row> all = null;
        for (String part : text.split(",")) {
            boolean down = part.startsWith("-");
            String member = down ? part.substring(1) : part;
            if (!member.equals("pk") && !sample.members().has(member)) {
                continue;
            }
            Comparator<Row> one = Comparator.comparing(row -> value(row, member), Ordering::compare);
            one = down ? one.reversed() : one;
            all = all == null ? one : all.thenComparing(one);
        }
        return Optional.ofNullable(all);
    }

    private static JsonNode value(Row row, String member) {
        if (!member.equals("pk")) {
            return row.get(member);
        }
        return row.key().matches("\\d+") ? IntNode.valueOf(row.number()) : TextNode.valueOf(row.key());
    }

    /** Byte order for texts, as the data base of the real server has it; what is null comes last. */
    private static int compare(JsonNode a, JsonNode b) {
        if (a.isNull() || b.isNull()) {
            return Boolean.compare(a.isNull(), b.isNull());
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        if (isTime(a) && isTime(b)) {
            return Instant.parse(a.asText()).compareTo(Instant.parse(b.asText()));
        }
        return a.asText().compareTo(b.asText());
    }

    private static boolean isTime(JsonNode value) {
        return value.asText().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    }
}
