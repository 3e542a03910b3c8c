package io.dezky.simulator.ocis;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code $filter} does to a list of drives: two comparisons work, other ones are ignored, so that every drive comes
 * back (docs/systems/ocis.md, "Filters that the server does not know are ignored").
 *
 * @param property the compared property; empty when the filter is ignored
 */
record DriveFilter(Optional<String> property, String value) {

    static final DriveFilter NONE = new DriveFilter(Optional.empty(), "");

    private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\(.*\\)");
    private static final Pattern COMPARISON = Pattern.compile("(\\S+)\\s+(eq|ne|gt|ge|lt|le|has|in)(?:\\s+(.+))?");

    static DriveFilter of(String given) {
        String text = given.trim();
        String masked = text.replaceAll("'[^']*'", "''");
        for (String operator : List.of("or", "and")) {
            if (masked.contains(" " + operator + " ")) {
                throw unsupported(operator);
            }
        }
        Matcher function = FUNCTION.matcher(masked);
        if (function.matches()) {
            throw unsupported(function.group(1));
        }
        if (masked.startsWith("not ")) {
            return NONE;
        }
        Matcher comparison = COMPARISON.matcher(text);
        if (comparison.matches()) {
            return comparison(comparison);
        }
        if (masked.matches("\\w+")) {
            throw Refusal.badRequest("Value must be a boolean expression");
        }
        throw Refusal.leftOut(LeftOut.DRIVE_FILTERS);
    }

    private static DriveFilter comparison(Matcher comparison) {
        String operator = comparison.group(2);
        if (comparison.group(3) == null) {
            throw Refusal.badRequest("insufficient number of operands for operator '" + operator + "'");
        }
        if (!operator.equals("eq")) {
            throw unsupported(operator);
        }
        String property = comparison.group(1);
        if (!property.equals("driveType") && !property.equals("id")) {
            return NONE;
        }
        return new DriveFilter(Optional.of(property), comparison.group(3).trim().replaceAll("^'|'$", ""));
    }

    Predicate<Space> spaces(Spaces spaces) {
        if (property.isEmpty()) {
            return space -> true;
        }
        return property.get().equals("id")
                ? space -> spaces.named(value).filter(space::equals).isPresent()
                : space -> space.type().word().equals(value);
    }

    /** Whether the virtual drive of shares is in the list. */
    boolean keepsVirtual() {
        return property.isEmpty() || (property.get().equals("driveType") && value.equals("virtual"));
    }

    private static Refusal unsupported(String operator) {
        return Refusal.graph(501, "notSupported", "unsupported filter operand: " + operator);
    }
}
