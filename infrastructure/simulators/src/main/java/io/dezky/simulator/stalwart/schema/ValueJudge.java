package io.dezky.simulator.stalwart.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.stalwart.registry.Ids;
import io.dezky.simulator.stalwart.schema.SchemaViolation.Side;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Judges single values by the description of their type. */
final class ValueJudge {

    private final JsonNode schema;
    private final ObjectJudge objects;
    private final Side side;

    ValueJudge(JsonNode schema, ObjectJudge objects, Side side) {
        this.schema = schema;
        this.objects = objects;
        this.side = side;
    }

    void value(JsonNode type, JsonNode value, String where) {
        if (value.isNull()) {
            if (!type.path("nullable").asBoolean()) {
                objects.wrong(where, "null");
            }
            return;
        }
        switch (type.path("type").asText()) {
            case "string" -> string(type, value, where);
            case "number" -> number(type, value, where);
            case "boolean" -> require(value.isBoolean(), where, "no truth value");
            case "utcDateTime" -> require(isTime(value), where, "no time");
            case "objectId" -> require(value.isTextual() && isId(value.textValue()), where, "no id");
            case "enum" -> require(isWordOf(type.path("enumName").asText(), value), where, "no word of its list");
            case "set" -> set(type, value, where);
            case "map" -> map(type, value, where);
            case "objectList" -> list(type, value, where);
            case "object" -> objects.object(type.path("objectName").asText(), value, where);
            default -> {
                // A kind of value that no property of these conversations has.
            }
        }
    }

    /** A value that a member of a set or map may have, for a pointer that takes the member away. */
    JsonNode anythingFor(JsonNode type) {
        return type.path("type").asText().equals("set") ? BooleanNode.TRUE : IntNode.valueOf(0);
    }

    private void string(JsonNode type, JsonNode value, String where) {
        if (!value.isTextual()) {
            objects.wrong(where, "no text");
            return;
        }
        String text = value.textValue();
        require(side == Side.ANSWERED || !text.isEmpty(), where, "an empty text");
        require(!type.path("format").asText().equals("emailAddress") || text.indexOf('@') > 0, where, "no address");
        require(!type.has("maxLength") || text.length() <= type.get("maxLength").asInt(), where, "too long");
    }

    private void number(JsonNode type, JsonNode value, String where) {
        if (!value.isNumber()) {
            objects.wrong(where, "no number");
            return;
        }
        BigDecimal number = value.decimalValue();
        boolean fraction = type.path("format").asText().equals("float");
        require(fraction || value.isIntegralNumber(), where, "no whole number");
        require(
                fraction || type.path("format").asText().equals("integer") || number.signum() >= 0,
                where,
                "a negative number");
        require(!type.has("min") || number.compareTo(type.get("min").decimalValue()) >= 0, where, "too small");
        require(!type.has("max") || number.compareTo(type.get("max").decimalValue()) <= 0, where, "too large");
    }

    private void set(JsonNode type, JsonNode value, String where) {
        if (!value.isObject()) {
            objects.wrong(where, "a set is written as {\"member\": true}");
            return;
        }
        value.properties().forEach(member -> {
            key(type.path("class"), member.getKey(), where);
            require(member.getValue().equals(BooleanNode.TRUE), where + "/" + member.getKey(), "not true");
        });
        require(value.size() >= type.path("minItems").asInt(), where, "too few members");
    }

    private void map(JsonNode type, JsonNode value, String where) {
        if (!value.isObject()) {
            objects.wrong(where, "no object");
            return;
        }
        value.properties().forEach(entry -> {
            key(type.path("keyClass"), entry.getKey(), where);
            value(type.path("valueClass"), entry.getValue(), where + "/" + entry.getKey());
        });
    }

    private void key(JsonNode type, String key, String where) {
        value(type, TextNode.valueOf(key), where + "/" + key);
    }

    private void list(JsonNode type, JsonNode value, String where) {
        if (!value.isObject()) {
            objects.wrong(where, "a list is written as {\"0\": ..., \"1\": ...}");
            return;
        }
        value.properties().forEach(item -> {
            require(item.getKey().matches("\\d+"), where + "/" + item.getKey(), "no position in a list");
            objects.object(type.path("objectName").asText(), item.getValue(), where + "/" + item.getKey());
        });
    }

    /** What is sent may name an object that the same request makes. */
    private boolean isId(String text) {
        return side == Side.SENT && text.startsWith("#") || Ids.parse(text).isPresent();
    }

    private static boolean isTime(JsonNode value) {
        try {
            OffsetDateTime.parse(value.asText());
            return true;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private boolean isWordOf(String list, JsonNode value) {
        JsonNode words = schema.path("enums").path(list);
        if (words.isMissingNode()) {
            return value.isTextual();
        }
        for (JsonNode word : words) {
            if (word.path("name").equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void require(boolean holds, String where, String what) {
        if (!holds) {
            objects.wrong(where, what);
        }
    }
}
