package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.store.Table;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The kinds of members there are, with the texts by which each refuses. */
public final class Kinds {

    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");

    private Kinds() {}

    /** A text that is not empty; blanks around it are cut off, numbers become text. */
    public static Kind text() {
        return given -> notBlank(plain(given));
    }

    /** A text that may be empty. */
    public static Kind blankable() {
        return given -> TextNode.valueOf(plain(given));
    }

    /** Another kind of text, no longer than this. */
    public static Kind atMost(int length, Kind kind) {
        return given -> {
            JsonNode text = kind.accept(given);
            if (text.asText().length() > length) {
                throw new Refused("Ensure this field has no more than " + length + " characters.");
            }
            return text;
        };
    }

    /** A text that may be empty, but must obey the rule if it is not. */
    static Kind blankableRuled(Function<String, Boolean> rule, String complaint) {
        return given -> {
            String text = plain(given);
            if (!text.isEmpty() && !rule.apply(text)) {
                throw new Refused(complaint);
            }
            return TextNode.valueOf(text);
        };
    }

    /** An address, or nothing. */
    public static Kind email() {
        return blankableRuled(Texts::isEmail, "Enter a valid email address.");
    }

    /** A URL, or nothing. */
    public static Kind url() {
        return blankableRuled(Texts::isUrl, "Enter a valid URL.");
    }

    /** Letters, digits, underscores and hyphens. */
    public static Kind slug() {
        return given -> {
            JsonNode text = notBlank(plain(given));
            if (!Texts.isSlug(text.asText())) {
                throw new Refused("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.");
            }
            return text;
        };
    }

    /** The folder of a user. */
    public static Kind userPath() {
        return given -> {
            JsonNode text = notBlank(plain(given));
            String path = text.asText();
            if (path.startsWith("/") || path.endsWith("/")) {
                throw new Refused("No leading or trailing slashes allowed.");
            }
            if (path.contains("//")) {
                throw new Refused("No empty segments in user path allowed.");
            }
            return text;
        };
    }

    /** A duration such as {@code hours=3;minutes=1}. */
    public static Kind duration() {
        return given -> {
            JsonNode text = notBlank(plain(given));
            if (Durations.parse(text.asText()).isEmpty()) {
                throw new Refused(text.asText() + " is not in the correct format of 'hours=3;minutes=1'.");
            }
            return text;
        };
    }

    /** A point in time. */
    public static Kind instant() {
        return given -> {
            try {
                return TextNode.valueOf(
                        OffsetDateTime.parse(given.asText()).toInstant().toString());
            } catch (DateTimeParseException wrong) {
                throw new Refused("Datetime has wrong format. Use one of these formats instead:"
                        + " YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
            }
        };
    }

    /** True or false, or a text that says so. */
    public static Kind flag() {
        return given -> {
            String text = given.isContainerNode() ? "" : given.asText().toLowerCase(Locale.ROOT);
            if (YES.contains(text)) {
                return BooleanNode.TRUE;
            }
            if (NO.contains(text)) {
                return BooleanNode.FALSE;
            }
            throw new Refused("Must be a valid boolean.");
        };
    }

    /** A whole number, or a text that is one. */
    public static Kind integer() {
        return given -> {
            if (given.isIntegralNumber() || given.isTextual() && given.asText().matches("-?\\d{1,9}")) {
                return IntNode.valueOf(given.asInt());
            }
            throw new Refused("A valid integer is required.");
        };
    }

    /** One of these texts. */
    public static Kind choice(String... choices) {
        List<String> known = List.of(choices);
        return given -> {
            if (known.contains(given.asText())) {
                return TextNode.valueOf(given.asText());
            }
            throw new Refused("\"" + given.asText() + "\" is not a valid choice.");
        };
    }

    /** A JSON object of any content. */
    public static Kind dictionary() {
        return given -> {
            if (given.isObject()) {
                return given;
            }
            throw new Refused("Value must be a dictionary, and not have any duplicate keys.");
        };
    }

    /** A JSON list of any content. */
    public static Kind anyList() {
        return given -> {
            if (given.isArray()) {
                return given;
            }
            throw new Refused("Expected a list of items but got type \"" + typeOf(given) + "\".");
        };
    }

    /** The key of an object of this table; an empty text is as good as null. */
    public static Kind one(Table table) {
        return given -> given.isTextual() && given.asText().isEmpty() ? NullNode.instance : uuidKey(given, table);
    }

    /** The number of an object of this table. */
    public static Kind oneNumbered(Table table) {
        return given -> given.isTextual() && given.asText().isEmpty() ? NullNode.instance : numberKey(given, table);
    }

    /** A list of keys of objects of this table. */
    public static Kind many(Table table) {
        return given -> each(given, item -> uuidKey(item, table));
    }

    /** A list of numbers of objects of this table. */
    public static Kind manyNumbered(Table table) {
        return given -> each(given, item -> numberKey(item, table));
    }

    /** A UUID of whatever object. */
    public static Kind uuid() {
        return given -> {
            if (isUuid(given.asText())) {
                return TextNode.valueOf(given.asText());
            }
            throw new Refused("Must be a valid UUID.");
        };
    }

    private static ArrayNode each(JsonNode given, Kind kind) {
        if (!given.isArray()) {
            throw new Refused("Expected a list of items but got type \"" + typeOf(given) + "\".");
        }
        ArrayNode accepted = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : given) {
            JsonNode key = kind.accept(item);
            boolean repeated = false;
            for (JsonNode earlier : accepted) {
                repeated |= earlier.equals(key);
            }
            if (!repeated) {
                accepted.add(key);
            }
        }
        return accepted;
    }

    private static JsonNode uuidKey(JsonNode given, Table table) {
        String text = given.asText();
        if (!isUuid(text)) {
            throw new Refused("“" + text + "” is not a valid UUID.");
        }
        return existing(UUID.fromString(text).toString(), text, table);
    }

    private static JsonNode numberKey(JsonNode given, Table table) {
        if (!given.isIntegralNumber() && !given.asText().matches("\\d{1,9}")) {
            throw new Refused("Incorrect type. Expected pk value, received " + typeOf(given) + ".");
        }
        return IntNode.valueOf(existing(given.asText(), given.asText(), table).asInt());
    }

    private static JsonNode existing(String key, String shown, Table table) {
        if (table.byKey(key).isEmpty()) {
            throw new Refused("Invalid pk \"" + shown + "\" - object does not exist.");
        }
        return TextNode.valueOf(key);
    }

    static boolean isUuid(String text) {
        return text.matches("(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}");
    }

    private static String plain(JsonNode given) {
        if (given.isTextual() || given.isNumber()) {
            return given.asText().strip();
        }
        throw new Refused("Not a valid string.");
    }

    private static JsonNode notBlank(String text) {
        if (text.isEmpty()) {
            throw new Refused("This field may not be blank.");
        }
        return TextNode.valueOf(text);
    }

    /** What the server calls the type of a JSON value. */
    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case BOOLEAN -> "bool";
            case NUMBER -> node.isIntegralNumber() ? "int" : "float";
            case NULL, MISSING -> "NoneType";
            default -> "str";
        };
    }
}
