package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patch of Argo CD's own configuration, which carries the scripts of {@code resource_customizations}. */
class ArgoConfigMapTest {

    private static final Path PATCH = ProjectFiles.ARGO_CD.resolve("argocd-cm.patch.yaml");
    private static final Path APPLICATION =
            ProjectFiles.ARGO_CD.resolve("resource_customizations/argoproj.io/Application");
    private static final String HEAD = """
            # Generated from resource_customizations: mvn -pl infrastructure/gitops -am verify -Dgitops.write=true
            # kubectl patch configmap argocd-cm -n argocd --patch-file argocd-cm.patch.yaml
            data:
            """;

    @Test
    void thePatchCarriesTheScriptsOfTheCustomizations() {
        StringBuilder patch = new StringBuilder(HEAD);
        patch.append(entry(2, "resource.customizations.health.argoproj.io_Application", health(APPLICATION)));
        for (String kind : ProjectFiles.KINDS) {
            Path folder = ProjectFiles.CUSTOMIZATIONS.resolve(kind);
            patch.append(entry(2, "resource.customizations.health.platform.dezky.io_" + kind, health(folder)));
            patch.append(entry(2, "resource.customizations.actions.platform.dezky.io_" + kind, actions(folder)));
        }

        ProjectFiles.writeOrCompare(PATCH, patch.toString());
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void argoCdReadsFromThePatchWhatTheFilesSay(String kind) {
        JsonNode data = ProjectFiles.yaml(PATCH).get("data");
        Path folder = ProjectFiles.CUSTOMIZATIONS.resolve(kind);
        JsonNode actions = ProjectFiles.documents(data.get("resource.customizations.actions.platform.dezky.io_" + kind)
                        .asText())
                .get(0);

        assertThat(data.get("resource.customizations.health.platform.dezky.io_" + kind)
                        .asText())
                .isEqualTo(health(folder));
        assertThat(actions.get("discovery.lua").asText())
                .isEqualTo(ProjectFiles.read(folder.resolve("actions/discovery.lua")));
        assertThat(actions.get("definitions")).isNotEmpty().allSatisfy(action -> assertThat(
                        action.get("action.lua").asText())
                .isEqualTo(ProjectFiles.read(folder.resolve("actions")
                        .resolve(action.get("name").asText())
                        .resolve("action.lua"))));
    }

    @Test
    void scriptsOfOtherKindsAreLeftAlone() {
        List<String> keys = ProjectFiles.yaml(PATCH).get("data").properties().stream()
                .map(java.util.Map.Entry::getKey)
                .toList();

        assertThat(keys)
                .hasSize(7)
                .allMatch(key -> key.matches("resource\\.customizations\\.(health|actions)\\."
                        + "(platform\\.dezky\\.io_(Tenant|OperatorInvite|TenantInvite)|argoproj\\.io_Application)"));
    }

    @NeedsLua
    @ParameterizedTest
    @MethodSource("applications")
    void anApplicationIsAsHealthyAsItsStatusSays(JsonNode test) {
        JsonNode application =
                ProjectFiles.yaml(APPLICATION.resolve(test.get("inputPath").asText()));

        assertThat(Lua.run(APPLICATION.resolve("health.lua"), application)).isEqualTo(test.get("healthStatus"));
    }

    static Stream<JsonNode> applications() {
        JsonNode tests =
                ProjectFiles.yaml(APPLICATION.resolve("health_test.yaml")).get("tests");
        return StreamSupport.stream(tests.spliterator(), false);
    }

    private static String health(Path folder) {
        return ProjectFiles.read(folder.resolve("health.lua"));
    }

    private static String actions(Path folder) {
        Path actions = folder.resolve("actions");
        StringBuilder text =
                new StringBuilder(entry(0, "discovery.lua", ProjectFiles.read(actions.resolve("discovery.lua"))));
        text.append("definitions:\n");
        for (Path script : ProjectFiles.below(actions, "action.lua")) {
            text.append("  - name: ").append(script.getParent().getFileName()).append('\n');
            text.append(entry(4, "action.lua", ProjectFiles.read(script)));
        }
        return text.toString();
    }

    /** A key with a literal block of text. */
    private static String entry(int indent, String key, String text) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(" ".repeat(indent) + key + ": |");
        text.lines().forEach(line -> lines.add(line.isEmpty() ? "" : " ".repeat(indent + 2) + line));
        return lines.toString();
    }

    @Test
    void everyFolderOfACustomizationIsAKindThatIsKnown() {
        assertThat(ProjectFiles.below(ProjectFiles.CUSTOMIZATIONS, "health.lua"))
                .extracting(script -> script.getParent().getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.KINDS);
        assertThat(Files.isDirectory(ProjectFiles.CUSTOMIZATIONS)).isTrue();
    }
}
