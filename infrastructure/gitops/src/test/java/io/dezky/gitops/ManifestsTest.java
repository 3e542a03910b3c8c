package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold for the manifests of Argo CD and Flux, without any server. */
class ManifestsTest {

    private static final String WAVE = "/metadata/annotations/argocd.argoproj.io~1sync-wave";

    private final List<JsonNode> argo = ProjectFiles.below(ProjectFiles.ARGO_CD.resolve("apps"), ".yaml").stream()
            .flatMap(file -> ProjectFiles.documents(ProjectFiles.read(file)).stream())
            .toList();
    private final List<JsonNode> flux = ProjectFiles.below(ProjectFiles.FLUX, ".yaml").stream()
            .flatMap(file -> ProjectFiles.documents(ProjectFiles.read(file)).stream())
            .toList();

    // ---- Argo CD

    @Test
    void crdsComeBeforeTheOperatorAndTheOperatorBeforeTheTenants() {
        assertThat(wave("Application", "dezky-crds")).isLessThan(wave("Application", "dezky-operator"));
        assertThat(wave("Application", "dezky-operator")).isLessThan(wave("Application", "dezky-tenants"));
        assertThat(wave("Application", "dezky-operator")).isLessThan(wave("Application", "dezky-operators"));
        assertThat(wave("Namespace", "tenants")).isLessThan(wave("Application", "dezky-tenants"));
        assertThat(wave("Namespace", "dezky-system")).isLessThan(wave("Application", "dezky-operator"));
        assertThat(wave("AppProject", "dezky-tenants")).isLessThan(wave("Application", "dezky-crds"));
    }

    @Test
    void wavesWaitBecauseApplicationsHaveAHealth() {
        assertThat(ProjectFiles.read(ProjectFiles.ARGO_CD.resolve("argocd-cm.patch.yaml")))
                .contains("resource.customizations.health.argoproj.io_Application");
    }

    @Test
    void noDifferenceIsIgnored() {
        assertThat(applications()).allSatisfy(application -> assertThat(
                        application.at("/spec/ignoreDifferences").isMissingNode())
                .isTrue());
        assertThat(ProjectFiles.read(ProjectFiles.ARGO_CD.resolve("argocd-cm.patch.yaml")))
                .doesNotContain("ignoreDifferences");
    }

    @Test
    void everythingIsAppliedServerSide() {
        assertThat(applications())
                .allSatisfy(application -> assertThat(options(application)).contains("ServerSideApply=true"));
    }

    @Test
    void deletingAnApplicationDeletesNoTenant() {
        assertThat(applications()).allSatisfy(application -> assertThat(
                        application.at("/metadata/finalizers").isMissingNode())
                .as("the finalizer would delete all that the Application has applied")
                .isTrue());
    }

    @Test
    void crdsAndNamespacesAreNeverPruned() {
        assertThat(options(one(argo, "Application", "dezky-crds"))).contains("Prune=false", "Delete=false");
        assertThat(argo)
                .filteredOn(object -> kind(object).equals("Namespace"))
                .hasSize(2)
                .allSatisfy(namespace -> assertThat(namespace
                                .at("/metadata/annotations/argocd.argoproj.io~1sync-options")
                                .asText())
                        .isEqualTo("Prune=false,Delete=false"));
    }

    @Test
    void theTenantsRepositoryMayDeployNothingButTheThreeKinds() {
        assertThat(allowed("dezky-tenants", "namespaceResourceWhitelist"))
                .containsExactly("platform.dezky.io/Tenant", "platform.dezky.io/TenantInvite");
        assertThat(allowed("dezky-operators", "namespaceResourceWhitelist"))
                .containsExactly("platform.dezky.io/OperatorInvite");
        assertThat(allowed("dezky-tenants", "clusterResourceWhitelist")).isEmpty();
        assertThat(allowed("dezky-operators", "clusterResourceWhitelist")).isEmpty();
    }

    @Test
    void theProjectOfThePlatformAllowsAllClusterObjectsOfTheChart() {
        Path templates = ProjectFiles.ROOT.resolve("helm/dezky-operator/templates");
        assumeTrue(Files.isDirectory(templates), "needs the chart helm/dezky-operator");
        Set<String> kinds = new TreeSet<>();
        for (Path template : ProjectFiles.below(templates, ".yaml")) {
            ProjectFiles.read(template)
                    .lines()
                    .filter(line -> line.matches("kind: (Cluster|Validating|Mutating)\\w+"))
                    .forEach(line -> kinds.add(line.substring("kind: ".length())));
        }

        assertThat(allowed("dezky-platform", "clusterResourceWhitelist"))
                .extracting(allowed -> allowed.replaceFirst(".*/", ""))
                .containsAll(kinds);
    }

    @Test
    void theValuesFitTheChart() {
        Path schema = ProjectFiles.ROOT.resolve("helm/dezky-operator/values.schema.json");
        assumeTrue(Files.exists(schema), "needs the chart helm/dezky-operator");
        JsonNode argoValues = one(argo, "Application", "dezky-operator").at("/spec/source/helm/valuesObject");
        JsonNode fluxValues = one(flux, "HelmRelease", "dezky-operator").at("/spec/values");

        assertThat(argoValues).isEqualTo(fluxValues);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(ProjectFiles.read(schema))
                        .validate(argoValues))
                .isEmpty();
    }

    @Test
    void whatApplicationsAndKustomizationsPointAtInThisProjectIsThere() {
        applications().stream()
                .filter(application ->
                        application.at("/spec/source/repoURL").asText().endsWith("/dezky-operator.git"))
                .map(application -> application.at("/spec/source/path").asText())
                .filter(path -> !path.startsWith("helm/"))
                .forEach(path -> assertThat(ProjectFiles.ROOT.resolve(path)).isDirectory());
        Stream.of("overlays/production", "operators")
                .forEach(path -> assertThat(ProjectFiles.EXAMPLE.resolve(path).resolve("kustomization.yaml"))
                        .exists());
        assertThat(paths("dezky-tenants.git")).containsOnly("overlays/production", "operators");
    }

    private Set<String> paths(String repository) {
        Set<String> paths = new TreeSet<>();
        for (JsonNode application : applications()) {
            if (application.at("/spec/source/repoURL").asText().endsWith("/tenants.git")) {
                paths.add(application.at("/spec/source/path").asText());
            }
        }
        for (JsonNode kustomization : flux) {
            if ((kustomization.at("/spec/sourceRef/name").asText() + ".git").equals(repository)) {
                paths.add(kustomization.at("/spec/path").asText().replaceFirst("^\\./", ""));
            }
        }
        return paths;
    }

    // ---- Flux

    @Test
    void everyKustomizationWaitsForTheOneBefore() {
        assertThat(dependencies("dezky-crds")).isEmpty();
        assertThat(dependencies("dezky-operator")).containsExactly("dezky-crds");
        assertThat(dependencies("dezky-tenants")).containsExactly("dezky-operator");
        assertThat(dependencies("dezky-operators")).containsExactly("dezky-operator");
        assertThat(flux)
                .filteredOn(object -> kind(object).equals("Kustomization"))
                .allSatisfy(kustomization ->
                        assertThat(kustomization.at("/spec/wait").asBoolean()).isTrue());
    }

    @Test
    void deletingAKustomizationDeletesNothing() {
        assertThat(flux)
                .filteredOn(object -> kind(object).equals("Kustomization"))
                .hasSize(4)
                .allSatisfy(kustomization -> assertThat(
                                kustomization.at("/spec/deletionPolicy").asText())
                        .isEqualTo("Orphan"));
        assertThat(one(flux, "Kustomization", "dezky-crds").at("/spec/prune").asBoolean(true))
                .isFalse();
    }

    @Test
    void theTenantsRepositoryIsAppliedWithRightsOfItsOwn() {
        for (String name : List.of("dezky-tenants", "dezky-operators")) {
            assertThat(one(flux, "Kustomization", name)
                            .at("/spec/serviceAccountName")
                            .asText())
                    .isEqualTo(name);
            JsonNode rules = one(flux, "Role", name + "-gitops").get("rules");
            assertThat(rules).hasSize(1);
            assertThat(rules.at("/0/apiGroups/0").asText()).isEqualTo("platform.dezky.io");
        }
    }

    @Test
    void fluxTakesTheCrdsTheChartAndItsManifestsFromTheRepositoryAndNoFixtures(@TempDir Path repository)
            throws IOException, InterruptedException {
        String ignore =
                one(flux, "GitRepository", "dezky-operator").at("/spec/ignore").asText();
        Files.writeString(repository.resolve(".gitignore"), ignore);
        run(repository, List.of(), "git", "init", "--quiet");

        List<String> wanted = List.of(
                "crds/tenants.platform.dezky.io.yaml",
                "helm/dezky-operator/Chart.yaml",
                "helm/dezky-operator/templates/deployment.yaml",
                "infrastructure/gitops/flux/operator/release.yaml");
        List<String> unwanted = List.of(
                "pom.xml",
                "crds/README.md",
                "crds/fixtures/valid/tenant-full.yaml",
                "crds/src/main/java/Tenant.java",
                "helm/pom.xml",
                "docs/README.md",
                "infrastructure/gitops/argo-cd/root.yaml",
                "infrastructure/sandbox/samples/10-tenants.yaml");
        List<String> all = new ArrayList<>(wanted);
        all.addAll(unwanted);

        assertThat(run(repository, all, "git", "check-ignore", "--no-index", "--stdin")
                        .lines())
                .containsExactlyInAnyOrderElementsOf(unwanted);
    }

    private static String run(Path folder, List<String> input, String... command)
            throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).start();
        } catch (IOException e) {
            return Assumptions.abort("needs git");
        }
        process.getOutputStream().write(String.join("\n", input).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    // ---- finding things

    private List<JsonNode> applications() {
        List<JsonNode> all = new ArrayList<>(argo);
        all.add(ProjectFiles.yaml(ProjectFiles.ARGO_CD.resolve("root.yaml")));
        return all.stream().filter(object -> kind(object).equals("Application")).toList();
    }

    private static List<String> options(JsonNode application) {
        return StreamSupport.stream(
                        application.at("/spec/syncPolicy/syncOptions").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private int wave(String kind, String name) {
        JsonNode wave = one(argo, kind, name).at(WAVE);
        assertThat(wave.isTextual())
                .as("the wave of %s %s is a string", kind, name)
                .isTrue();
        return Integer.parseInt(wave.asText());
    }

    private List<String> allowed(String project, String list) {
        JsonNode kinds = one(argo, "AppProject", project).at("/spec").get(list);
        assertThat(kinds).as("%s of %s", list, project).isNotNull();
        return StreamSupport.stream(kinds.spliterator(), false)
                .map(kind -> kind.get("group").asText() + "/" + kind.get("kind").asText())
                .toList();
    }

    private List<String> dependencies(String kustomization) {
        return StreamSupport.stream(
                        one(flux, "Kustomization", kustomization)
                                .at("/spec/dependsOn")
                                .spliterator(),
                        false)
                .map(dependency -> dependency.get("name").asText())
                .toList();
    }

    private static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    private static JsonNode one(List<JsonNode> objects, String kind, String name) {
        List<ObjectNode> found = objects.stream()
                .filter(object -> kind(object).equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .map(ObjectNode.class::cast)
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }
}
