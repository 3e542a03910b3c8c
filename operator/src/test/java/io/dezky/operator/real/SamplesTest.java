package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The sandbox's samples, applied by kubectl, with an operator that watches the whole cluster. */
@RealKubernetes
@ResourceLock("all namespaces of the real cluster")
class SamplesTest {

    private static final String TENANTS = "tenants";
    private static final List<String> CREDENTIALS = List.of("recovery-link", "temporary-password");

    private static RealCluster cluster;
    private static Systems systems;
    private static RunningOperator operator;

    @BeforeAll
    static void applySamples(KubernetesApi api) {
        cluster = RealCluster.of(api);
        systems = new Systems();
        systems.prove(TENANTS, "acme", "acme.test");
        systems.prove(TENANTS, "globex", "globex.test");
        operator = RunningOperator.of(cluster, systems, Map.of("DEZKY_KUBERNETES_RESYNC_INTERVAL", "1s"))
                .start();
        cluster.namespace(TENANTS);
        cluster.succeeds("apply", "-f", sample("10-tenants.yaml"), "-f", sample("20-invites.yaml"));
        cluster.awaitReady(TENANTS, "tenant/acme", "tenant/globex");
    }

    @AfterAll
    static void stop() {
        if (operator != null) {
            operator.close();
        }
        if (systems != null) {
            systems.close();
        }
    }

    private static String sample(String file) {
        return RealCluster.project("infrastructure/sandbox/samples/" + file);
    }

    @Test
    void kubectl_waits_for_a_tenant_until_all_three_systems_have_it() {
        KubectlResult waited =
                cluster.kubectl("wait", "--for=condition=Ready", "tenant/acme", "-n", TENANTS, "--timeout=60s");

        assertThat(waited.exitCode()).as(waited.output()).isZero();
        assertThat(waited.out()).contains("tenant.platform.dezky.io/acme condition met");
        assertThat(systems.authentik.state().groups())
                .anyMatch(group -> group.name().equals("tenant-acme"));
        assertThat(cluster.get("-n", TENANTS, "secret/acme-oidc").get("data").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("issuer", "client-id", "client-secret");
    }

    @Test
    void each_invite_hands_over_exactly_one_credential_in_a_secret() {
        cluster.awaitReady(RealCluster.SYSTEM, "operatorinvite/ada", "operatorinvite/grace");
        cluster.awaitReady(TENANTS, "tenantinvite/eva");

        assertThat(credentials(RealCluster.SYSTEM, "ada")).containsExactly("recovery-link");
        assertThat(credentials(RealCluster.SYSTEM, "grace")).containsExactly("temporary-password");
        assertThat(credentials(TENANTS, "eva")).hasSize(1);
    }

    private static List<String> credentials(String namespace, String invite) {
        JsonNode data = cluster.get("-n", namespace, "secret/" + invite + "-credentials")
                .get("data");
        return CREDENTIALS.stream().filter(data::has).toList();
    }

    @Test
    void a_tenant_that_claims_anothers_domain_is_told_so_and_an_invalid_one_is_refused() {
        cluster.succeeds("apply", "-f", sample("30-conflict.yaml"));
        KubectlResult refused = cluster.kubectl("apply", "-f", sample("40-invalid.yaml"));

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.err()).contains("spec.mail.domains[0].name").contains("spec.files.spaces[0].quota");
        await().atMost(RealCluster.PATIENCE).untilAsserted(() -> {
            JsonNode stalled = cluster.condition("Stalled", TENANTS, "tenant/copycat");
            assertThat(stalled.path("status").asText()).isEqualTo("True");
            assertThat(stalled.path("message").asText()).contains("acme.test");
        });
    }

    @Test
    void kubectl_get_shows_what_matters_in_columns() {
        String tenants = cluster.succeeds("get", "tenants", "-n", TENANTS);
        String invites = cluster.succeeds("get", "operatorinvites", "-n", RealCluster.SYSTEM);
        String all = cluster.succeeds("get", "dezky", "-n", TENANTS);

        assertThat(tenants.lines().findFirst().orElseThrow())
                .contains("NAME")
                .contains("READY")
                .contains("AGE");
        assertThat(tenants).containsPattern("acme .*True");
        assertThat(invites.lines().findFirst().orElseThrow())
                .contains("NAME")
                .contains("STATE")
                .contains("AGE");
        assertThat(all).contains("tenant.platform.dezky.io/acme").contains("tenantinvite.platform.dezky.io/eva");
        assertThat(cluster.succeeds("get", "dzt,dzti", "-n", TENANTS))
                .contains("acme")
                .contains("eva");
    }

    @Test
    void an_object_that_this_operator_cannot_read_is_reported_and_hinders_no_other() {
        for (String object : List.of("tenant/text-for-mail", "tenant/map-for-list", "operatorinvite/map-for-groups")) {
            await().atMost(RealCluster.PATIENCE).untilAsserted(() -> {
                JsonNode ready = cluster.condition("Ready", RealCluster.OLDER, object);
                assertThat(ready.path("status").asText()).as(object).isEqualTo("False");
                assertThat(ready.path("reason").asText()).as(object).isEqualTo("InvalidSpec");
            });
        }
        assertThat(systems.writes()).noneMatch(write -> write.contains("text-for-mail") || write.contains("old"));
        assertThat(operator.ask("/livez").status()).isEqualTo(200);
        assertThat(operator.ask("/readyz").status()).isEqualTo(200);
        assertThat(cluster.get("-n", RealCluster.OLDER, "tenant/text-for-mail")
                        .at("/spec/mail")
                        .asText())
                .as("what can't be read stays as it was stored")
                .isEqualTo("postmaster@old.test");
    }

    @Test
    void an_object_that_this_operator_cannot_read_can_be_deleted() {
        KubectlResult deleted =
                cluster.kubectl("delete", "tenant/deleted-unread", "-n", RealCluster.OLDER, "--timeout=60s");

        assertThat(deleted.exitCode()).as(deleted.output()).isZero();
    }

    /** A rule on a field of another type fails on every write of the object, even of its status or its finalizers. */
    @Test
    void an_object_that_the_api_server_lets_nobody_change_is_left_alone_and_can_be_deleted() {
        String invite = "operatorinvite/nobody-can-change-it";
        KubectlResult changed =
                cluster.kubectl("annotate", invite, "-n", RealCluster.OLDER, "some.example/annotation=any");
        assertThat(changed.succeeded()).isFalse();
        assertThat(changed.err()).contains("spec.email");

        KubectlResult deleted = cluster.kubectl("delete", invite, "-n", RealCluster.OLDER, "--timeout=60s");

        assertThat(deleted.succeeded()).as(deleted.output()).isTrue();
        assertThat(operator.ask("/livez").status()).isEqualTo(200);
    }

    @Test
    void what_is_ready_is_compared_again_and_again_without_any_write() {
        cluster.awaitReady(RealCluster.SYSTEM, "operatorinvite/ada", "operatorinvite/grace");
        cluster.awaitReady(TENANTS, "tenantinvite", "--all");
        awaitLooks(10);
        Map<String, String> versions = versions();
        List<String> writes = systems.writes();

        awaitLooks(30);

        assertThat(versions()).isEqualTo(versions);
        assertThat(systems.writes()).isEqualTo(writes);
    }

    private static void awaitLooks(int more) {
        double before = operator.metric("reconciliations_success_total");
        await().atMost(RealCluster.PATIENCE)
                .until(() -> operator.metric("reconciliations_success_total") >= before + more);
    }

    /** The resource version of everything that the operator may write, but for what another test makes and deletes. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (String namespace : List.of(TENANTS, RealCluster.SYSTEM, RealCluster.OLDER)) {
            for (JsonNode object : cluster.get(
                            "-n",
                            namespace,
                            "tenants,operatorinvites,tenantinvites,secrets,configmaps,events.events.k8s.io")
                    .get("items")) {
                versions.put(
                        namespace + "/" + object.get("kind").asText() + "/"
                                + object.at("/metadata/name").asText(),
                        object.at("/metadata/resourceVersion").asText());
            }
        }
        return versions;
    }

    @Test
    void applying_the_same_again_changes_nothing() {
        String before = cluster.get("-n", TENANTS, "tenant/acme")
                .at("/metadata/resourceVersion")
                .asText();

        String said = cluster.succeeds("apply", "-f", sample("10-tenants.yaml"));

        assertThat(said).contains("tenant.platform.dezky.io/acme");
        assertThat(cluster.get("-n", TENANTS, "tenant/acme")
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo(before);
    }

    @Test
    void kubectl_delete_returns_when_the_tenant_and_its_secrets_are_gone() {
        String namespace = cluster.namespace("deleted-one-by-one");
        systems.prove(namespace, "initech", "initech.test");
        cluster.apply(RealCluster.tenant(namespace, "initech"));
        cluster.awaitReady(namespace, "tenant/initech");

        KubectlResult deleted = cluster.kubectl("delete", "tenant/initech", "-n", namespace, "--wait", "--timeout=60s");

        assertThat(deleted.exitCode()).as(deleted.output()).isZero();
        await().atMost(RealCluster.PATIENCE)
                .until(() ->
                        cluster.get("-n", namespace, "secrets").get("items").isEmpty());
    }

    @Test
    void a_namespace_full_of_tenants_and_invites_can_be_deleted() {
        String namespace = cluster.namespace("deleted-as-a-whole");
        List<String> tenants = new ArrayList<>();
        StringBuilder yaml = new StringBuilder();
        for (String name : new TreeSet<>(Set.of("hooli", "umbrella"))) {
            systems.prove(namespace, name, name + ".test");
            yaml.append(RealCluster.tenant(namespace, name));
            tenants.add("tenant/" + name);
        }
        yaml.append("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: TenantInvite
                metadata: {name: gavin, namespace: %1$s}
                spec: {tenantRef: {name: hooli}, email: gavin@hooli.test, name: Gavin}
                ---
                apiVersion: platform.dezky.io/v1alpha1
                kind: OperatorInvite
                metadata: {name: barbara, namespace: %1$s}
                spec: {email: barbara@dezky.test, name: Barbara}
                """.formatted(namespace));
        cluster.apply(yaml.toString());
        cluster.awaitReady(namespace, tenants.toArray(String[]::new));
        cluster.awaitReady(namespace, "tenantinvite/gavin", "operatorinvite/barbara");

        KubectlResult deleted = cluster.kubectl("delete", "namespace", namespace, "--wait", "--timeout=90s");

        assertThat(deleted.exitCode())
                .as(
                        "%s %s",
                        deleted.output(),
                        cluster.kubectl("get", "namespace", namespace, "-o", "yaml")
                                .out())
                .isZero();
    }
}
