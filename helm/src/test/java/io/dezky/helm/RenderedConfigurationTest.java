package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ConfigMap that the chart renders, read by the operator's own reader, with the files where the Deployment mounts them. */
@NeedsHelm
class RenderedConfigurationTest {

    private static final List<String> FILES =
            List.of("credentials/authentik-token", "credentials/stalwart-token", "credentials/ocis-password");
    private static final String AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.dezky.helm.ChartTest#valueSets")
    void theOperatorReadsTheConfigurationOfAValueSet(Path values) {
        OperatorConfig config = read(values);

        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.platform().baseDomain()).isEqualTo("dezky.test");
    }

    @Test
    void theCredentialsAreTheMountedFiles() {
        OperatorConfig config = read(ProjectFiles.MINIMAL);

        assertThat(config.authentik().tokenFile()).isEqualTo(folder.resolve("credentials/authentik-token"));
        assertThat(config.stalwart().tokenFile()).isEqualTo(folder.resolve("credentials/stalwart-token"));
        assertThat(config.ocis().passwordFile()).isEqualTo(folder.resolve("credentials/ocis-password"));
        assertThat(config.authentik().caFile()).isNull();
    }

    @Test
    void anOwnAuthorityIsTrustedForAllThreeSystems() {
        OperatorConfig config = read(set("systems-outside-the-cluster"));

        assertThat(List.of(
                        config.authentik().caFile(),
                        config.stalwart().caFile(),
                        config.ocis().caFile()))
                .containsOnly(folder.resolve("ca/ca.crt"));
    }

    @Test
    void theWatchedNamespacesAreThoseWithRoles() {
        assertThat(read(set("namespaced")).kubernetes().namespaces())
                .containsExactly("tenants", "tenants-test", "dezky-system");
        assertThat(read(ProjectFiles.MINIMAL).kubernetes().namespaces()).isEmpty();
    }

    @Test
    void theLeaseIsTheOneThatTheRoleNames() {
        for (Path values : List.of(ProjectFiles.MINIMAL, set("high-availability"))) {
            JsonNode role = Helm.manifests(values).stream()
                    .filter(manifest -> manifest.at("/metadata/name").asText().endsWith("-leader-election")
                            && manifest.get("kind").asText().equals("Role"))
                    .findFirst()
                    .orElseThrow();

            assertThat(role.at("/rules/1/resourceNames/0").asText())
                    .isEqualTo(read(values).kubernetes().leaseName());
        }
    }

    private static Path set(String name) {
        return ProjectFiles.CHART.resolve("ci/" + name + ".yaml");
    }

    private OperatorConfig read(Path values) {
        FILES.forEach(file -> ProjectFiles.write(folder.resolve(file), "x"));
        ProjectFiles.write(folder.resolve("ca/ca.crt"), AUTHORITY);
        String text = Helm.manifests(values, "--show-only", "templates/configmap.yaml")
                .get(0)
                .at("/data/config.yaml")
                .asText();
        Path file = folder.resolve("config.yaml");
        ProjectFiles.write(file, text.replace("/etc/dezky/", folder + "/"));
        return ConfigReader.read(file, Map.of());
    }
}
