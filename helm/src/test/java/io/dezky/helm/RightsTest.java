package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.operator.kubernetes.StartupCheck;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's roles allow on a real API server. */
@RealKubernetes
@NeedsHelm
class RightsTest {

    private static final Path PAGE = ProjectFiles.ROOT.resolve("docs/security/rbac.md");
    private static final String ACCOUNT = "system:serviceaccount:" + Cluster.SYSTEM + ":" + Cluster.ACCOUNT;

    private static Cluster cluster;
    private static KubernetesClient admin;

    @BeforeAll
    static void install(KubernetesApi api) {
        cluster = Cluster.withChart(api);
        admin = new KubernetesClientBuilder().withConfig(api.adminConfig()).build();
        cluster.namespace("tenants");
        cluster.namespace("elsewhere");
    }

    @AfterAll
    static void close() {
        if (admin != null) {
            admin.close();
        }
    }

    @Test
    void thePageShowsWhatTheServiceAccountMayDo() {
        String page = ProjectFiles.read(PAGE);
        String shown = withBlock(
                withBlock(page, "anywhere", canIList("tenants")), "in its own namespace", canIList(Cluster.SYSTEM));

        ProjectFiles.writeOrCompare(PAGE, shown);
    }

    @Test
    void theOperatorFindsAllRightsThatItNeeds() {
        assertThat(problems(Cluster.ACCOUNT, List.of())).isEmpty();
    }

    @Test
    void withWatchedNamespacesTheOperatorFindsItsRightsThereAndNowhereElse() {
        cluster.succeeds("create", "serviceaccount", "narrow", "-n", Cluster.SYSTEM);
        cluster.succeeds(
                "apply",
                "--server-side",
                "-f",
                Cluster.file(Helm.manifests(
                        ProjectFiles.MINIMAL,
                        "--set",
                        "fullnameOverride=narrow,serviceAccount.create=false,serviceAccount.name=narrow,watchNamespaces={tenants}",
                        "--show-only",
                        "templates/rbac.yaml")));

        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(problems("narrow", List.of("tenants")))
                .isEmpty());
        assertThat(problems("narrow", List.of("elsewhere"))).isNotEmpty();
        assertThat(problems("narrow", List.of())).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "list, secrets, tenants",
        "watch, secrets, tenants",
        "delete, secrets, tenants",
        "list, secrets, dezky-system",
        "patch, secrets, tenants",
        "delete, tenants.platform.dezky.io, tenants",
        "create, tenants.platform.dezky.io, tenants",
        "create, operatorinvites.platform.dezky.io, tenants",
        "create, pods, tenants",
        "get, pods, tenants",
        "create, rolebindings.rbac.authorization.k8s.io, tenants",
        "create, serviceaccounts, tenants",
        "impersonate, users, tenants",
        "create, leases.coordination.k8s.io, tenants",
        "list, namespaces, tenants",
        "update, customresourcedefinitions.apiextensions.k8s.io, tenants",
        "update, validatingadmissionpolicies.admissionregistration.k8s.io, tenants"
    })
    void theOperatorMayNot(String verb, String resource, String namespace) {
        assertThat(mayAs(ACCOUNT, verb, resource, namespace)).isFalse();
    }

    @Test
    void theOperatorMayTouchNoLeaseButItsOwn() {
        assertThat(mayAs(ACCOUNT, "patch", "leases.coordination.k8s.io/dezky-operator", Cluster.SYSTEM))
                .isTrue();
        assertThat(mayAs(ACCOUNT, "patch", "leases.coordination.k8s.io/another", Cluster.SYSTEM))
                .isFalse();
    }

    @Test
    void whoeverMayViewANamespaceSeesTenantsAndInvitesButNoSecret() {
        bind("viewer", "view");

        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(may("viewer", "list", "tenants.platform.dezky.io"))
                        .isTrue());
        assertThat(may("viewer", "list", "operatorinvites.platform.dezky.io")).isTrue();
        assertThat(may("viewer", "list", "tenantinvites.platform.dezky.io")).isTrue();
        assertThat(may("viewer", "update", "tenants.platform.dezky.io")).isFalse();
        assertThat(may("viewer", "get", "secrets")).isFalse();
    }

    @Test
    void whoeverMayEditANamespaceMakesTenantsButNoPlatformOperators() {
        bind("editor", "edit");

        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(may("editor", "create", "tenants.platform.dezky.io"))
                        .isTrue());
        assertThat(may("editor", "delete", "tenantinvites.platform.dezky.io")).isTrue();
        assertThat(may("editor", "create", "operatorinvites.platform.dezky.io")).isFalse();
        assertThat(cluster.kubectl(
                                "auth",
                                "can-i",
                                "patch",
                                "tenants.platform.dezky.io",
                                "--subresource=status",
                                "-n",
                                "tenants",
                                "--as=editor")
                        .succeeded())
                .isFalse();
    }

    @Test
    void whoeverMayInviteOperatorsMayDoNothingElse() {
        bind("inviter", "dezky-operator-invite-operators");

        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(may("inviter", "create", "operatorinvites.platform.dezky.io"))
                        .isTrue());
        assertThat(may("inviter", "get", "secrets")).isFalse();
        assertThat(may("inviter", "get", "tenants.platform.dezky.io")).isFalse();
    }

    @Test
    void eachSingleRuleCanBeTakenAwayAlone() {
        SingleRules rules = SingleRules.ofChart(ProjectFiles.MINIMAL);
        SingleRules.SingleRule without = rules.all().stream()
                .filter(rule -> rule.resource().equals("tenants/status"))
                .findFirst()
                .orElseThrow();
        try {
            rules.applyWithout(admin, without);

            await().atMost(Cluster.PATIENCE)
                    .untilAsserted(() -> assertThat(rules.all().stream().filter(rule -> !isAllowed(rule)))
                            .containsExactly(without));
        } finally {
            rules.apply(admin);
        }
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(rules.all()).allMatch(RightsTest::isAllowed));
        assertThat(rules.all()).doesNotHaveDuplicates().hasSize(28);
    }

    /** The Lease's rights apart: those the framework checks by itself. */
    @Test
    void withoutAnyOneOfItsRightsTheOperatorRefusesToStartAndNamesIt() {
        SingleRules rules = SingleRules.ofChart(ProjectFiles.MINIMAL);
        List<SingleRules.SingleRule> inTheCluster =
                rules.all().stream().filter(rule -> rule.namespace() == null).toList();
        try (KubernetesClient operator = new KubernetesClientBuilder()
                .withConfig(cluster.api().serviceAccountConfig(Cluster.SYSTEM, Cluster.ACCOUNT))
                .build()) {
            StartupCheck check = new StartupCheck(operator);
            for (SingleRules.SingleRule without : inTheCluster) {
                rules.applyWithout(admin, without);

                await().atMost(Cluster.PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(check.problems(List.of(), List.of()))
                                .as(without.toString())
                                .singleElement()
                                .asString()
                                .startsWith("the service account may not " + without.verb() + " " + dotted(without)
                                        + " in the cluster: add it to its role"));
            }
        } finally {
            rules.apply(admin);
        }
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(rules.all()).allMatch(RightsTest::isAllowed));
        assertThat(inTheCluster).hasSize(24);
    }

    /** As the operator writes it: {@code tenants.platform.dezky.io/status}. */
    private static String dotted(SingleRules.SingleRule rule) {
        String[] parts = rule.resource().split("/");
        String name = rule.group().isEmpty() ? parts[0] : parts[0] + "." + rule.group();
        return parts.length > 1 ? name + "/" + parts[1] : name;
    }

    @Test
    void theSandboxRunsTheOperatorWithTheSameRights() {
        JsonNode sandbox = ProjectFiles.documents(ProjectFiles.read(
                        ProjectFiles.ROOT.resolve("infrastructure/sandbox/manifests/operator-rbac.yaml")))
                .stream()
                .filter(object -> object.get("kind").asText().equals("ClusterRole"))
                .findFirst()
                .orElseThrow();
        JsonNode chart = Helm.manifests(ProjectFiles.MINIMAL, "--show-only", "templates/rbac.yaml").stream()
                .filter(object -> object.get("kind").asText().equals("ClusterRole"))
                .findFirst()
                .orElseThrow();

        assertThat(sandbox.get("rules")).isEqualTo(chart.get("rules"));
    }

    private static boolean isAllowed(SingleRules.SingleRule rule) {
        String[] resource = rule.resource().split("/");
        SubjectAccessReview question = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(ACCOUNT)
                .withNewResourceAttributes()
                .withNamespace(rule.namespace() == null ? "" : rule.namespace())
                .withGroup(rule.group())
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : "")
                .withName(
                        rule.resourceNames().isEmpty()
                                ? ""
                                : rule.resourceNames().get(0))
                .withVerb(rule.verb())
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed();
    }

    private static List<String> problems(String account, List<String> namespaces) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(cluster.api().serviceAccountConfig(Cluster.SYSTEM, account))
                .build()) {
            return new StartupCheck(client)
                    .problems(namespaces, List.of(Tenant.class, OperatorInvite.class, TenantInvite.class));
        }
    }

    private static void bind(String user, String role) {
        cluster.succeeds("create", "rolebinding", user, "--clusterrole=" + role, "--user=" + user, "-n", "tenants");
    }

    private static boolean may(String user, String verb, String resource) {
        return mayAs(user, verb, resource, "tenants");
    }

    private static boolean mayAs(String user, String verb, String resource, String namespace) {
        return cluster.kubectl("auth", "can-i", verb, resource, "-n", namespace, "--as=" + user)
                .succeeded();
    }

    /** Sorted, because the server gives no order; without the URLs of discovery and health, which every user may read. */
    private static String canIList(String namespace) {
        String kubeconfig = cluster.api()
                .serviceAccountKubeconfig(Cluster.SYSTEM, Cluster.ACCOUNT)
                .toString();
        List<String[]> rows = cluster.succeeds("--kubeconfig=" + kubeconfig, "auth", "can-i", "--list", "-n", namespace)
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.strip().split(" {2,}"))
                .toList();
        return Stream.concat(
                        rows.stream().limit(1),
                        rows.stream().skip(1).sorted(Comparator.comparing(row -> String.join(" ", row))))
                .map(row -> row(rows, row))
                .collect(Collectors.joining());
    }

    private static String row(List<String[]> all, String[] row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            int at = column;
            int width = all.stream().mapToInt(other -> other[at].length()).max().orElse(0);
            line.append(row[column]).append(" ".repeat(width - row[column].length() + 3));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String withBlock(String page, String title, String text) {
        String begin = "<!-- can-i: " + title + " -->\n```text\n";
        int start = page.indexOf(begin);
        assertThat(start).as("%s has a block \"%s\"", PAGE, title).isNotNegative();
        int from = start + begin.length();
        return page.substring(0, from) + text + page.substring(page.indexOf("```", from));
    }
}
