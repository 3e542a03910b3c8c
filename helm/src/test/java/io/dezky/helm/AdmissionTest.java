package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chart's admission policies on a real API server that stamps. */
@RealKubernetes
@NeedsHelm
class AdmissionTest {

    private static final String SPACE = "admission";
    private static final String REQUESTED_BY = "platform.dezky.io/requested-by";
    private static final String CONFIRM = "platform.dezky.io/confirm-delete";

    private static Cluster cluster;

    @BeforeAll
    static void install(KubernetesApi api) {
        cluster = Cluster.withChart(api);
        cluster.namespace(SPACE);
        cluster.succeeds(
                "create",
                "clusterrolebinding",
                "admission-test",
                "--clusterrole=cluster-admin",
                "--user=alice",
                "--user=bob");
        cluster.succeeds("apply", "-n", SPACE, "-f", operatorInvite("probe", ""));
        // A policy counts some seconds after it was made.
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(cluster.refused(
                        "annotate", "--dry-run=server", "operatorinvite", "probe", "-n", SPACE, REQUESTED_BY + "=x"))
                .contains(REQUESTED_BY));
        await().atMost(Cluster.PATIENCE).until(() -> {
            cluster.kubectl("delete", "operatorinvite", "probe", "-n", SPACE);
            cluster.kubectl("create", "--as=alice", "-n", SPACE, "-f", operatorInvite("probe", ""));
            return "alice".equals(requester("operatorinvite", "probe"));
        });
    }

    @AfterEach
    void clean() {
        cluster.kubectl("delete", "operatorinvites,tenantinvites", "--all", "-n", SPACE);
        cluster.kubectl("annotate", "--overwrite", "tenants", "--all", "-n", SPACE, CONFIRM + "=acme");
        cluster.kubectl("delete", "tenants", "--all", "-n", SPACE);
    }

    @Test
    void anInviteBearsTheNameOfWhoeverCreatedIt() {
        cluster.succeeds("create", "--as=alice", "-n", SPACE, "-f", operatorInvite("ada", ""));
        cluster.succeeds("apply", "--server-side", "--as=bob", "-n", SPACE, "-f", tenantInvite("eva"));

        assertThat(requester("operatorinvite", "ada")).isEqualTo("alice");
        assertThat(requester("tenantinvite", "eva")).isEqualTo("bob");
    }

    @Test
    void anInviteThatTheOperatorMakesForATenantBearsTheOperatorsName() {
        String kubeconfig = cluster.api()
                .serviceAccountKubeconfig(Cluster.SYSTEM, Cluster.ACCOUNT)
                .toString();

        cluster.succeeds("--kubeconfig=" + kubeconfig, "create", "-n", SPACE, "-f", tenantInvite("eva"));

        assertThat(requester("tenantinvite", "eva")).isEqualTo("system:serviceaccount:dezky-system:dezky-operator");
    }

    @Test
    void aForgedRequesterIsReplacedByTheTrueOne() {
        cluster.succeeds("create", "--as=alice", "-n", SPACE, "-f", operatorInvite("ada", "bob"));

        assertThat(requester("operatorinvite", "ada")).isEqualTo("alice");
    }

    @Test
    void theRequesterCanNotBeChangedOrRemovedByAnybody() {
        cluster.succeeds("create", "--as=alice", "-n", SPACE, "-f", operatorInvite("ada", ""));

        assertThat(cluster.refused(
                        "annotate",
                        "--overwrite",
                        "--as=bob",
                        "operatorinvite",
                        "ada",
                        "-n",
                        SPACE,
                        REQUESTED_BY + "=bob"))
                .contains("can't be changed or removed: leave it out of your manifest and use kubectl apply");
        assertThat(cluster.refused("annotate", "operatorinvite", "ada", "-n", SPACE, REQUESTED_BY + "-"))
                .contains("can't be changed or removed");
        assertThat(cluster.refused("replace", "-n", SPACE, "-f", operatorInvite("ada", "")))
                .contains("can't be changed or removed");
        assertThat(requester("operatorinvite", "ada")).isEqualTo("alice");
    }

    @Test
    void whoeverAppliesTheManifestAgainKeepsTheRequester() {
        cluster.succeeds("apply", "--server-side", "--as=alice", "-n", SPACE, "-f", operatorInvite("ada", ""));

        cluster.succeeds(
                "apply",
                "--server-side",
                "--force-conflicts",
                "--as=bob",
                "-n",
                SPACE,
                "-f",
                operatorInvite("ada", ""));
        cluster.succeeds("apply", "--as=bob", "-n", SPACE, "-f", operatorInvite("ada", ""));

        assertThat(requester("operatorinvite", "ada")).isEqualTo("alice");
    }

    @Test
    void aTenantThatKeepsItsDataIsDeletedAtOnce() {
        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Retain"));

        cluster.succeeds("delete", "tenant", "acme", "-n", SPACE);
    }

    @Test
    void anUnconfirmedDeletionThatDestroysIsRefusedWithTheMend() {
        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Delete"));

        assertThat(cluster.refused("delete", "tenant", "acme", "-n", SPACE))
                .contains("deleting this Tenant destroys its mail and files")
                .contains("kubectl annotate --overwrite tenant acme -n admission platform.dezky.io/confirm-delete=acme")
                .contains(
                        "kubectl patch tenant acme -n admission --type=merge -p '{\"spec\":{\"deletionPolicy\":\"Retain\"}}'");
        assertThat(cluster.refused("delete", "tenants", "--all", "-n", SPACE)).contains("destroys its mail and files");
        assertThat(cluster.refused("delete", "--as=alice", "tenant", "acme", "-n", SPACE))
                .contains("destroys its mail and files");
    }

    @Test
    void aConfirmationForAnotherTenantDoesNotCount() {
        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Delete"));
        cluster.succeeds("annotate", "tenant", "acme", "-n", SPACE, CONFIRM + "=globex");

        assertThat(cluster.refused("delete", "tenant", "acme", "-n", SPACE)).contains("confirm-delete=acme");
    }

    @Test
    void bothWaysThatTheMessageTellsWork() {
        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Delete"));
        cluster.succeeds("annotate", "--overwrite", "tenant", "acme", "-n", SPACE, CONFIRM + "=acme");
        cluster.succeeds("delete", "tenant", "acme", "-n", SPACE);

        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Delete"));
        cluster.succeeds(
                "patch",
                "tenant",
                "acme",
                "-n",
                SPACE,
                "--type=merge",
                "-p",
                "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
        cluster.succeeds("delete", "tenant", "acme", "-n", SPACE);
    }

    @Test
    void aTenantWhoseSlugIsNotItsNameIsConfirmedByTheSlug() {
        String acme = Cluster.file("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: customer-17}
                spec: {displayName: Acme GmbH, slug: acme, deletionPolicy: Delete}
                """);
        cluster.succeeds("apply", "-n", SPACE, "-f", acme);
        cluster.succeeds("annotate", "tenant", "customer-17", "-n", SPACE, CONFIRM + "=customer-17");

        assertThat(cluster.refused("delete", "tenant", "customer-17", "-n", SPACE))
                .contains("confirm-delete=acme");
    }

    @Test
    void aNamespaceWithAnUnconfirmedTenantWaitsAndSaysWhyAndGoesOnceThatIsConfirmed() {
        cluster.namespace("leaving");
        cluster.succeeds("apply", "-n", "leaving", "-f", tenant("acme", "Delete"));

        cluster.succeeds("delete", "namespace", "leaving", "--wait=false");

        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(cluster.succeeds(
                        "get",
                        "namespace",
                        "leaving",
                        "-o",
                        "jsonpath={.status.conditions[?(@.type=='NamespaceDeletionContentFailure')].message}"))
                .contains("kubectl annotate --overwrite tenant acme -n leaving"));
        assertThat(cluster.succeeds("get", "tenant", "acme", "-n", "leaving", "-o", "name"))
                .isNotBlank();
        cluster.succeeds("annotate", "--overwrite", "tenant", "acme", "-n", "leaving", CONFIRM + "=acme");
        cluster.succeeds("wait", "--for=delete", "namespace/leaving", "--timeout=60s");
    }

    @Test
    void aCrdIsDeletedOnlyWhenThatIsConfirmed() {
        for (String crd : List.of("tenants", "operatorinvites", "tenantinvites")) {
            assertThat(cluster.refused("delete", "crd", crd + ".platform.dezky.io", "--dry-run=server"))
                    .contains("deleting this CRD deletes every ")
                    .contains("kubectl annotate --overwrite crd " + crd
                            + ".platform.dezky.io platform.dezky.io/confirm-delete=" + crd + ".platform.dezky.io");
        }
        String crd = "tenantinvites.platform.dezky.io";
        cluster.succeeds("annotate", "crd", crd, CONFIRM + "=" + crd);
        try {
            cluster.succeeds("delete", "crd", crd, "--dry-run=server");
        } finally {
            cluster.succeeds("annotate", "crd", crd, CONFIRM + "-");
        }
    }

    @Test
    void crdsOfOthersAreNotGuarded() {
        cluster.succeeds(
                "apply",
                "--server-side",
                "-f",
                ProjectFiles.ROOT
                        .resolve("helm/src/test/resources/monitoring-crds.yaml")
                        .toString());

        cluster.succeeds("delete", "crd", "prometheusrules.monitoring.coreos.com", "--dry-run=server");
    }

    /** The CRDs' own rules are taken out here: else they refuse first, and nobody sees whether the policy works. */
    @Test
    void whatIdentifiesAnObjectStaysEvenWhereTheCrdHasNoRule() {
        cluster.succeeds("apply", "-n", SPACE, "-f", tenant("acme", "Retain"));
        cluster.succeeds("apply", "-n", SPACE, "-f", operatorInvite("ada", ""));
        cluster.succeeds("apply", "-n", SPACE, "-f", tenantInvite("eva"));
        List<JsonNode> crds = Helm.manifests(ProjectFiles.MINIMAL, "--show-only", "templates/crds.yaml");
        List<JsonNode> relaxed = crds.stream().<JsonNode>map(JsonNode::deepCopy).toList();
        relaxed.forEach(AdmissionTest::dropRules);
        cluster.succeeds("replace", "-f", Cluster.file(relaxed));
        try {
            assertRefused(
                    "tenant",
                    "acme",
                    "{\"spec\":{\"slug\":\"globex\"}}",
                    "spec.slug identifies the object and can't be changed");
            assertRefused(
                    "operatorinvite",
                    "ada",
                    "{\"spec\":{\"email\":\"eve@dezky.test\"}}",
                    "spec.email identifies the object");
            assertRefused(
                    "tenantinvite",
                    "eva",
                    "{\"spec\":{\"email\":\"eve@acme.test\"}}",
                    "spec.email identifies the object");
            assertRefused(
                    "tenantinvite",
                    "eva",
                    "{\"spec\":{\"tenantRef\":{\"name\":\"globex\"}}}",
                    "spec.tenantRef.name identifies the object");
            cluster.succeeds(
                    "patch",
                    "tenant",
                    "acme",
                    "-n",
                    SPACE,
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"displayName\":\"Acme AG\"}}");
        } finally {
            cluster.succeeds("replace", "-f", Cluster.file(crds));
        }
    }

    private static void assertRefused(String kind, String name, String patch, String message) {
        // A changed CRD counts some moments later.
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        cluster.refused("patch", kind, name, "-n", SPACE, "--type=merge", "-p", patch))
                .contains(message));
    }

    private static void dropRules(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("x-kubernetes-validations");
            object.forEach(AdmissionTest::dropRules);
        } else if (node instanceof ArrayNode array) {
            array.forEach(AdmissionTest::dropRules);
        }
    }

    private static String requester(String kind, String name) {
        return cluster.succeeds(
                "get",
                kind,
                name,
                "-n",
                SPACE,
                "-o",
                "jsonpath={.metadata.annotations.platform\\.dezky\\.io/requested-by}");
    }

    private static String tenant(String name, String deletionPolicy) {
        return Cluster.file("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: %s}
                spec: {displayName: Acme GmbH, deletionPolicy: %s}
                """.formatted(name, deletionPolicy));
    }

    private static String operatorInvite(String name, String requester) {
        String annotations = requester.isEmpty() ? "" : ", annotations: {" + REQUESTED_BY + ": " + requester + "}";
        return Cluster.file("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: OperatorInvite
                metadata: {name: %s%s}
                spec: {email: ada@dezky.test, name: Ada Lovelace}
                """.formatted(name, annotations));
    }

    private static String tenantInvite(String name) {
        return Cluster.file("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: TenantInvite
                metadata: {name: %s}
                spec: {tenantRef: {name: acme}, email: eva@acme.test, name: Eva}
                """.formatted(name));
    }
}
