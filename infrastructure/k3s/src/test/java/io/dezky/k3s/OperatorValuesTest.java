package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorValuesTest {

    private static final String CREDENTIALS = "/etc/dezky/credentials";

    @TempDir
    Path temporary;

    @Test
    void theOperatorReadsTheConfigurationThatTheStackGivesIt() throws IOException {
        OperatorConfig config = read(Rendered.server());

        assertThat(config.platform().baseDomain()).isEqualTo("dezky.example.org");
        assertThat(config.authHost()).isEqualTo("auth.dezky.example.org");
        assertThat(config.dns().resolvers()).containsExactly("9.9.9.9", "149.112.112.112");
        assertThat(config.mail().domainProof()).isEqualTo(OperatorConfig.DomainProof.Required);
    }

    @Test
    void aLaptopAsksForNoProofOfDomainsThatNobodyCanProve() throws IOException {
        assertThat(read(Rendered.laptop()).mail().domainProof()).isEqualTo(OperatorConfig.DomainProof.NotRequired);
    }

    @Test
    void itsCredentialsAreTheKeysOfTheSecretThatBootstrapMakes() {
        JsonNode config = Rendered.laptop().document("operator/values.yaml").path("config");

        assertThat(config.at("/authentik/tokenFile").asText()).isEqualTo(CREDENTIALS + "/authentik-token");
        assertThat(config.at("/stalwart/tokenFile").asText()).isEqualTo(CREDENTIALS + "/stalwart-token");
        assertThat(config.at("/ocis/passwordFile").asText()).isEqualTo(CREDENTIALS + "/ocis-password");
        assertThat(StackFiles.text(StackFiles.stack("bootstrap")))
                .contains("dezky-system dezky-operator-credentials Opaque authentik-token=")
                .contains(" ocis-password=");
        assertThat(StackFiles.text(StackFiles.stack("stalwart/stalwart.py")))
                .contains("KubernetesSecret(\"dezky-system\", \"dezky-operator-credentials\", \"stalwart-token\")");
    }

    @Test
    void everyHostOfThePlatformIsReserved() {
        JsonNode reserved = Rendered.laptop().document("operator/values.yaml").at("/config/platform/reservedSlugs");

        for (String host : new String[] {"auth", "files", "mail", "office", "wopi", "chat", "webmail"}) {
            assertThat(reserved).anyMatch(slug -> slug.asText().equals(host));
        }
    }

    /** The files need not exist here: the operator reads them when it calls. */
    private OperatorConfig read(Rendered rendered) throws IOException {
        String config = Rendered.yaml(rendered.document("operator/values.yaml").path("config"));
        for (String name : new String[] {"authentik-token", "stalwart-token", "ocis-password"}) {
            Files.writeString(temporary.resolve(name), "x");
        }
        Path file = temporary.resolve("config.yaml");
        Files.writeString(file, config.replace(CREDENTIALS, temporary.toString()));
        return ConfigReader.read(file, Map.of());
    }
}
