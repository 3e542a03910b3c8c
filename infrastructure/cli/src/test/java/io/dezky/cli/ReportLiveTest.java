package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The support bundle of a platform at work, in which no credential may be. */
@RealKubernetes
class ReportLiveTest {

    /** A value that only a Secret has; it says nothing to a rule of redaction. */
    private static final String CANARY = "plain-canary-of-a-secret";

    /** Of Secrets; the others are no credentials. */
    private static final Set<String> PUBLIC =
            Set.of("issuer", "username", "login-url", "method", "expires-at", "client-id");

    private static Platform platform;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @Test
    void itHoldsWhatHelpsAndNoCredentialOfTheWholeCluster() throws IOException {
        platform.as("admin").run("invite", "rosa", "rosa@dezky.test", "-n", Platform.SYSTEM, "--name", "Rosa Canary");
        platform.apply(Platform.SYSTEM, """
                apiVersion: v1
                kind: Secret
                metadata: {name: authentik, labels: {app.kubernetes.io/name: dezky-operator, app.kubernetes.io/managed-by: dezky-operator}}
                stringData: {token: %s}
                """.formatted(CANARY));
        List<String> credentials = credentials();
        Path report = folder.resolve("report");

        Plugin.Result result = platform.as("admin").run("report", "--file", report.toString());

        assertThat(result)
                .isEqualTo(new Plugin.Result(
                        0, "The report is in " + report + ". Look through it before you hand it on.\n", ""));
        assertThat(credentials).hasSizeGreaterThan(3).contains(CANARY);
        String all = everything(report);
        assertThat(credentials).allSatisfy(credential -> assertThat(all).doesNotContain(credential));
        assertThat(all)
                .doesNotContain("flow_token=")
                .doesNotContain("Rosa Canary", "rosa@", "Ines Technik", "it@acme.test")
                .contains("(somebody)@dezky.test");
        assertThat(Files.readString(report.resolve("doctor.txt"))).containsPattern("ok +Leader ");
        assertThat(Files.readString(report.resolve("versions.txt"))).contains("API served  v1alpha1");
        assertThat(Files.readString(report.resolve("events.txt")))
                .containsPattern("Normal InviteDelivered OperatorInvite dezky-system/rosa: ");
        assertThat(Files.readString(report.resolve("operator.txt")))
                .contains(Platform.POD, "deployment.apps/dezky-operator");
        assertThat(Files.readString(report.resolve("configuration.txt"))).contains("dezky.test");
        assertThat(Files.readString(report.resolve("leases.txt"))).contains(Platform.POD);
        assertThat(report.resolve("logs/" + Platform.POD + ".log")).exists();
        assertThat(report.resolve("left-out.txt")).doesNotExist();
        JsonNode tenants = new ObjectMapper()
                .readTree(report.resolve("objects/tenants.json").toFile());
        assertThat(tenants.at("/items").findValuesAsText("reason")).contains("Reconciled");
    }

    @Test
    void whoeverMayOnlyViewGetsAnArchiveOfTheirNamespaceThatSaysWhatIsMissing() throws IOException {
        Tools.needed("tar");
        Tools.needed("gzip");
        Path archive = folder.resolve("it.tar.gz");

        Plugin.Result result = platform.as("viewer").run("report", "-f", archive.toString(), "-n", Platform.TENANTS);
        Plugin.Result again = platform.as("viewer").run("report", "-f", archive.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(again).isEqualTo(new Plugin.Result(1, "", "error: " + archive + " is there already\n"));
        assertThat(Files.getPosixFilePermissions(archive))
                .as("nobody else may read it")
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        platform.as("viewer").run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
        Path report = folder.resolve("it");
        assertThat(Files.readString(report.resolve("left-out.txt")))
                .contains(
                        "operator.txt: you may not list deployments.apps, replicasets.apps, pods in the namespace dezky-system\n")
                .contains("leases.txt: you may not list leases.coordination.k8s.io in the namespace dezky-system\n");
        assertThat(report.resolve("leases.txt")).doesNotExist();
        assertThat(Files.readString(report.resolve("objects/tenants.json"))).contains("\"acme\"");
    }

    /** All that is in Secrets of the cluster and no public part of them, and what the operator signs in with. */
    private static List<String> credentials() throws IOException {
        List<String> credentials = new ArrayList<>(Systems.credentials());
        JsonNode secrets = new ObjectMapper().readTree(platform.kubectl("get", "secrets", "-A", "-o", "json"));
        for (JsonNode secret : secrets.at("/items")) {
            // Of helm's own Secret only the whole is of interest, and that is compressed.
            secret.at("/data").fields().forEachRemaining(entry -> {
                if (!PUBLIC.contains(entry.getKey())) {
                    credentials.add(entry.getValue().asText());
                    credentials.add(new String(
                            Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8));
                }
            });
        }
        credentials.removeIf(String::isEmpty);
        return credentials;
    }

    private static String everything(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            files.filter(Files::isRegularFile).forEach(file -> all.append(ProjectFiles.read(file)));
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
