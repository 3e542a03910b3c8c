package io.dezky.k3s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stalwart's own schema of its objects: which fields a kind has, and what may stand in them. */
record StalwartSchema(JsonNode document) {

    boolean knows(String kind) {
        return document.path("objects").has(kind);
    }

    /** What is wrong with fields that are sent in a create or update. */
    List<String> problems(String kind, JsonNode fields) {
        return objectProblems(kind, kind, fields);
    }

    private List<String> objectProblems(String where, String schemaName, JsonNode fields) {
        List<String> problems = new ArrayList<>();
        JsonNode properties = document.at("/fields")
                .path(concrete(schemaName, fields.path("@type").asText()))
                .path("properties");
        fields.properties().forEach(field -> {
            if (field.getKey().equals("@type")) {
                if (!hasVariant(schemaName, field.getValue().asText())) {
                    problems.add(where + ": there is no variant " + field.getValue());
                }
                return;
            }
            JsonNode property = properties.path(field.getKey());
            if (property.isMissingNode() || property.path("update").asText().equals("serverSet")) {
                problems.add(where + ": " + field.getKey() + " can't be set");
                return;
            }
            problems.addAll(valueProblems(where + "." + field.getKey(), property.path("type"), field.getValue()));
        });
        return problems;
    }

    private List<String> valueProblems(String where, JsonNode type, JsonNode value) {
        if (value.isNull()) {
            return type.path("nullable").asBoolean() ? List.of() : List.of(where + " can't be null");
        }
        boolean fits =
                switch (type.path("type").asText()) {
                    case "string", "objectId" -> value.isTextual();
                    case "boolean" -> value.isBoolean();
                    case "number" -> value.isNumber();
                    case "set", "map", "object", "objectList" -> value.isObject();
                    default -> true;
                };
        if (!fits) {
            return List.of(where + " can't be " + value);
        }
        return switch (type.path("type").asText()) {
            case "object" -> objectProblems(where, type.path("objectName").asText(), value);
            case "set" -> memberProblems(where, type.path("class"), value);
            default -> List.of();
        };
    }

    private List<String> memberProblems(String where, JsonNode type, JsonNode members) {
        Set<String> allowed = new HashSet<>();
        document.path("enums")
                .path(type.path("enumName").asText())
                .forEach(value -> allowed.add(value.path("name").asText(value.asText())));
        List<String> problems = new ArrayList<>();
        members.fieldNames().forEachRemaining(member -> {
            if (type.path("type").asText().equals("enum") && !allowed.contains(member)) {
                problems.add(where + " can't hold " + member);
            }
        });
        return problems;
    }

    private boolean hasVariant(String schemaName, String variant) {
        JsonNode schema = document.path("schemas").path(schemaName);
        return schema.path("type").asText().equals("single")
                || schema.path("variants").findValuesAsText("name").contains(variant);
    }

    /** The schema of a variant, where the object has variants. */
    private String concrete(String schemaName, String variant) {
        JsonNode schema = document.path("schemas").path(schemaName);
        if (schema.path("type").asText().equals("single")) {
            return schema.path("schemaName").asText();
        }
        for (JsonNode candidate : schema.path("variants")) {
            if (candidate.path("name").asText().equals(variant)) {
                return candidate.path("schemaName").asText();
            }
        }
        return schemaName;
    }
}
