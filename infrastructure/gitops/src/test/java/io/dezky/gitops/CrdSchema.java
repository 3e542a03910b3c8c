package io.dezky.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;

/** A CRD as a JSON Schema, for editors, for kubeconform, and for the tests here. What only CEL rules say is not in it. */
final class CrdSchema {

    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private CrdSchema() {}

    /** For objects as people write them: without status, and no field that the CRD does not know. */
    static ObjectNode forManifests(String kind) {
        ObjectNode schema = of(kind);
        ((ObjectNode) schema.get("properties")).remove("status");
        return schema;
    }

    /** For objects as the API server has them. */
    static ObjectNode of(String kind) {
        JsonNode crd = ProjectFiles.crd(kind);
        JsonNode version = crd.at("/spec/versions/0");
        ObjectNode schema = ProjectFiles.YAML.createObjectNode();
        schema.put("$schema", DRAFT);
        schema.put("title", kind);
        ObjectNode converted = version.at("/schema/openAPIV3Schema").deepCopy();
        convert(converted);
        schema.setAll(converted);
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties
                .putObject("apiVersion")
                .putArray("enum")
                .add(crd.at("/spec/group").asText() + "/" + version.get("name").asText());
        properties.putObject("kind").putArray("enum").add(kind);
        properties.putObject("metadata").put("type", "object");
        schema.putArray("required")
                .add("apiVersion")
                .add("kind")
                .add("metadata")
                .add("spec");
        return schema;
    }

    private static void convert(ObjectNode schema) {
        List<String> own = new ArrayList<>();
        schema.fieldNames().forEachRemaining(own::add);
        own.stream().filter(name -> name.startsWith("x-kubernetes-")).forEach(schema::remove);
        if (schema.has("properties")) {
            schema.put("additionalProperties", false);
            schema.get("properties").forEach(property -> convert((ObjectNode) property));
        }
        if (schema.has("items")) {
            convert((ObjectNode) schema.get("items"));
        }
    }

    /** What is wrong with an object; empty if nothing is. */
    static List<String> problems(ObjectNode schema, JsonNode object) {
        JsonSchema validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        return validator.validate(object).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
