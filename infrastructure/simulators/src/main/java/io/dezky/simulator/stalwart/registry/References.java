package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;

/** Creation references: {@code #name} stands for the id of the object that the same request made under that name. */
final class References {

    private References() {}

    static boolean isReference(String text) {
        return text.startsWith("#");
    }

    /** A text with the reference in it replaced; anything else as it is. */
    static String resolved(String text, UnaryOperator<String> idOf) {
        return isReference(text) ? idOf.apply(text.substring(1)) : text;
    }

    static JsonNode resolved(JsonNode given, UnaryOperator<String> idOf) {
        return given.isTextual() ? TextNode.valueOf(resolved(given.textValue(), idOf)) : given;
    }
}
