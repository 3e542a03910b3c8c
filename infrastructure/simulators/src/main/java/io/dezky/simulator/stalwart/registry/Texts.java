package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** Properties that hold one text. An empty text is never accepted. */
final class Texts {

    private static final String INVALID = "Invalid value for property.";

    private Texts() {}

    /** Brings a text into its stored form, or throws an {@link IllegalArgumentException} with the server's words. */
    interface Form extends UnaryOperator<String> {}

    /** Any text. */
    static ValueType required() {
        return required(text -> text);
    }

    static ValueType required(Form form) {
        return (path, given) -> text(path, given, form);
    }

    /** Any text, or null. */
    static ValueType nullable() {
        return nullable(text -> text);
    }

    static ValueType nullable(Form form) {
        return (path, given) -> given.isNull() ? given : text(path, given, form);
    }

    /** A text that can be written but never read. */
    static ValueType secret() {
        return new ValueType() {
            @Override
            public JsonNode accept(String path, JsonNode given) {
                return text(path, given, text -> text);
            }

            @Override
            public JsonNode shown(JsonNode stored) {
                return TextNode.valueOf(MASK);
            }
        };
    }

    /** What is shown in place of a secret. */
    static final String MASK = "****";

    /** A point in time or null, kept in whole seconds of UTC. */
    static ValueType nullableTime() {
        return nullable(text -> {
            try {
                return time(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException noTime) {
                throw new IllegalArgumentException(INVALID, noTime);
            }
        });
    }

    /** A point in time as the server writes it. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static JsonNode text(String path, JsonNode given, Form form) {
        if (!given.isTextual() || given.textValue().isEmpty()) {
            throw SetError.invalidPatch(INVALID, path);
        }
        try {
            return TextNode.valueOf(form.apply(given.textValue()));
        } catch (IllegalArgumentException refused) {
            throw SetError.invalidPatch(refused.getMessage(), path);
        }
    }
}
