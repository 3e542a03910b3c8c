package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code stalwart.py} itself, as the service account and with the rights of its Job, against a real API server. */
@RealKubernetes
@ResourceLock("the shared API server")
class StalwartSetupTest {

    private static Config serviceAccount;

    @TempDir
    Path temporary;

    private final KubernetesApi api;
    private final FakeStalwart stalwart = new FakeStalwart();

    StalwartSetupTest(KubernetesApi api) {
        this.api = api;
    }

    @BeforeAll
    static void rightsOfTheJob(KubernetesApi api) {
        Shell.needs("python3", "apt-get install python3");
        for (String file : List.of("base/namespaces.yaml", "stalwart/setup-job.yaml")) {
            succeeds(api.kubectl(
                    "apply",
                    "--server-side",
                    "--field-manager=dezky-bootstrap",
                    "-f",
                    Rendered.laptop().file(file).toString()));
        }
        serviceAccount = api.serviceAccountConfig("stalwart", "stalwart-setup");
    }

    /** A Job cannot be changed, and the one of other settings is tried on this server as well. */
    @AfterAll
    static void deleteTheJob(KubernetesApi api) {
        succeeds(api.kubectl("-n", "stalwart", "delete", "job", "stalwart-setup"));
    }

    @BeforeEach
    void emptySecretsAsBootstrapMakesThem() throws IOException {
        Path secrets = temporary.resolve("secrets.yaml");
        Files.writeString(secrets, """
                {apiVersion: v1, kind: Secret, metadata: {namespace: dezky-system, name: dezky-operator-credentials}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {namespace: stalwart, name: stalwart-reload}}
                """);
        succeeds(api.kubectl("replace", "--force", "-f", secrets.toString()));
    }

    @AfterEach
    void stop() {
        stalwart.close();
    }

    @Test
    void aFreshServerGetsDomainOperatorDirectoryAndCertificate() throws IOException {
        Shell.Result result = setup(FakeStalwart.RECOVERY_ADMIN);

        assertThat(result.exitCode()).as(result.output()).isZero();
        JsonNode domain = stalwart.only("x:Domain", "name", "dezky.test");
        assertThat(stalwart.singleton("x:SystemSettings").path("defaultDomainId"))
                .isEqualTo(domain.path("id"));
        assertThat(stalwart.singleton("x:SystemSettings")
                        .path("defaultHostname")
                        .asText())
                .isEqualTo("mail.dezky.test");
        JsonNode directory = stalwart.only("x:Directory", "description", "Authentik");
        assertThat(stalwart.singleton("x:Authentication").path("directoryId")).isEqualTo(directory.path("id"));
        assertThat(directory.path("claimUsername").asText()).isEqualTo("mailbox");
        assertThat(directory.path("claimName").isNull()).isTrue();
        assertThat(directory.path("issuerUrl").asText()).isEqualTo("https://auth.dezky.test/application/o/dezky-mail/");
        assertThat(stalwart.singleton("x:OidcProvider")
                        .path("accessTokenExpiry")
                        .asInt())
                .isEqualTo(300_000);
        assertThat(stalwart.singleton("x:SpamPyzor").path("enable").asBoolean()).isFalse();
        assertThat(stalwart.only("x:AllowedIp", "address", "10.42.0.0/16")).isNotNull();
        JsonNode certificate = stalwart.singleton("x:SystemSettings").path("defaultCertificateId");
        assertThat(stalwart.only("x:Certificate", "id", certificate.asText())
                        .at("/certificate/filePath")
                        .asText())
                .isEqualTo("/tls/tls.crt");
    }

    @Test
    void theOperatorsAccountHasTheRoleOfPeopleAndThePermissionsThatItNeeds() throws IOException {
        setup(FakeStalwart.RECOVERY_ADMIN);

        JsonNode role = stalwart.only("x:Role", "description", "dezky operator");
        assertThat(role.path("enabledPermissions").properties().stream().map(Map.Entry::getKey))
                .hasSize(23)
                .contains("sysDomainCreate", "sysDkimSignatureUpdate", "sysAccountQuery", "sysRoleDestroy")
                .contains("sysMailingListGet", "sysMailingListQuery", "sysMailingListDestroy");
        JsonNode account = stalwart.only("x:Account", "name", "dezky-operator");
        assertThat(account.at("/roles/roleIds").properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("b", role.path("id").asText());
        assertThat(account.path("credentials")).isEmpty();
        assertThat(stalwart.only("x:Role", "description", "dezky reload")
                        .path("enabledPermissions")
                        .properties())
                .hasSize(4);
    }

    @Test
    void theKeysComeIntoTheSecretsAndNowhereElse() throws IOException {
        Shell.Result result = setup(FakeStalwart.RECOVERY_ADMIN);

        assertThat(stalwart.keys().values())
                .containsExactlyInAnyOrder(
                        secret("dezky-system", "dezky-operator-credentials", "stalwart-token"),
                        secret("stalwart", "stalwart-reload", "token"));
        assertThat(result.output()).doesNotContain("canary");
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        setup(FakeStalwart.RECOVERY_ADMIN);
        stalwart.forgetWrites();

        assertThat(setup(FakeStalwart.RECOVERY_ADMIN).exitCode()).isZero();

        assertThat(stalwart.changes()).isEmpty();
        assertThat(stalwart.keys()).hasSize(2);
    }

    @Test
    void aLostKeyIsReplacedAndTheOldOneGoes() throws IOException {
        setup(FakeStalwart.RECOVERY_ADMIN);
        String lost = secret("dezky-system", "dezky-operator-credentials", "stalwart-token");
        emptySecretsAsBootstrapMakesThem();

        setup(FakeStalwart.RECOVERY_ADMIN);

        assertThat(secret("dezky-system", "dezky-operator-credentials", "stalwart-token"))
                .isNotEqualTo(lost)
                .isIn(stalwart.keys().values());
        assertThat(stalwart.keys()).hasSize(2).doesNotContainValue(lost);
    }

    @Test
    void anIssuerThatNeedsAMomentIsWaitedFor() throws IOException {
        stalwart.refuseReloads(3);

        Shell.Result result = setup(FakeStalwart.RECOVERY_ADMIN);

        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains(
                        "ReloadSettings: x:Action/set create: validationFailed, Network error: Discovery fetch failed")
                .contains("ReloadSettings: done");
    }

    @Test
    void settingsThatAreNeverTakenFailTheSetupAndSayWhy() throws IOException {
        stalwart.refuseReloads(Integer.MAX_VALUE);

        Shell.Result result = setup(FakeStalwart.RECOVERY_ADMIN);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .endsWith("failed: x:Action/set create: validationFailed, Network error: Discovery fetch failed\n");
    }

    @Test
    void aWrongRecoveryAdministratorIsTriedOnce() throws IOException {
        Shell.Result result = setup("admin:wrong");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("the recovery administrator is not accepted");
        assertThat(stalwart.requests()).isEqualTo(1);
    }

    @Test
    void theReloadJobNeedsItsOwnKeyOnly() throws IOException {
        setup(FakeStalwart.RECOVERY_ADMIN);
        stalwart.forgetWrites();
        Path token = temporary.resolve("reload-token");
        Files.writeString(token, secret("stalwart", "stalwart-reload", "token"));

        Shell.Result result = new Shell()
                .with("STALWART_URL", stalwart.url())
                .with("STALWART_TOKEN_FILE", token.toString())
                .run("python3", "-B", "stalwart/stalwart.py", "reload");

        assertThat(result).isEqualTo(new Shell.Result(0, "ReloadTlsCertificates: done\nReloadSettings: done\n"));
        assertThat(stalwart.writes()).hasSize(2);
    }

    @Test
    void everyObjectThatIsSentExistsInStalwartsSchemaWithItsFields() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(StackFiles.shared("contracts/stalwart-schema-subset.json")
                        .toFile());
        String contract = StackFiles.text(StackFiles.shared("contracts/stalwart.md"));
        setup(FakeStalwart.RECOVERY_ADMIN);

        StalwartSchema checked = new StalwartSchema(schema);
        List<String> problems = new ArrayList<>();
        Set<String> notInTheExcerpt = new HashSet<>();
        for (FakeStalwart.Write write : stalwart.writes()) {
            if (checked.knows(write.kind())) {
                problems.addAll(checked.problems(write.kind(), write.fields()));
            } else {
                notInTheExcerpt.add(write.kind());
            }
        }
        assertThat(problems).isEmpty();
        assertThat(notInTheExcerpt)
                .allMatch(contract::contains)
                .containsExactlyInAnyOrder("x:AllowedIp", "x:SpamPyzor");
    }

    private Shell.Result setup(String recoveryAdmin) throws IOException {
        URI server = URI.create(serviceAccount.getMasterUrl());
        Path folder = Files.createDirectories(temporary.resolve("serviceaccount"));
        Files.writeString(folder.resolve("token"), serviceAccount.getOauthToken());
        Files.copy(
                Path.of(serviceAccount.getCaCertFile()), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Shell shell = new Shell()
                .with("SERVICE_ACCOUNT_FOLDER", folder.toString())
                .with("KUBERNETES_SERVICE_HOST", server.getHost())
                .with("KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()))
                .with("PAUSE_SECONDS", "0");
        environmentOfTheJob().forEach(variable -> {
            if (variable.has("value")) {
                shell.with(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        });
        return shell.with("STALWART_URL", stalwart.url())
                .with("STALWART_RECOVERY_ADMIN", recoveryAdmin)
                .run("python3", "-B", "stalwart/stalwart.py", "setup");
    }

    private static List<JsonNode> environmentOfTheJob() {
        return Rendered.laptop().resources().stream()
                .filter(resource -> resource.kind().equals("Job"))
                .flatMap(job -> StreamSupport.stream(
                        job.podTemplate().at("/spec/containers/0/env").spliterator(), false))
                .toList();
    }

    private String secret(String namespace, String name, String key) {
        String encoded = api.kubectl("-n", namespace, "get", "secret", name, "-o", "jsonpath={.data." + key + "}")
                .out();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static void succeeds(KubectlResult result) {
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }
}
