package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was released under crds/released must go on working with the CRDs of today. */
class CrdCompatibilityTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TestFactory
    Stream<DynamicTest> todaysCrdsBreakNothingThatWasReleased() {
        return ProjectFiles.yamlIn(ProjectFiles.CRDS.resolve("released")).stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    JsonNode released = yaml(ProjectFiles.read(file));
                    JsonNode now = CrdGeneration.KINDS.stream()
                            .map(CrdGeneration::crd)
                            .filter(crd -> crd.at("/metadata/name").equals(released.at("/metadata/name")))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("the kind is gone"));
                    assertThat(CrdCompatibility.breaks(released, now)).isEmpty();
                }));
    }

    @Test
    void theSameCrdBreaksNothing() {
        assertThat(CrdCompatibility.breaks(tenant(), tenant())).isEmpty();
    }

    @Test
    void aNewOptionalFieldAndALooserBoundBreakNothing() {
        assertThat(CrdCompatibility.breaks(tenant(), changed(spec -> {
                    ((ObjectNode) spec.at("/properties")).putObject("mode").put("type", "string");
                    ((ObjectNode) spec.at("/properties/displayName")).put("maxLength", 200);
                })))
                .isEmpty();
    }

    @Test
    void aFieldThatIsGoneIsABreak() {
        assertThat(CrdCompatibility.breaks(tenant(), changed(spec -> ((ObjectNode)
                                spec.at("/properties/files/properties/spaces/items/properties"))
                        .remove("quota"))))
                .containsExactly("spec.files.spaces[].quota is gone");
    }

    @Test
    void aNewRequiredFieldIsABreak() {
        assertThat(CrdCompatibility.breaks(
                        tenant(), changed(spec -> spec.withArray("required").add("slug"))))
                .containsExactly("spec.slug is required now");
    }

    @Test
    void aValueThatIsGoneIsABreak() {
        assertThat(CrdCompatibility.breaks(
                        tenant(), changed(spec -> ((ObjectNode) spec.at("/properties/deletionPolicy"))
                                .putArray("enum")
                                .add("Retain"))))
                .containsExactly("spec.deletionPolicy: the value \"Delete\" is gone");
    }

    @Test
    void aTighterBoundIsABreak() {
        assertThat(CrdCompatibility.breaks(tenant(), changed(spec -> ((ObjectNode) spec.at("/properties/displayName"))
                        .put("maxLength", 50))))
                .containsExactly("spec.displayName: maxLength went down to 50");
    }

    @Test
    void anotherTypeIsABreak() {
        assertThat(CrdCompatibility.breaks(
                        tenant(), changed(spec -> ((ObjectNode) spec.at("/properties/slug")).put("type", "integer"))))
                .containsExactly("spec.slug: type was \"string\" and is \"integer\"");
    }

    private static ObjectNode tenant() {
        return CrdGeneration.crd(Tenant.class);
    }

    private static ObjectNode changed(Consumer<ObjectNode> change) {
        ObjectNode crd = tenant();
        change.accept((ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
        return crd;
    }

    private static JsonNode yaml(String text) throws JsonProcessingException {
        return YAML.readTree(text);
    }
}
