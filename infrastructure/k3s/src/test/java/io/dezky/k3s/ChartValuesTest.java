package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The values for other projects' charts, rendered by helm and the charts themselves. Those are not in this project: {@code DEZKY_CHARTS} names a
 * folder with {@code authentik}, {@code cert-manager}, {@code cert-manager-webhook-hetzner} and {@code traefik}, unpacked.
 */
@RealKubernetes
@ResourceLock("the shared API server")
class ChartValuesTest {

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "authentik,                    authentik,    authentik/values.yaml",
        "cert-manager,                 cert-manager, cert-manager/values.yaml",
        "cert-manager-webhook-hetzner, cert-manager, cert-manager/hetzner-webhook-values.yaml"
    })
    void helmAndARealApiServerAcceptWhatTheChartMakesOfOurValues(
            String chart, String namespace, String values, KubernetesApi api) throws IOException {
        Path rendered = template(chart, namespace, Rendered.server().file(values));
        namespaces(api);

        KubectlResult result = api.kubectl("apply", "--server-side", "--dry-run=server", "-f", rendered.toString());

        // An Issuer that the webhook's chart makes for itself is of cert-manager's kinds, which are not there.
        assertThat(result.err()
                        .lines()
                        .filter(line -> !line.contains("cert-manager.io/v1") && !line.startsWith("ensure CRDs")))
                .isEmpty();
        assertThat(result.out()).contains("serverside-applied (server dry run)");
    }

    @Test
    void noSecretOfOursHasTheNameOfOneThatAuthentiksChartMakes() throws IOException {
        Set<String> ofTheChart = new HashSet<>();
        for (JsonNode document : Rendered.documents(
                template("authentik", "authentik", Rendered.server().file("authentik/values.yaml")))) {
            if (document.path("kind").asText().equals("Secret")) {
                ofTheChart.add(document.at("/metadata/name").asText());
            }
        }
        assertThat(ofTheChart).isNotEmpty();
        ofTheChart.forEach(name -> assertThat(StackFiles.text(StackFiles.stack("bootstrap")))
                .doesNotContain("ensure_secret authentik " + name + " "));
    }

    @Test
    void traefiksChartTakesTheTimeOutOffUploadsAndKeepsTheAddressOfTheClient() throws IOException {
        Path values = temporary.resolve("traefik.yaml");
        Files.writeString(
                values,
                Rendered.server()
                        .document("traefik/config.yaml")
                        .at("/spec/valuesContent")
                        .asText());
        String rendered = StackFiles.text(template("traefik", "kube-system", values));

        assertThat(rendered)
                .contains("--entryPoints.websecure.transport.respondingTimeouts.readTimeout=0s")
                .contains("--entryPoints.web.http.redirections.entryPoint.scheme=https")
                .contains("externalTrafficPolicy: Local");
    }

    @Test
    void theValuesNameNoKeyThatAuthentiksChartDoesNotKnow() throws IOException {
        JsonNode known = new YAMLMapper()
                .readTree(chart("authentik").resolve("values.yaml").toFile());
        JsonNode ours = new YAMLMapper()
                .readTree(Rendered.server().file("authentik/values.yaml").toFile());

        for (String section : new String[] {"", "/global", "/authentik", "/server", "/worker", "/server/ingress"}) {
            ours.at(section).fieldNames().forEachRemaining(name -> assertThat(
                            known.at(section).has(name))
                    .as(section + "/" + name)
                    .isTrue());
        }
    }

    private static void namespaces(KubernetesApi api) {
        KubectlResult result = api.kubectl(
                "apply",
                "--server-side",
                "--field-manager=dezky-bootstrap",
                "-f",
                Rendered.server().file("base/namespaces.yaml").toString());
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    private static Path chart(String name) {
        Path chart = StackFiles.ofOthers("DEZKY_CHARTS", "k3s/charts", "the charts of others, unpacked,")
                .resolve(name);
        Assumptions.assumeTrue(Files.exists(chart), "needs the chart " + chart);
        return chart;
    }

    private Path template(String name, String namespace, Path values) throws IOException {
        Path chart = chart(name);
        Shell.Result result = new Shell()
                .run(
                        Shell.helm().toString(),
                        "template",
                        name,
                        chart.toString(),
                        "--namespace",
                        namespace,
                        "--kube-version",
                        "1.36.0",
                        "--values",
                        values.toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
        Path rendered = Files.createTempFile(temporary, name, ".yaml");
        Files.writeString(rendered, result.output());
        return rendered;
    }
}
