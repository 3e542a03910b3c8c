package io.dezky.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import com.networknt.schema.oas.OpenApi30;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks bodies by the schemas of a document. */
final class Schemas {

    /** Where the document is said to lie, so that a schema taken out of it still finds the others. */
    private static final String HOME = "https://contract.invalid/document";

    private static final String DEFINITIONS = "components";

    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();
    private final Map<JsonNode, JsonSchema> known = new HashMap<>();

    Schemas(Document document) {
        ObjectNode definitions = JsonNodeFactory.instance.objectNode();
        definitions.set(
                DEFINITIONS, understood(document.root().path(DEFINITIONS).deepCopy()));
        JsonMetaSchema dialect = JsonMetaSchema.builder(OpenApi30.getInstance())
                .keyword(new NonValidationKeyword(DEFINITIONS))
                .keyword(ValidatorTypeCode.IF_THEN_ELSE)
                .keyword(new NonValidationKeyword("then"))
                .keyword(new NonValidationKeyword("else"))
                .build();
        this.factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7, builder -> builder.metaSchema(dialect)
                .defaultMetaSchemaIri(dialect.getIri())
                .schemaLoaders(loaders -> loaders.schemas(Map.of(HOME, definitions.toString()))));
    }

    /** What is wrong with a body. */
    Set<ValidationMessage> complaints(JsonNode schema, JsonNode body) {
        return known.computeIfAbsent(schema, this::compiled).validate(body);
    }

    private JsonSchema compiled(JsonNode schema) {
        return factory.getSchema(withAbsoluteReferences(understood(schema.deepCopy())), config);
    }

    /**
     * Says the same in words that the validator takes as they are meant: a reference that may be null, which it would
     * refuse; and no format for addresses, of which it knows only those under real top-level domains.
     */
    private static JsonNode understood(JsonNode node) {
        if (node instanceof ArrayNode list) {
            list.forEach(Schemas::understood);
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        object.forEach(Schemas::understood);
        if (object.path("format").asText().equals("email")) {
            object.remove("format");
        }
        if (object.path("nullable").asBoolean() && object.path("allOf").isArray()) {
            JsonNode whole = object.remove("allOf");
            object.putObject("if").put("nullable", true).putArray("enum").addNull();
            object.putObject("then");
            object.putObject("else").set("allOf", whole);
        }
        return object;
    }

    private static JsonNode withAbsoluteReferences(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                boolean reference =
                        member.getKey().equals("$ref") && member.getValue().isTextual();
                member.setValue(
                        reference
                                ? TextNode.valueOf(HOME + member.getValue().asText())
                                : withAbsoluteReferences(member.getValue()));
            });
        } else if (node instanceof ArrayNode list) {
            list.forEach(Schemas::withAbsoluteReferences);
        }
        return node;
    }
}
