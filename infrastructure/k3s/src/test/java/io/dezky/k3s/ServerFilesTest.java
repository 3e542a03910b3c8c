package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the server itself. */
class ServerFilesTest {

    @Test
    void secretsAreEncryptedFromTheFirstStartAndSnapshotsAreTaken() {
        JsonNode config =
                Rendered.documents(StackFiles.stack("server/config.yaml")).get(0);

        assertThat(config.path("secrets-encryption").asBoolean()).isTrue();
        assertThat(config.path("cluster-init").asBoolean()).isTrue();
        assertThat(config.path("etcd-snapshot-schedule-cron").asText()).isNotEmpty();
    }

    @Test
    @RealKubernetes
    void aRealApiServerTakesTheAuditPolicyAndLogsNoContentsOfSecrets(@TempDir Path temporary) throws IOException {
        Path log = temporary.resolve("audit.log");
        try (KubernetesApi api = KubernetesApi.start(
                null,
                List.of(
                        "--audit-policy-file=" + StackFiles.stack("server/audit-policy.yaml"),
                        "--audit-log-path=" + log))) {
            assertThat(api.kubectl("create", "secret", "generic", "canary", "--from-literal=key=planted-canary")
                            .succeeded())
                    .isTrue();
        }
        String written = Files.readString(log);
        // "planted-canary", as it would stand in the body of the request
        assertThat(written).contains("\"name\":\"canary\"").doesNotContain("cGxhbnRlZC1jYW5hcnk=");
    }
}
