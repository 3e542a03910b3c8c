package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.k3s.Shell.Result;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of an installation, in order: made, made again, changed, taken away. */
@RealKubernetes
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BootstrapTest {

    private static Cluster cluster;
    private static Result first;
    private static String hosts;

    @BeforeAll
    static void bootstrapOnce(@TempDir Path folder) throws IOException {
        cluster = new Cluster(folder);
        Files.writeString(cluster.file("hosts"), "127.0.0.1 localhost\n");
        first = bootstrap();
        assertThat(Files.readString(cluster.file("hosts"))).isEqualTo("127.0.0.1 localhost\n");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void anEmptyClusterGetsEverythingAndTheUserIsToldWhereItIs() {
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("https://auth.dezky.test/")
                .contains("https://files.dezky.test/")
                .contains("mkcert -install");
        assertThat(cluster.file("calls")).content().containsOnlyOnce("k3d cluster create");
        assertThat(cluster.kubectl("get", "statefulsets,deployments", "--all-namespaces", "-o", "name")
                        .lines())
                .contains(
                        "statefulset.apps/postgresql",
                        "statefulset.apps/stalwart",
                        "statefulset.apps/ocis",
                        "deployment.apps/collabora");
    }

    @Test
    @Order(2)
    void theStepsComeInTheOrderInWhichTheyNeedEachOther() throws IOException {
        List<String> calls = Files.readAllLines(cluster.calls());

        assertThat(positions(
                        calls,
                        " upgrade --install cert-manager ",
                        "wait --for=condition=Ready certificate/dezky-wildcard",
                        "rollout status statefulset/postgresql",
                        " upgrade --install authentik ",
                        "exec deployment/authentik-worker",
                        "wait --for=condition=Complete job/stalwart-setup",
                        "rollout status deployment/collabora",
                        "rollout status statefulset/ocis"))
                .isSorted()
                .doesNotContain(-1);
    }

    @Test
    @Order(3)
    void theOperatorAndAuthentikShareTheSameCredentials() {
        assertThat(secret("dezky-system", "dezky-operator-credentials", "authentik-token"))
                .hasSize(60)
                .isEqualTo(secret("authentik", "authentik-blueprints", "DEZKY_AUTHENTIK_TOKEN"));
        assertThat(secret("dezky-system", "dezky-operator-credentials", "ocis-password"))
                .hasSize(60)
                .isEqualTo(secret("authentik", "authentik-blueprints", "DEZKY_FILES_PASSWORD"));
    }

    @Test
    @Order(4)
    void noSecretIsPrintedOrStandsOnACommandLineOrInTheAuditLog() throws IOException {
        String said = first.output() + Files.readString(cluster.calls()) + Files.readString(cluster.auditLog());

        assertThat(said).contains("\"name\":\"dezky-operator-credentials\"");
        for (String value : List.of(
                secret("dezky-system", "dezky-operator-credentials", "authentik-token"),
                secret("authentik", "authentik-settings", "admin-password"),
                secret("authentik", "postgresql", "password"),
                secret("ocis", "ocis", "IDM_ADMIN_PASSWORD"))) {
            String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
            assertThat(said.contains(value) || said.contains(encoded)).isFalse();
        }
    }

    @Test
    @Order(5)
    void theRecoveryAdministratorAndTheRightsOfTheSetupAreGone() {
        assertThat(cluster.kubectl("-n", "stalwart", "get", "secrets,jobs,serviceaccounts,roles", "-o", "name"))
                .doesNotContain("recovery")
                .doesNotContain("stalwart-setup");
        assertThat(cluster.kubectl("-n", "dezky-system", "get", "roles,rolebindings", "-o", "name"))
                .isEmpty();
    }

    @Test
    @Order(6)
    void aSecondRunChangesNothing() throws IOException {
        Map<String, String> before = cluster.everything();
        long installed = cluster.installations();
        assertThat(before).hasSizeGreaterThan(80);

        Result second = bootstrap("--write-hosts");

        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(cluster.everything()).isEqualTo(before);
        assertThat(cluster.installations()).isEqualTo(installed);
        assertThat(second.output())
                .contains("unchanged helm release authentik/authentik")
                .contains("unchanged set-up of Stalwart");
    }

    @Test
    @Order(7)
    void aSetupThatWasInterruptedIsDoneAgain() throws IOException {
        cluster.kubectl(
                "-n", "stalwart", "create", "secret", "generic", "stalwart-recovery", "--from-literal=admin=admin:x");

        hosts = Files.readString(cluster.file("hosts"));
        Result result = bootstrap("--write-hosts");

        assertThat(result.output())
                .contains("kept      secret stalwart/stalwart-recovery")
                .doesNotContain("unchanged set-up");
        assertThat(cluster.kubectl("-n", "stalwart", "get", "secrets", "-o", "name"))
                .doesNotContain("recovery");
    }

    @Test
    @Order(8)
    void namesAreWrittenOnlyWhenThatIsAllowedAndOnce() throws IOException {
        assertThat(first.output()).contains("not written to").contains("--write-hosts does");
        assertThat(hosts).isEqualTo("""
                127.0.0.1 localhost
                127.0.0.1 auth.dezky.test files.dezky.test mail.dezky.test office.dezky.test wopi.dezky.test acme.dezky.test # dezky
                """);
        assertThat(Files.readString(cluster.file("hosts"))).isEqualTo(hosts);
    }

    @Test
    @Order(9)
    void resetDestroysNothingWhenTheNameIsNotTyped() {
        Map<String, String> before = cluster.everything();

        for (String typed : List.of("", "yes\n", "dezky.tes\n")) {
            Result result = reset(typed);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("nothing was destroyed");
        }
        assertThat(cluster.everything()).isEqualTo(before);
    }

    @Test
    @Order(10)
    void resetRemovesAllThatBootstrapMade() {
        Result result = reset("dezky.test\n");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(cluster.kubectl("get", "namespaces", "-o", "name").lines())
                .doesNotContainAnyElementsOf(Cluster.namespaces().stream()
                        .map(name -> "namespace/" + name)
                        .toList());
        assertThat(cluster.kubectl("get", "configmaps,helmchartconfigs,tlsstores,storageclasses", "-A", "-o", "name"))
                .doesNotContain("coredns-custom")
                .doesNotContain("traefik")
                .doesNotContain("tlsstore")
                .doesNotContain("dezky");
    }

    /** Everything switched on; a token of the DNS provider is there from before, and its file has a new one now. */
    @Test
    @Order(11)
    void aServerGetsWhatItsSettingsNameAndFollowsTheirFiles() throws IOException {
        Path settings = cluster.file("settings.env");
        Path token = Files.writeString(cluster.file("token"), "new-token\n");
        Files.writeString(settings, StackFiles.text(StackFiles.SERVER).replaceAll("(?m)_FILE=.*$", "_FILE=" + token));
        cluster.kubectl("create", "namespace", "cert-manager");
        cluster.kubectl("-n", "cert-manager", "create", "secret", "generic", "hetzner", "--from-literal=token=old");

        Result result = script(
                cluster.shell(),
                "bootstrap",
                "--server",
                "--settings",
                settings.toString(),
                "--kubeconfig",
                cluster.kubeconfig());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("completed secret cert-manager/hetzner: token");
        assertThat(secret("cert-manager", "hetzner", "token")).isEqualTo("new-token");
        assertThat(secret("ocis", "ocis-s3", "STORAGE_USERS_S3NG_SECRET_KEY")).isEqualTo("new-token");
        assertThat(secret("authentik", "authentik-blueprints", "DEZKY_CHAT_SECRET"))
                .isEqualTo(secret("zulip", "zulip", "oidc-secret"));
        assertThat(cluster.kubectl("-n", "stalwart", "get", "endpointslices,statefulsets", "-o", "name"))
                .contains("endpointslice.discovery.k8s.io/stalwart")
                .doesNotContain("statefulset");
        assertThat(cluster.kubectl("-n", "ocis", "get", "configmap", "ocis-storage", "-o", "jsonpath={.data}"))
                .contains("s3ng");
        assertThat(cluster.kubectl("get", "clusterissuer", "dezky", "-o", "jsonpath={.spec}"))
                .contains("hostmaster@dezky.example.org");
    }

    private static Result bootstrap(String... more) {
        return script(cluster.shell(), "bootstrap", "--laptop", more);
    }

    private static Result reset(String typed) {
        return script(cluster.shell().typing(typed), "reset", "--laptop", "--kubeconfig", cluster.kubeconfig());
    }

    private static Result script(Shell shell, String name, String mode, String... more) {
        String[] command = new String[2 + more.length];
        command[0] = StackFiles.stack(name).toString();
        command[1] = mode;
        System.arraycopy(more, 0, command, 2, more.length);
        return shell.run(command);
    }

    private static List<Integer> positions(List<String> calls, String... wanted) {
        return List.of(wanted).stream()
                .map(text -> calls.stream().filter(call -> call.contains(text)).findFirst())
                .map(call -> call.map(calls::indexOf).orElse(-1))
                .toList();
    }

    private static String secret(String namespace, String name, String key) {
        return cluster.kubectl(
                "-n",
                namespace,
                "get",
                "secret",
                name,
                "-o",
                "go-template={{index .data \"" + key + "\" | base64decode}}");
    }
}
