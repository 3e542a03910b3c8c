package io.dezky.simulator.ocis;

import io.dezky.simulator.http.SimulatedRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OData parameters of a list. Paging is accepted and ignored, unknown names are refused.
 *
 * @param filter as given, decoded
 * @param order empty also for several keys: the server takes them, and orders nothing
 * @param search the phrase, without quotes
 * @param expand names of members
 */
record ListQuery(Optional<String> filter, Optional<Order> order, Optional<String> search, Set<String> expand) {

    /** By what a list is put in order. */
    record Order(String property, boolean descending) {}

    private static final Set<String> KNOWN = Set.of(
            "$filter", "$orderby", "$top", "$skip", "$count", "$select", "$expand", "$search", "$apply", "$compute");

    static ListQuery of(SimulatedRequest request) {
        for (String name : request.parameters().keySet()) {
            if (!KNOWN.contains(name)) {
                String problem = "Query parameter '" + name + "' is not supported";
                throw Refusal.badRequest(problem + ". Cause: " + problem);
            }
        }
        requireNumber(request, "$top");
        requireNumber(request, "$skip");
        return new ListQuery(
                request.parameter("$filter").filter(text -> !text.isBlank()),
                request.parameter("$orderby").flatMap(ListQuery::order),
                request.parameter("$search").map(ListQuery::phrase),
                request.parameter("$expand").stream()
                        .flatMap(text -> Stream.of(text.split(",")))
                        .map(String::trim)
                        .collect(Collectors.toSet()));
    }

    private static void requireNumber(SimulatedRequest request, String name) {
        request.parameter(name).filter(text -> !text.matches("[+-]?\\d+")).ifPresent(text -> {
            throw Refusal.badRequest("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        });
    }

    private static Optional<Order> order(String text) {
        if (text.isBlank() || text.contains(",")) {
            return Optional.empty();
        }
        String[] words = text.trim().split("\\s+");
        if (words.length > 2 || (words.length == 2 && !words[1].matches("asc|desc"))) {
            throw Refusal.badRequest("Invalid $orderby query option. Cause: invalid token sequence: " + text.trim());
        }
        return Optional.of(new Order(words[0], words.length == 2 && words[1].equals("desc")));
    }

    private static String phrase(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        if (text.matches("[\\p{L}\\p{N}]*")) {
            return text;
        }
        if (text.matches("[\\p{L}\\p{N}]+-[\\p{L}\\p{N}-]*")) {
            throw Refusal.badRequest("Token '" + text.substring(text.indexOf('-')) + "' is invalid");
        }
        throw Refusal.leftOut(LeftOut.SEARCH_FORMS);
    }

    /** Puts a list in order by one of the properties that the server knows. */
    <T> List<T> ordered(List<T> items, Map<String, Function<T, ? extends Comparable<?>>> properties) {
        if (order.isEmpty()) {
            return items;
        }
        Function<T, ? extends Comparable<?>> property =
                properties.get(order.get().property());
        if (property == null) {
            throw Refusal.badRequest("we do not support <" + order.get().property() + "> as a order parameter");
        }
        Comparator<T> comparator = comparator(property);
        return items.stream()
                .sorted(order.get().descending() ? comparator.reversed() : comparator)
                .toList();
    }

    @SuppressWarnings("unchecked") // Each property compares with itself.
    private static <T> Comparator<T> comparator(Function<T, ? extends Comparable<?>> property) {
        return (a, b) -> ((Comparable<Object>) property.apply(a)).compareTo(property.apply(b));
    }
}
