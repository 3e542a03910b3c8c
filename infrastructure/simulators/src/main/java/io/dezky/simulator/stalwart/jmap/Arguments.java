package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.NotSimulated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the arguments of one call. What is of the wrong kind fails the call, with the place in the request's text. */
final class Arguments {

    private final JmapRequest.Call call;
    private final String text;
    private final ObjectNode given;

    /**
     * @param text the whole request, for the place of a wrong argument
     * @param given the call's arguments, result references resolved
     */
    Arguments(JmapRequest.Call call, String text, JsonNode given) {
        this.call = call;
        this.text = text;
        if (!(given instanceof ObjectNode object)) {
            throw new NotSimulated("arguments that are no object");
        }
        this.given = object;
    }

    /** All of them, as they are. */
    ObjectNode all() {
        return given;
    }

    JsonNode raw(String name) {
        return given.path(name);
    }

    boolean has(String name) {
        return given.hasNonNull(name);
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!given.get(name).isTextual()) {
            throw unusual(name);
        }
        return Optional.of(given.get(name).textValue());
    }

    /** A list of texts; empty when there is none or it is null. */
    Optional<List<String>> texts(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode list = given.get(name);
        if (list.isTextual()) {
            throw invalid("invalid type: string " + list + ", expected a sequence", name);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                throw unusual(name);
            }
            texts.add(item.textValue());
        }
        if (!list.isArray()) {
            throw unusual(name);
        }
        return Optional.of(texts);
    }

    Optional<Integer> integer(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!given.get(name).isInt()) {
            throw unusual(name);
        }
        return Optional.of(given.get(name).intValue());
    }

    Optional<Integer> unsigned(String name) {
        Optional<Integer> number = integer(name);
        if (number.isPresent() && number.get() < 0) {
            throw invalid("invalid value: integer `" + number.get() + "`, expected usize", name);
        }
        return number;
    }

    boolean flag(String name) {
        if (has(name) && !given.get(name).isBoolean()) {
            throw unusual(name);
        }
        return given.path(name).asBoolean();
    }

    /** An object by name; empty when there is none or it is null. */
    ObjectNode object(String name) {
        if (!has(name)) {
            return given.objectNode();
        }
        if (!(given.get(name) instanceof ObjectNode object)) {
            throw unusual(name);
        }
        return object;
    }

    private NotSimulated unusual(String name) {
        return new NotSimulated("the argument " + name + " of this kind: " + given.get(name));
    }

    private MethodError invalid(String what, String name) {
        JsonLocation end = endOf(name);
        return MethodError.of(
                "invalidArguments", what + " at line " + end.getLineNr() + " column " + (end.getColumnNr() - 1));
    }

    /** Where the value of an argument ends in the text of the request. */
    private JsonLocation endOf(String name) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            String wanted = "/methodCalls/" + call.position() + "/1/" + name;
            while (parser.nextToken() != null) {
                boolean isValue = parser.currentToken() != JsonToken.FIELD_NAME;
                if (isValue
                        && parser.getParsingContext().pathAsPointer().toString().equals(wanted)) {
                    // A text is only read to its end when somebody asks for it.
                    parser.getText();
                    return parser.currentLocation();
                }
            }
            throw new IllegalStateException("no argument " + name);
        } catch (IOException readBefore) {
            throw new IllegalStateException(readBefore);
        }
    }
}
