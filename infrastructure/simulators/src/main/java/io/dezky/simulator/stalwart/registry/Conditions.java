package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The kinds of conditions that filters have, on the indexes of a table. */
final class Conditions {

    private Conditions() {}

    /** Equal to the stored form: a name in another case finds nothing. */
    static NavigableSet<Long> equal(Table table, String index, JsonNode value) {
        return table.with(index, textOf(index, value));
    }

    /** Refers to this object. A text that is no id is refused; an id that nobody has finds nothing. */
    static NavigableSet<Long> refersTo(Table table, String index, JsonNode value) {
        String text = textOf(index, value);
        if (Ids.parse(text).isEmpty()) {
            throw MethodError.unsupportedFilter(index);
        }
        return table.with(index, text);
    }

    /** Has all the words of the text. */
    static NavigableSet<Long> hasWords(Table table, String index, String property, JsonNode value) {
        Set<String> words = Names.words(textOf(property, value));
        if (words.isEmpty()) {
            throw new NotSimulated("a text filter without a letter or digit");
        }
        NavigableSet<Long> found = new TreeSet<>(table.ids());
        words.forEach(word -> found.retainAll(table.with(index, word)));
        return found;
    }

    /** No tenant exists here, so nothing belongs to one. */
    static NavigableSet<Long> ofTenant(JsonNode value) {
        if (Ids.parse(textOf("memberTenantId", value)).isEmpty()) {
            throw MethodError.unsupportedFilter("memberTenantId");
        }
        return new TreeSet<>();
    }

    private static String textOf(String property, JsonNode value) {
        if (!value.isTextual()) {
            throw MethodError.unsupportedFilter(property);
        }
        return value.textValue();
    }
}
