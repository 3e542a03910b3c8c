package io.dezky.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people read. */
final class Terminal {

    private static final int WIDEST = 100;

    private final PrintStream out;
    private final Instant start = Instant.now();

    Terminal(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
        out.println("-".repeat(text.length()));
    }

    void line(String text) {
        out.println(text);
    }

    /** A line with the seconds since the start. */
    void progress(String text) {
        out.printf("%6.1f s  %s%n", Duration.between(start, Instant.now()).toMillis() / 1000.0, text);
    }

    /** Columns as wide as they need to be; the last one may be long and is wrapped. */
    void table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int columns = header.size();
        int[] width = new int[columns];
        for (List<String> row : all) {
            for (int i = 0; i < columns - 1; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                line.append(String.format("%-" + Math.max(1, width[i]) + "s  ", row.get(i)));
            }
            wrapped(line.toString(), row.get(columns - 1));
        }
    }

    private void wrapped(String before, String text) {
        String indent = before;
        String rest = text;
        while (rest.length() > WIDEST) {
            int cut = rest.lastIndexOf(' ', WIDEST);
            int end = cut > 0 ? cut : WIDEST;
            out.println(indent + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            indent = " ".repeat(before.length());
        }
        out.println((indent + rest).stripTrailing());
    }
}
