package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.Ids;
import io.dezky.simulator.stalwart.registry.JmapLimits;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.NotSimulated;
import io.dezky.simulator.stalwart.registry.ObjectType;
import io.dezky.simulator.stalwart.registry.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code x:<type>/query}. It pages in two ways: see docs/systems/stalwart.md, Paging counts from the oldest id unless
 * the total is asked for.
 */
final class QueryMethod {

    private static final String RANGE = ".+Is(Greater|Less)Than(OrEqual)?";

    private final ObjectType type;
    private final Scope scope;
    private final JmapLimits limits;

    QueryMethod(ObjectType type, Scope scope, JmapLimits limits) {
        this.type = type;
        this.scope = scope;
        this.limits = limits;
    }

    /** What part of the result is asked for. */
    private record Page(
            boolean total, Optional<Integer> limit, int position, Optional<String> anchor, int anchorOffset) {}

    /** In which order. */
    private record Order(Comparator<Long> ascending, boolean byId, boolean isAscending) {}

    ObjectNode answer(Arguments arguments) {
        NavigableSet<Long> matching = matching(arguments.raw("filter"));
        Order order = order(arguments.raw("sort"));
        Page page = new Page(
                arguments.flag("calculateTotal"),
                arguments.unsigned("limit"),
                arguments.integer("position").orElse(0),
                arguments.text("anchor"),
                arguments.integer("anchorOffset").orElse(0));
        boolean asTheStandardSays = page.total() || !order.byId() || page.position() < 0 || page.anchorOffset() != 0;
        return asTheStandardSays ? standard(matching, order, page) : fromTheOldest(matching, order, page);
    }

    private NavigableSet<Long> matching(JsonNode filter) {
        if (!filter.isObject()) {
            return type.matchingAll(scope);
        }
        if (filter.has("operator")) {
            return allOf(filter);
        }
        NavigableSet<Long> found = new TreeSet<>(type.matchingAll(scope));
        filter.properties().forEach(condition -> {
            if (condition.getKey().matches(RANGE)) {
                throw new NotSimulated("the filter " + condition.getKey());
            }
            found.retainAll(type.matching(scope, condition.getKey(), condition.getValue()));
        });
        return found;
    }

    private NavigableSet<Long> allOf(JsonNode filter) {
        if (!filter.get("operator").asText().equals("AND")) {
            throw MethodError.of("unsupportedFilter", "Only AND is supported in filters");
        }
        NavigableSet<Long> found = new TreeSet<>(type.matchingAll(scope));
        filter.path("conditions").forEach(condition -> found.retainAll(matching(condition)));
        return found;
    }

    private Order order(JsonNode sort) {
        if (sort.isMissingNode() || sort.isNull() || sort.isEmpty()) {
            return new Order(Long::compareUnsigned, true, false);
        }
        if (sort.size() > 1) {
            throw new NotSimulated("sorting by several properties");
        }
        String property = sort.get(0).path("property").asText();
        Comparator<Long> ascending = type.orderBy(property)
                .orElseThrow(() ->
                        MethodError.of("unsupportedSort", "Property " + property + " is not supported for sorting"));
        return new Order(
                ascending,
                property.equals("id"),
                sort.get(0).path("isAscending").asBoolean(true));
    }

    /** Position, limit and anchor count from the oldest id, whatever the order shown; nothing says what was cut off. */
    private ObjectNode fromTheOldest(NavigableSet<Long> matching, Order order, Page page) {
        NavigableSet<Long> from = page.anchor()
                .map(anchor -> matching.tailSet(
                        Ids.parse(anchor).orElseThrow(() -> new NotSimulated("an anchor that is no id")), false))
                .orElse(matching);
        List<Long> ids = new ArrayList<>(from.stream()
                .skip(page.anchor().isPresent() ? 0 : page.position())
                .limit(atMost(page))
                .toList());
        if (!order.isAscending()) {
            Collections.reverse(ids);
        }
        return answer(0, ids);
    }

    private ObjectNode standard(NavigableSet<Long> matching, Order order, Page page) {
        List<Long> all = new ArrayList<>(matching);
        all.sort(order.isAscending() ? order.ascending() : order.ascending().reversed());
        int position = position(all, page);
        List<Long> ids = all.stream().skip(position).limit(atMost(page)).toList();
        ObjectNode answer = answer(position, ids);
        if (page.total()) {
            answer.put("total", all.size());
        }
        int limit =
                page.limit().map(given -> Math.min(given, limits.idsInQuery())).orElse(limits.idsInQuery());
        if (all.size() > limit) {
            answer.put("limit", limit);
        }
        return answer;
    }

    private static int position(List<Long> all, Page page) {
        if (page.anchor().isEmpty()) {
            return page.position() < 0 ? Math.max(0, all.size() + page.position()) : page.position();
        }
        int index = Ids.parse(page.anchor().get()).isEmpty()
                ? -1
                : all.indexOf(Ids.parse(page.anchor().get()).orElseThrow());
        if (index < 0) {
            throw MethodError.of(
                    "anchorNotFound",
                    "An anchor argument was supplied, but it cannot be found in the results of the query.");
        }
        return Math.max(0, index + page.anchorOffset());
    }

    /** A limit of 0 is none. */
    private long atMost(Page page) {
        return page.limit()
                .filter(limit -> limit > 0)
                .map(limit -> Math.min(limit, limits.idsInQuery()))
                .orElse(limits.idsInQuery());
    }

    private ObjectNode answer(int position, List<Long> ids) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("accountId", scope.accountId())
                .put("queryState", "n")
                .put("canCalculateChanges", true)
                .put("position", position);
        ArrayNode found = answer.putArray("ids");
        ids.forEach(id -> found.add(Ids.text(id)));
        return answer;
    }
}
