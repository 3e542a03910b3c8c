package io.dezky.operator.plan;

import java.util.Objects;

/**
 * One field that differs. Safe to print: a secret's value is never put in.
 *
 * @param field the system's own name of the field
 * @param from what is there; empty when nothing is
 * @param to what shall be there; empty when nothing shall
 */
public record FieldDiff(String field, String from, String to) {

    private static final String REDACTED = "(redacted)";

    public FieldDiff {
        Objects.requireNonNull(field);
        from = from == null ? "" : from;
        to = to == null ? "" : to;
    }

    /** A field of which only the fact that it changes may be shown. */
    public static FieldDiff secret(String field) {
        return new FieldDiff(field, REDACTED, REDACTED);
    }

    @Override
    public String toString() {
        return field + ": " + from + " -> " + to;
    }
}
