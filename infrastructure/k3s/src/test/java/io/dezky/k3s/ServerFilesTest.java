package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What lies on the server itself; the audit policy is tried by {@link BootstrapTest}. */
class ServerFilesTest {

    @Test
    void secretsAreEncryptedFromTheFirstStartAndSnapshotsAreTaken() {
        JsonNode config =
                Rendered.documents(StackFiles.stack("server/config.yaml")).get(0);

        assertThat(config.path("secrets-encryption").asBoolean()).isTrue();
        assertThat(config.path("cluster-init").asBoolean()).isTrue();
        assertThat(config.path("etcd-snapshot-schedule-cron").asText()).isNotEmpty();
    }
}
