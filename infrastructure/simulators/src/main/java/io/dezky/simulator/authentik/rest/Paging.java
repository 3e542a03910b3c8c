package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Settings;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list. A page size above the maximum is capped without a word: docs/systems/authentik.md, Pages.
 *
 * @param <T> what is listed
 * @param items what is on the page
 * @param number the number of the page, from 1
 * @param size how many a full page has
 * @param count how many there are in all
 */
public record Paging<T>(List<T> items, int number, int size, int count) {

    /** The page that the call asks for; refuses one that does not exist. */
    public static <T> Paging<T> of(List<T> all, Call call, Settings settings) {
        int size = size(call, settings);
        int pages = pages(all.size(), size);
        int number = number(call, pages);
        int from = (number - 1) * size;
        return new Paging<>(all.subList(from, Math.min(from + size, all.size())), number, size, all.size());
    }

    /** The answer's body. */
    public ObjectNode shown(Function<T, ObjectNode> show) {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> results.add(show.apply(item)));
        return around(results);
    }

    /** The answer's body with other results than those that belong on the page. */
    public ObjectNode around(ArrayNode results) {
        int pages = pages(count, size);
        int first = count == 0 ? 0 : (number - 1) * size + 1;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("pagination")
                .put("next", number < pages ? number + 1 : 0)
                .put("previous", number - 1)
                .put("count", count)
                .put("current", number)
                .put("total_pages", pages)
                .put("start_index", first)
                .put("end_index", count == 0 ? 0 : Math.min(number * size, count));
        body.set("results", results);
        body.putObject("autocomplete");
        return body;
    }

    private static int pages(int count, int size) {
        return Math.max(1, (count + size - 1) / size);
    }

    private static int size(Call call, Settings settings) {
        int asked = call.parameter("page_size").map(Paging::wholeNumber).orElse(0);
        return asked < 1 ? settings.defaultPageSize() : Math.min(asked, settings.maximalPageSize());
    }

    private static int number(Call call, int pages) {
        String asked = call.parameter("page").orElse("1");
        int number = asked.equals("last") ? pages : wholeNumber(asked);
        if (number < 1 || number > pages) {
            throw Problem.detail(404, "Invalid page.");
        }
        return number;
    }

    private static int wholeNumber(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
