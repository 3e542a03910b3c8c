package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Table;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Narrows a list by one query parameter. */
@FunctionalInterface
public interface Filter {

    /**
     * Which objects stay.
     *
     * @param name the parameter, for the complaint
     * @param values all its values that are not empty; at least one
     */
    Predicate<Row> of(String name, List<String> values);

    /** The member has exactly this text, case being part of it. */
    static Filter exact(String member) {
        return exact(row -> row.text(member));
    }

    /** What is computed from the object is exactly this text. */
    static Filter exact(Function<Row, String> text) {
        return (name, values) -> row -> text.apply(row).equals(last(values));
    }

    /** The member contains this text, whatever the case. */
    static Filter containing(String member) {
        return (name, values) -> row ->
                row.text(member).toLowerCase(Locale.ROOT).contains(last(values).toLowerCase(Locale.ROOT));
    }

    /** The member begins with this text. */
    static Filter beginning(String member) {
        return (name, values) -> row -> row.text(member).startsWith(last(values));
    }

    /** The member is this UUID. */
    static Filter uuid(String member) {
        return (name, values) -> {
            if (!Kinds.isUuid(last(values))) {
                throw Problem.invalid(name, "Enter a valid UUID.");
            }
            return row -> row.text(member).equalsIgnoreCase(last(values));
        };
    }

    /** Something is true or false; any other word is no filter. */
    static Filter flag(Predicate<Row> holds) {
        return (name, values) -> switch (last(values).toLowerCase(Locale.ROOT)) {
            case "true", "1" -> holds;
            case "false", "0" -> holds.negate();
            default -> row -> true;
        };
    }

    /** One of the given words, which must be known: an unknown one is refused, and that is not an empty list. */
    static Filter choices(Supplier<Collection<String>> known, BiPredicate<Row, Set<String>> holds) {
        return (name, values) -> {
            Set<String> allowed = new HashSet<>(known.get());
            values.stream()
                    .filter(value -> !allowed.contains(value))
                    .findFirst()
                    .ifPresent(wrong -> {
                        throw Problem.invalid(
                                name, "Select a valid choice. " + wrong + " is not one of the available choices.");
                    });
            Set<String> wanted = Set.copyOf(values);
            return row -> holds.test(row, wanted);
        };
    }

    /** One or more objects of a table, each by its UUID, which must exist. */
    static Filter keys(Table table, BiPredicate<Row, Set<String>> holds) {
        Filter known = choices(() -> table.stream().map(Row::key).toList(), holds);
        return (name, values) -> {
            values.forEach(value -> requireUuid(name, value));
            return known.of(name, values);
        };
    }

    /** One object, by its UUID, which must exist. */
    static Filter oneKey(Function<String, Optional<Row>> find, BiPredicate<Row, Row> holds) {
        return (name, values) -> {
            requireUuid(name, last(values));
            Row wanted = find.apply(last(values))
                    .orElseThrow(() -> Problem.invalid(
                            name, "Select a valid choice. That choice is not one of the available choices."));
            return row -> holds.test(row, wanted);
        };
    }

    /** The JSON of {@code attributes} (or another member) has these keys with these values. */
    static Filter json(String member) {
        return (name, values) -> {
            Predicate<JsonNode> query = JsonQuery.of(last(values));
            return row -> query.test(row.get(member));
        };
    }

    private static void requireUuid(String name, String value) {
        if (!Kinds.isUuid(value)) {
            throw Problem.invalid(name, "“" + value + "” is not a valid UUID.");
        }
    }

    private static String last(List<String> values) {
        return values.get(values.size() - 1);
    }
}
