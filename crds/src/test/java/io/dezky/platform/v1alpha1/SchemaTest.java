package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the whole of each CRD. */
class SchemaTest {

    /** @param path such as {@code spec.mail.domains[].name}; empty for the kind itself */
    private record Node(String path, JsonNode schema) {

        boolean isIn(String section) {
            return path.equals(section) || path.startsWith(section + ".");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldIsDescribedTheKindIncluded(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(nodes(kind)).hasSizeGreaterThan(20);
        assertThat(nodes(kind).stream().filter(node -> !node.path().endsWith("[]")))
                .allSatisfy(node -> assertThat(node.schema().path("description").asText())
                        .as("description of %s", node.path())
                        .endsWith(".")
                        .doesNotContain("\n"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyListSaysHowItIsMerged(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(ofType(kind, "array")).allSatisfy(node -> assertThat(
                        node.schema().path("x-kubernetes-list-type").asText())
                .as(node.path())
                .isIn("map", "set", "atomic"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theKeyOfEveryListMapIsRequired(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(ofType(kind, "array").stream().filter(node -> node.schema().has("x-kubernetes-list-map-keys")))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.schema().at("/items/required"))
                        .as(node.path())
                        .contains(node.schema().at("/x-kubernetes-list-map-keys/0")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everythingInTheSpecIsBounded(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(ofType(kind, "array").stream().filter(node -> node.isIn("spec")))
                .allSatisfy(node -> assertThat(node.schema().has("maxItems"))
                        .as(node.path())
                        .isTrue());
        assertThat(ofType(kind, "string").stream().filter(node -> node.isIn("spec")))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(
                                node.schema().has("maxLength") || node.schema().has("enum"))
                        .as(node.path())
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void boundsAreWholeNumbers(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(ofType(kind, "integer")).isNotEmpty().allSatisfy(node -> assertThat(
                        node.schema().path("minimum").isDouble())
                .as(node.path())
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyRuleNamesItsFieldFirst(Class<? extends CustomResource<?, ?>> kind) {
        for (Node node : nodes(kind)) {
            for (JsonNode rule : node.schema().path("x-kubernetes-validations")) {
                String message = rule.path("message").asText();
                assertThat(message)
                        .startsWith(fieldOf(node, rule) + " ")
                        .doesNotEndWith(".")
                        .doesNotContain("\n");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theStatusIsASubresource(Class<? extends CustomResource<?, ?>> kind) {
        assertThat(CrdGeneration.crd(kind)
                        .at("/spec/versions/0/subresources/status")
                        .isObject())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void conditionsHaveTheShapeOfTheKubernetesApi(Class<? extends CustomResource<?, ?>> kind) {
        JsonNode conditions = nodes(kind).stream()
                .filter(node -> node.path().equals("status.conditions"))
                .findFirst()
                .orElseThrow()
                .schema();

        assertThat(conditions.at("/x-kubernetes-list-map-keys/0").asText()).isEqualTo("type");
        assertThat(texts(conditions.at("/items/required")))
                .containsExactly("type", "status", "reason", "message", "lastTransitionTime");
        assertThat(texts(conditions.at("/items/properties/status/enum"))).containsExactly("True", "False", "Unknown");
        assertThat(conditions.at("/items/properties/lastTransitionTime/format").asText())
                .isEqualTo("date-time");
        assertThat(conditions.at("/items/properties/observedGeneration/format").asText())
                .isEqualTo("int64");
    }

    @Test
    void columnsStandInTheOrderOfTheirAnnotations() {
        assertThat(columns(Tenant.class))
                .containsExactly("Slug", "Host", "Ready", "Reason", "DNS", "Identity", "Mail", "Files", "Age");
        assertThat(columns(OperatorInvite.class))
                .containsExactly(
                        "Email", "State", "Method", "Secret", "Expires", "Ready reason", "Requested by", "Age");
        assertThat(columns(TenantInvite.class))
                .containsExactly(
                        "Email",
                        "Tenant",
                        "Role",
                        "State",
                        "Method",
                        "Secret",
                        "Expires",
                        "Ready reason",
                        "Requested by",
                        "Age");
    }

    @Test
    void theJarCarriesTheCrds() {
        assertThat(Crds.all())
                .extracting(crd -> crd.getSpec().getNames().getKind())
                .containsExactlyElementsOf(kinds().map(Class::getSimpleName).toList());
    }

    static Stream<Class<? extends CustomResource<?, ?>>> kinds() {
        return CrdGeneration.KINDS.stream();
    }

    /** As messages write it: a rule about the items of a list of strings names the list. */
    private static String fieldOf(Node node, JsonNode rule) {
        if (node.path().isEmpty()) {
            return "metadata.name";
        }
        return rule.has("fieldPath")
                ? node.path() + rule.get("fieldPath").asText()
                : node.path().replaceAll("\\[]$", "");
    }

    private static List<Node> ofType(Class<? extends CustomResource<?, ?>> kind, String type) {
        return nodes(kind).stream()
                .filter(node -> node.schema().path("type").asText().equals(type))
                .toList();
    }

    private static List<Node> nodes(Class<? extends CustomResource<?, ?>> kind) {
        List<Node> nodes = new ArrayList<>();
        collect("", CrdGeneration.crd(kind).at("/spec/versions/0/schema/openAPIV3Schema"), nodes);
        return nodes;
    }

    private static void collect(String path, JsonNode schema, List<Node> nodes) {
        nodes.add(new Node(path, schema));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            collect(Paths.property(path, property.getKey()), property.getValue(), nodes);
        }
        if (schema.has("items")) {
            collect(path + "[]", schema.get("items"), nodes);
        }
    }

    private static List<String> columns(Class<? extends CustomResource<?, ?>> kind) {
        List<String> names = new ArrayList<>();
        CrdGeneration.crd(kind)
                .at("/spec/versions/0/additionalPrinterColumns")
                .forEach(column -> names.add(column.get("name").asText()));
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
