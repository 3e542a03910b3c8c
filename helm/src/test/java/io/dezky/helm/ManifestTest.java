package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold in the rendered objects, whatever the values. */
@NeedsHelm
class ManifestTest {

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void noRuleHasAWildcard(Path values) {
        for (JsonNode rule : rules(Helm.manifests(values))) {
            assertThat(rule.toString()).doesNotContain("*");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void secretsAreReadByNameOnlyAndNeverDeleted(Path values) {
        for (JsonNode rule : rules(Helm.manifests(values))) {
            if (texts(rule.get("resources")).contains("secrets")) {
                assertThat(texts(rule.get("verbs"))).containsExactlyInAnyOrder("get", "create", "update");
            }
        }
    }

    @Test
    void theRolesForUsersLeaveSecretsAndTheWritingOfOperatorInvitesOut() {
        List<JsonNode> aggregated = Helm.manifests(ProjectFiles.MINIMAL).stream()
                .filter(manifest -> manifest.at("/metadata/labels").toString().contains("aggregate-to-"))
                .toList();

        assertThat(aggregated).hasSize(2);
        for (JsonNode rule : rules(aggregated)) {
            assertThat(texts(rule.get("apiGroups"))).containsExactly("platform.dezky.io");
            if (texts(rule.get("resources")).contains("operatorinvites")) {
                assertThat(texts(rule.get("verbs"))).containsExactlyInAnyOrder("get", "list", "watch");
            }
        }
    }

    @Test
    void withWatchedNamespacesTheOperatorHasNoClusterRole() {
        List<JsonNode> manifests = Helm.manifests(set("namespaced"));

        assertThat(ofKind(manifests, "ClusterRoleBinding")).isEmpty();
        assertThat(ofKind(manifests, "RoleBinding")
                        .map(binding -> binding.at("/metadata/namespace").asText()))
                .containsExactlyInAnyOrder("tenants", "tenants-test", "dezky-system", "dezky-system");
    }

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void noSecretBecomesAnEnvironmentVariable(Path values) {
        JsonNode pod = pod(Helm.manifests(values));

        assertThat(pod.toString()).doesNotContain("secretKeyRef").doesNotContain("secretRef");
        assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    void thePodCanNotWriteToItsRootNorGainRights() {
        JsonNode pod = pod(Helm.manifests(ProjectFiles.MINIMAL));
        JsonNode container = pod.at("/containers/0/securityContext");

        assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(texts(container.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isGreaterThanOrEqualTo(10_000);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.at("/volumes").findValuesAsText("name")).contains("tmp");
    }

    @Test
    void oneReplicaIsReplacedAndSeveralRollWithABudget() {
        JsonNode one = deployment(Helm.manifests(ProjectFiles.MINIMAL));
        List<JsonNode> several = Helm.manifests(set("high-availability"));

        assertThat(one.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(ofKind(Helm.manifests(ProjectFiles.MINIMAL), "PodDisruptionBudget"))
                .isEmpty();
        assertThat(deployment(several).at("/spec/strategy/type").asText()).isEqualTo("RollingUpdate");
        assertThat(ofKind(several, "PodDisruptionBudget")).hasSize(1);
        assertThat(pod(several).at("/topologySpreadConstraints/0/topologyKey").asText())
                .isEqualTo("kubernetes.io/hostname");
    }

    @Test
    void aChangedConfigurationRestartsThePods() {
        String before = checksum(Helm.manifests(ProjectFiles.MINIMAL));
        String after = checksum(Helm.manifests(ProjectFiles.MINIMAL, "--set", "config.logging.level=DEBUG"));

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void aDigestWinsOverTheTag() {
        assertThat(pod(Helm.manifests(set("own-names-and-registry")))
                        .at("/containers/0/image")
                        .asText())
                .isEqualTo(
                        "registry.dezky.test:5000/platform/dezky-operator@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        assertThat(pod(Helm.manifests(set("test-sign-in")))
                        .at("/containers/0/image")
                        .asText())
                .isEqualTo("dezky/dezky-operator:main");
    }

    @Test
    void theCrdsStayAtAnUninstallation() {
        assertThat(ofKind(Helm.manifests(ProjectFiles.MINIMAL), "CustomResourceDefinition"))
                .hasSize(3)
                .allSatisfy(crd -> assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep"));
        assertThat(ofKind(Helm.manifests(set("gitops")), "CustomResourceDefinition"))
                .isEmpty();
    }

    @Test
    void theRenderedCrdsSayWhatTheCommittedOnesSay() {
        List<JsonNode> committed = ProjectFiles.in(ProjectFiles.ROOT.resolve("crds"), ".yaml").stream()
                .map(file ->
                        ProjectFiles.documents(ProjectFiles.read(file)).get(0).get("spec"))
                .toList();

        assertThat(ofKind(Helm.manifests(ProjectFiles.MINIMAL), "CustomResourceDefinition")
                        .map(crd -> crd.get("spec")))
                .containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void theNetworkIsDnsTheApiServerTheThreeSystemsAndNothingElse() {
        JsonNode policy = ofKind(Helm.manifests(ProjectFiles.MINIMAL), "NetworkPolicy")
                .findFirst()
                .orElseThrow()
                .get("spec");

        assertThat(texts(policy.get("policyTypes"))).containsExactly("Ingress", "Egress");
        assertThat(policy.get("ingress")).hasSize(1);
        assertThat(policy.at("/ingress/0/ports/0/port").asText()).isEqualTo("metrics");
        assertThat(list(policy.get("egress")).map(ManifestTest::peers))
                .containsExactly("kube-system:53,53", "0.0.0.0/0,::/0:443,6443", "authentik:", "stalwart:", "ocis:");
    }

    @Test
    void systemsOutsideTheClusterAreReachedAtTheirAddressAndPortOnly() {
        JsonNode policy = ofKind(Helm.manifests(set("systems-outside-the-cluster")), "NetworkPolicy")
                .findFirst()
                .orElseThrow()
                .get("spec");

        assertThat(list(policy.get("egress")).map(ManifestTest::peers))
                .containsExactly(
                        "kube-system:53,53",
                        "192.0.2.53/32:53,53",
                        "192.0.2.54/32:5353,5353",
                        "0.0.0.0/0,::/0:53,53",
                        "2001:db8::53/128:53,53",
                        "2001:db8::54/128:5353,5353",
                        "0.0.0.0/0,::/0:443,6443",
                        "0.0.0.0/0,::/0:443",
                        "192.0.2.25/32:8443",
                        "0.0.0.0/0,::/0:9443");
    }

    @Test
    void noRuleReachesTheMetadataServiceOfACloud() {
        for (JsonNode block : Helm.manifests(set("systems-outside-the-cluster")).stream()
                .flatMap(manifest -> manifest.findValues("ipBlock").stream())
                .filter(block -> block.get("cidr").asText().equals("0.0.0.0/0"))
                .toList()) {
            assertThat(texts(block.get("except"))).containsExactly("169.254.0.0/16");
        }
    }

    @Test
    void theRequesterIsStampedWhereTheApiServerCan() {
        assertThat(versions(List.of())).isEmpty();
        assertThat(versions(List.of("v1beta1"))).containsExactly("admissionregistration.k8s.io/v1beta1");
        assertThat(versions(List.of("v1", "v1beta1"))).containsExactly("admissionregistration.k8s.io/v1");
        assertThat(ofKind(Helm.manifests(set("test-sign-in")), "MutatingAdmissionPolicy"))
                .isEmpty();
    }

    @Test
    void dashboardsAndAlertsOfTheProjectReachTheClusterAsTheyAre(@TempDir Path folder) throws IOException {
        Path chart = copyOfTheChart(folder);
        ProjectFiles.write(chart.resolve("files/dashboards/tenant.json"), "{\n  \"title\": \"{{ tenant }}\"\n}\n");
        ProjectFiles.write(chart.resolve("files/rules/operator.yaml"), """
                groups:
                  - name: operator
                    rules:
                      - {alert: Down, expr: absent(dezky_leader), annotations: {summary: "{{ $labels.pod }}"}}
                """);

        List<JsonNode> manifests = ProjectFiles.documents(Helm.run(
                        "template",
                        "dezky-operator",
                        chart.toString(),
                        "--kube-version",
                        "1.36.0",
                        "--values",
                        set("monitoring").toString())
                .out());

        JsonNode dashboard = ofKind(manifests, "ConfigMap")
                .filter(map -> map.at("/data").has("tenant.json"))
                .findFirst()
                .orElseThrow();
        assertThat(dashboard.at("/data/tenant.json").asText()).isEqualTo("{\n  \"title\": \"{{ tenant }}\"\n}\n");
        assertThat(dashboard.at("/metadata/name").asText()).isEqualTo("dezky-operator-tenant");
        assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        JsonNode rule = ofKind(manifests, "PrometheusRule").findFirst().orElseThrow();
        JsonNode ours = StreamSupport.stream(rule.at("/spec/groups").spliterator(), false)
                .filter(group -> group.get("name").asText().equals("operator"))
                .findFirst()
                .orElseThrow();
        assertThat(ours.at("/rules/0/annotations/summary").asText()).isEqualTo("{{ $labels.pod }}");
    }

    @Test
    void thePrometheusRuleIsTheOneThatPromtoolHasTested() {
        Path tested = ProjectFiles.ROOT.resolve("infrastructure/monitoring/rules/alerts.yaml");
        JsonNode groups =
                ProjectFiles.documents(ProjectFiles.read(tested)).get(0).get("groups");

        JsonNode rule = ofKind(Helm.manifests(set("monitoring")), "PrometheusRule")
                .findFirst()
                .orElseThrow();

        List<JsonNode> rendered = new ArrayList<>();
        rule.at("/spec/groups").forEach(rendered::add);
        assertThat(rendered).hasSize(groups.size() + 1);
        assertThat(rendered.subList(0, groups.size())).containsExactlyElementsOf(groups);
        assertThat(rendered.get(groups.size()).get("name").asText()).isEqualTo("house-rules");
    }

    private static Path copyOfTheChart(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(ProjectFiles.CHART)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(ProjectFiles.CHART.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return folder;
    }

    @Test
    void theNotesTellTheNextThreeCommands() {
        String template = ProjectFiles.read(ProjectFiles.CHART.resolve("templates/NOTES.txt"));

        assertThat(template.lines().filter(line -> line.matches("   kubectl .*")))
                .hasSize(3);
    }

    private static List<String> versions(List<String> served) {
        List<String> arguments = new ArrayList<>();
        for (String version : served) {
            arguments.add("--api-versions");
            arguments.add("admissionregistration.k8s.io/" + version + "/MutatingAdmissionPolicy");
        }
        String out = Helm.template(ProjectFiles.MINIMAL, arguments.toArray(String[]::new))
                .out();
        return ofKind(ProjectFiles.documents(out), "MutatingAdmissionPolicy")
                .map(policy -> policy.get("apiVersion").asText())
                .toList();
    }

    private static Path set(String name) {
        return ProjectFiles.CHART.resolve("ci/" + name + ".yaml");
    }

    /** Such as {@code kube-system:53,53}: who, and on which ports. */
    private static String peers(JsonNode rule) {
        List<String> who = new ArrayList<>();
        list(rule.get("to"))
                .forEach(peer -> who.add(
                        peer.has("ipBlock")
                                ? peer.at("/ipBlock/cidr").asText()
                                : peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                                        .asText()));
        return String.join(",", who) + ":" + String.join(",", rule.findValuesAsText("port"));
    }

    private static String checksum(List<JsonNode> manifests) {
        return deployment(manifests)
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    private static JsonNode deployment(List<JsonNode> manifests) {
        return ofKind(manifests, "Deployment").findFirst().orElseThrow();
    }

    private static JsonNode pod(List<JsonNode> manifests) {
        return deployment(manifests).at("/spec/template/spec");
    }

    private static Stream<JsonNode> ofKind(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.get("kind").asText().equals(kind));
    }

    private static List<JsonNode> rules(List<JsonNode> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.get("kind").asText().endsWith("Role"))
                .flatMap(role -> list(role.get("rules")))
                .toList();
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> texts(JsonNode array) {
        return list(array).map(JsonNode::asText).toList();
    }
}
