package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schemas of the example repository, and the fixtures of Argo CD's scripts against the CRDs. */
class SchemasTest {

    private static final Path FIXTURES = ProjectFiles.ROOT.resolve("crds/fixtures");

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void theSchemaOfAKindIsWhatItsCrdSays(String kind) throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        String text = new ObjectMapper().writer(printer).writeValueAsString(CrdSchema.forManifests(kind));

        ProjectFiles.writeOrCompare(
                ProjectFiles.EXAMPLE.resolve("schemas/%s_v1alpha1.json".formatted(kind.toLowerCase(Locale.ROOT))),
                text + "\n");
    }

    @ParameterizedTest
    @MethodSource("validManifests")
    void whatTheApiServerAcceptsTheSchemaAccepts(Path file) {
        for (JsonNode object : ProjectFiles.documents(ProjectFiles.read(file))) {
            assertThat(CrdSchema.problems(
                            CrdSchema.forManifests(object.get("kind").asText()), object))
                    .isEmpty();
        }
    }

    static List<Path> validManifests() {
        return ProjectFiles.below(FIXTURES.resolve("valid"), ".yaml");
    }

    @Test
    void theSchemaRefusesWhatTheCrdRefusesWithoutItsRules() {
        for (String name : List.of(
                "tenant-unknown-field",
                "tenant-deletion-policy-unknown",
                "tenant-spec-missing",
                "operator-invite-handoff-unknown",
                "tenant-invite-without-tenant")) {
            JsonNode object = ProjectFiles.documents(
                            ProjectFiles.read(FIXTURES.resolve("invalid").resolve(name + ".yaml")))
                    .get(0);

            assertThat(CrdSchema.problems(
                            CrdSchema.forManifests(object.get("kind").asText()), object))
                    .as(name)
                    .isNotEmpty();
        }
    }

    @Test
    void aStatusIsNotForManifests() {
        JsonNode live = ProjectFiles.yaml(ProjectFiles.CUSTOMIZATIONS.resolve("Tenant/testdata/healthy.yaml"));

        assertThat(CrdSchema.problems(CrdSchema.forManifests("Tenant"), live)).anyMatch(it -> it.contains("status"));
    }

    @ParameterizedTest
    @MethodSource("argoFixtures")
    void theObjectsThatArgoCdsScriptsAreTestedWithAreObjectsOfTheApi(Path file) {
        JsonNode object = ProjectFiles.yaml(file);

        assertThat(CrdSchema.problems(CrdSchema.of(object.get("kind").asText()), object))
                .isEmpty();
    }

    static Stream<Path> argoFixtures() {
        return ProjectFiles.below(ProjectFiles.CUSTOMIZATIONS, ".yaml").stream()
                .filter(file -> file.getParent().endsWith("testdata"));
    }
}
