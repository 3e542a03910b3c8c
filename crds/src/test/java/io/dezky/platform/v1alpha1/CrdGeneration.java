package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Generates the CRDs: fabric8's generator does the bulk, and what it can't say ({@link Schema}) or says oddly is put right here, by walking the Java
 * types and the schema side by side.
 */
final class CrdGeneration {

    static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(Tenant.class, OperatorInvite.class, TenantInvite.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private CrdGeneration() {}

    static ObjectNode crd(Class<? extends CustomResource<?, ?>> kind) {
        ObjectNode crd = generated(kind);
        ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
        version.set("additionalPrinterColumns", columnsInOrder(kind, version));
        ObjectNode root = (ObjectNode) version.at("/schema/openAPIV3Schema");
        root.put("description", kind.getAnnotation(JsonClassDescription.class).value());
        Type[] specAndStatus = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        ObjectNode properties = (ObjectNode) root.get("properties");
        complete((Class<?>) specAndStatus[0], (ObjectNode) properties.get("spec"));
        complete((Class<?>) specAndStatus[1], (ObjectNode) properties.get("status"));
        dropRepeatedRules(root);
        wholeNumbers(root);
        return crd;
    }

    static String yaml(ObjectNode crd) {
        try {
            return "# Generated from the Java types beside this file: mvn -pl crds -am verify -Dcrds.write=true\n"
                    + YAML.writeValueAsString(crd);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode generated(Class<? extends CustomResource<?, ?>> kind) {
        AtomicReference<HasMetadata> crd = new AtomicReference<>();
        CRDPostProcessor keep = new CRDPostProcessor() {
            @Override
            public HasMetadata process(HasMetadata generated, String version) {
                crd.set(generated);
                return generated;
            }
        };
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .forCRDVersions("v1")
                .withPostProcessor(keep)
                .withOutput(new Discarded())
                .generate();
        return JSON.valueToTree(crd.get());
    }

    /** The generator sorts columns by path; people read them in the order of the annotations. */
    private static ArrayNode columnsInOrder(Class<?> kind, JsonNode version) {
        ArrayNode ordered = JSON.createArrayNode();
        for (AdditionalPrinterColumn wanted : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            for (JsonNode column : version.get("additionalPrinterColumns")) {
                if (column.get("name").asText().equals(wanted.name())) {
                    ordered.add(
                            column.get("priority").asInt() == 0 ? ((ObjectNode) column).without("priority") : column);
                }
            }
        }
        return ordered;
    }

    private static void complete(Class<?> type, ObjectNode schema) {
        ObjectNode generated = (ObjectNode) schema.get("properties");
        ObjectNode inOrder = JSON.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            ObjectNode property = (ObjectNode) generated.get(component.getName());
            completeProperty(declaredField(type, component), component.getGenericType(), property);
            inOrder.set(component.getName(), property);
        }
        schema.set("properties", inOrder);
        keepDeclaredOrder(schema, inOrder);
    }

    private static void completeProperty(Field field, Type type, ObjectNode property) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            ObjectNode items = (ObjectNode) property.get("items");
            completeList(field, property, items);
            completeValue(field, (Class<?>) element, items);
            return;
        }
        completeValue(field, (Class<?>) type, property);
    }

    private static void completeList(Field field, ObjectNode property, ObjectNode items) {
        Schema.ListMap map = field.getAnnotation(Schema.ListMap.class);
        boolean set = field.isAnnotationPresent(Schema.ListSet.class);
        property.put("x-kubernetes-list-type", map != null ? "map" : set ? "set" : "atomic");
        if (map != null) {
            property.putArray("x-kubernetes-list-map-keys").add(map.value());
        }
        for (Schema.ItemRule rule : field.getAnnotationsByType(Schema.ItemRule.class)) {
            items.withArray("x-kubernetes-validations")
                    .addObject()
                    .put("message", rule.message())
                    .put("rule", rule.value());
        }
    }

    private static void completeValue(Field field, Class<?> type, ObjectNode schema) {
        if (type.isRecord()) {
            complete(type, schema);
        }
        List<String> values = allowedValues(field, type);
        if (!values.isEmpty()) {
            ArrayNode allowed = schema.putArray("enum");
            values.forEach(allowed::add);
        }
        if (type == Long.class) {
            schema.put("format", "int64");
        }
        if (type == Integer.class) {
            schema.put("format", "int32");
        }
    }

    private static List<String> allowedValues(Field field, Class<?> type) {
        Schema.AllowedValues allowed = field.getAnnotation(Schema.AllowedValues.class);
        if (allowed != null) {
            return List.of(allowed.value());
        }
        List<String> values = new ArrayList<>();
        for (Field constant : type.getFields()) {
            if (constant.isEnumConstant()) {
                values.add(constant.getAnnotation(JsonProperty.class).value());
            }
        }
        return values;
    }

    private static void keepDeclaredOrder(ObjectNode schema, ObjectNode properties) {
        if (!schema.has("required")) {
            return;
        }
        Set<String> required = new LinkedHashSet<>();
        schema.get("required").forEach(name -> required.add(name.asText()));
        ArrayNode ordered = schema.putArray("required");
        properties.fieldNames().forEachRemaining(name -> {
            if (required.contains(name)) {
                ordered.add(name);
            }
        });
    }

    /** The generator finds an annotation of a record's component twice, at its field and at its accessor. */
    private static void dropRepeatedRules(JsonNode node) {
        if (node.get("x-kubernetes-validations") instanceof ArrayNode rules) {
            Set<JsonNode> once = new LinkedHashSet<>();
            rules.forEach(once::add);
            rules.removeAll().addAll(once);
        }
        node.forEach(CrdGeneration::dropRepeatedRules);
    }

    /** The generator writes {@code minimum: 0.0}, the API server keeps 0: a difference that GitOps tools would show for ever. */
    private static void wholeNumbers(JsonNode node) {
        for (String bound : List.of("minimum", "maximum")) {
            if (node instanceof ObjectNode schema && schema.path(bound).isDouble()) {
                schema.put(bound, schema.get(bound).longValue());
            }
        }
        node.forEach(CrdGeneration::wholeNumbers);
    }

    private static Field declaredField(Class<?> type, RecordComponent component) {
        try {
            return type.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a record has a field for each component", e);
        }
    }

    /** The post-processor has the CRD already; what the generator writes is not wanted. */
    private static final class Discarded implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

        @Override
        public ByteArrayOutputStream outputFor(String crdName) {
            return new ByteArrayOutputStream();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
