package io.dezky.simulator.ocis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads a request body as the server does: a member that it does not know, or one of the wrong kind, is an error; what
 * comes behind the first JSON value is not looked at. The messages are those of the Go library behind it.
 */
final class StrictBody {

    /** A body that the server cannot read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Of what kind a member must be. */
    enum Kind {
        TEXT("string"),
        INTEGER("int64"),
        BOOLEAN("bool"),
        LIST("[]string"),
        OBJECT("struct"),
        /** Known to the server, but nothing that a client sends: not simulated. */
        NEVER_SENT("");

        private final String goType;

        Kind(String goType) {
            this.goType = goType;
        }
    }

    private record Member(Kind kind, Optional<StrictBody> inner, LeftOut leftOut) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String typeName;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private List<String> required = List.of();

    private StrictBody(String typeName) {
        this.typeName = typeName;
    }

    /** Begins the description of a body by the name of its type in the server. */
    static StrictBody of(String typeName) {
        return new StrictBody(typeName);
    }

    StrictBody with(Kind kind, String... names) {
        for (String name : names) {
            members.put(name, new Member(kind, Optional.empty(), null));
        }
        return this;
    }

    /** A member that is an object, or a list of objects, with members of its own. */
    StrictBody with(Kind kind, String name, StrictBody inner) {
        members.put(name, new Member(kind, Optional.of(inner), null));
        return this;
    }

    StrictBody leavingOut(LeftOut reason, String... names) {
        for (String name : names) {
            members.put(name, new Member(Kind.NEVER_SENT, Optional.empty(), reason));
        }
        return this;
    }

    StrictBody requiring(String... names) {
        required = List.of(names);
        return this;
    }

    /** The body as an object with known members of the right kinds. A member may be {@code null}. */
    ObjectNode read(byte[] body) throws Unreadable {
        JsonNode node = parse(body);
        if (node.isNull()) {
            return JSON.createObjectNode();
        }
        if (!(node instanceof ObjectNode object)) {
            throw new Unreadable(
                    "json: cannot unmarshal " + goKind(node, null) + " into Go value of type libregraph." + typeName);
        }
        for (String name : required) {
            if (!object.has(name)) {
                throw new Unreadable("no value given for required property " + name);
            }
        }
        check(object, "");
        return object;
    }

    private static JsonNode parse(byte[] body) throws Unreadable {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new Unreadable("EOF");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw new Unreadable(syntaxError(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String syntaxError(String text) {
        for (String literal : List.of("null", "true", "false")) {
            if (literal.charAt(0) != text.charAt(0)) {
                continue;
            }
            for (int i = 1; i < literal.length() && i < text.length(); i++) {
                if (text.charAt(i) != literal.charAt(i)) {
                    return "invalid character '" + text.charAt(i) + "' in literal " + literal + " (expecting '"
                            + literal.charAt(i) + "')";
                }
            }
        }
        return "{[\"".indexOf(text.charAt(0)) >= 0
                ? "unexpected EOF"
                : "invalid character '" + text.charAt(0) + "' looking for beginning of value";
    }

    private void check(ObjectNode object, String path) throws Unreadable {
        for (Map.Entry<String, JsonNode> given : object.properties()) {
            Member member = members.get(given.getKey());
            if (member == null) {
                throw new Unreadable("json: unknown field \"" + given.getKey() + "\"");
            }
            if (member.kind() == Kind.NEVER_SENT) {
                throw Refusal.leftOut(member.leftOut());
            }
            check(member, given.getValue(), path + given.getKey());
        }
    }

    private void check(Member member, JsonNode value, String path) throws Unreadable {
        if (value.isNull()) {
            return;
        }
        if (!fits(member.kind(), value)) {
            throw new Unreadable("json: cannot unmarshal " + goKind(value, member.kind()) + " into Go struct field "
                    + typeName + "." + path + " of type " + member.kind().goType);
        }
        if (member.inner().isEmpty()) {
            return;
        }
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (item instanceof ObjectNode object) {
                member.inner().get().check(object, path + ".");
            } else {
                throw new Unreadable("json: cannot unmarshal " + goKind(item, member.kind()) + " into Go struct field "
                        + typeName + "." + path + " of type struct");
            }
        }
    }

    private static boolean fits(Kind kind, JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual();
            case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
            case BOOLEAN -> value.isBoolean();
            case LIST -> value.isArray();
            case OBJECT -> value.isObject();
            case NEVER_SENT -> false;
        };
    }

    private static String goKind(JsonNode node, Kind wanted) {
        return switch (node.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> wanted == Kind.INTEGER ? "number " + node.asText() : "number";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            default -> "object";
        };
    }

    /** A member that is there and not {@code null}. */
    static Optional<JsonNode> given(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    /** A text member that is there and not {@code null}. */
    static Optional<String> text(JsonNode object, String name) {
        return given(object, name).map(JsonNode::asText);
    }

    /** The texts of a list; empty when it is absent. */
    static List<String> texts(JsonNode object, String name) {
        return given(object, name)
                .map(list -> StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .orElse(List.of());
    }
}
