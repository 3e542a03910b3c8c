package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import org.junit.jupiter.api.Test;

/** A life of the chart in a cluster of its own: installed, upgraded, taken away as docs/uninstall.md tells. */
@RealKubernetes
@NeedsHelm
class InstallationTest {

    @Test
    void installedUpgradedAndUninstalled() {
        try (KubernetesApi api = KubernetesApi.start()) {
            Cluster cluster = new Cluster(api);
            cluster.install(ProjectFiles.MINIMAL);
            tenantOf(cluster);

            cluster.install(ProjectFiles.MINIMAL, "--set", "replicas=2,config.logging.level=DEBUG");

            assertThat(cluster.succeeds(
                            "get",
                            "deployment",
                            "dezky-operator",
                            "-n",
                            Cluster.SYSTEM,
                            "-o",
                            "jsonpath={.spec.replicas}"))
                    .isEqualTo("2");
            assertThat(cluster.succeeds("get", "poddisruptionbudget", "-n", Cluster.SYSTEM, "-o", "name"))
                    .contains("dezky-operator");

            Helm.Result gone = cluster.helm("uninstall", "dezky-operator");

            assertThat(gone.exitCode()).as(gone.output()).isZero();
            assertThat(cluster.succeeds("get", "tenant", "acme", "-n", "tenants", "-o", "name"))
                    .as("a tenant outlives the release")
                    .isNotBlank();
            assertNothingIsLeft(cluster);

            cluster.install(ProjectFiles.MINIMAL);

            assertThat(cluster.succeeds("get", "tenant", "acme", "-n", "tenants", "-o", "name"))
                    .isNotBlank();
            // As the page tells: the objects, the release, and only then the CRDs.
            cluster.succeeds("delete", "tenants,operatorinvites,tenantinvites", "--all", "-n", "tenants");
            assertThat(cluster.helm("uninstall", "dezky-operator").exitCode()).isZero();
            await().atMost(Cluster.PATIENCE).until(() -> cluster.kubectl(
                            "delete",
                            "--ignore-not-found",
                            "crd",
                            "tenants.platform.dezky.io",
                            "operatorinvites.platform.dezky.io",
                            "tenantinvites.platform.dezky.io",
                            "--timeout=20s")
                    .succeeded());
        }
    }

    private static void tenantOf(Cluster cluster) {
        cluster.namespace("tenants");
        cluster.succeeds(
                "apply",
                "--server-side",
                "-n",
                "tenants",
                "-f",
                ProjectFiles.ROOT
                        .resolve("crds/fixtures/valid/tenant-minimal.yaml")
                        .toString());
    }

    private static void assertNothingIsLeft(Cluster cluster) {
        for (String kinds : new String[] {
            "deployments,services,serviceaccounts,configmaps,roles,rolebindings,networkpolicies,poddisruptionbudgets",
            "clusterroles,clusterrolebindings,validatingadmissionpolicies,mutatingadmissionpolicies"
        }) {
            await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(cluster.succeeds(
                            "get", kinds, "-A", "-l", "app.kubernetes.io/instance=dezky-operator", "-o", "name"))
                    .isBlank());
        }
        assertThat(cluster.succeeds("get", "crd", "-o", "name").lines().filter(name -> name.contains("dezky")))
                .hasSize(3);
    }
}
