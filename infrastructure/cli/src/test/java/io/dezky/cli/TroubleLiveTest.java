package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real kubectl complains of, as the plugin tells it. */
@RealKubernetes
class TroubleLiveTest {

    private static final String NO_CRDS = "the API server does not serve all kinds of platform.dezky.io/v1alpha1:"
            + " install the CRDs (kubectl apply --server-side -f crds/, or the chart)";

    private static Platform platform;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status tenant/acme", "dns acme", "invite ada ada@dezky.test", "credential ada"})
    void withoutTheCrdsTheMendIsTold(String arguments) {
        assertThat(platform.beforeTheCrds.get(arguments))
                .isEqualTo(new Plugin.Result(5, "", "error: " + NO_CRDS + "\n"));
    }

    @Test
    void withoutTheCrdsDoctorFailsAndNamesThem() {
        Plugin.Result result = platform.beforeTheCrds.get("doctor");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out())
                .containsPattern("FAILED +CRDs +not served in platform\\.dezky\\.io/v1alpha1: tenants, operatorinvites,"
                        + " tenantinvites\\. Install them: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "status tenant/nosuch -n tenants          | 5 | there is no tenant nosuch in the namespace tenants",
                "dns nosuch -n tenants                    | 5 | there is no tenant nosuch in the namespace tenants",
                "delete-tenant nosuch -n tenants          | 5 | there is no tenant nosuch in the namespace tenants",
                "pause operatorinvite/nosuch -n tenants   | 5 | there is no operatorinvite nosuch in the namespace tenants",
                "credential nosuch -n tenants             | 5 | there is no invite nosuch in the namespace tenants",
                "resend tenantinvite/nosuch -n tenants    | 5 | there is no tenantinvite nosuch in the namespace tenants",
                "invite eva eva@acme.test -n nowhere      | 5 | namespaces \"nowhere\" not found",
                "status --context nosuch                  | 1 | Error in configuration: context was not found for specified context: nosuch",
                "status --kubeconfig /no/such/file        | 1 | stat /no/such/file: no such file or directory",
                "report --kubeconfig /no/such/file        | 1 | stat /no/such/file: no such file or directory"
            })
    void isToldInOneLine(String arguments, int exitCode, String message) {
        assertThat(platform.as("admin").run(arguments.trim().split(" +")))
                .isEqualTo(new Plugin.Result(exitCode, "", "error: " + message + "\n"));
    }

    @Test
    void whereNoServerListensNothingIsMadeAndItIsTold() throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"),
                ProjectFiles.read(platform.kubeconfig("admin"))
                        .replaceAll("https://127\\.0\\.0\\.1:\\d+", "https://127.0.0.1:1"));
        Plugin plugin = platform.as("admin").and("KUBECONFIG", kubeconfig.toString());

        assertThat(plugin.run("status"))
                .isEqualTo(
                        new Plugin.Result(
                                1,
                                "",
                                "error: The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n"));
        assertThat(plugin.run("invite", "ada", "ada@dezky.test").err())
                .matches("error: Get \\S+ dial tcp 127\\.0\\.0\\.1:1: connect: connection refused\n");
        assertThat(plugin.run("doctor").out())
                .startsWith("FAILED   API server           does not answer: The connection");
        assertThat(plugin.run("report", "--file", folder.resolve("report").toString())
                        .exitCode())
                .isEqualTo(1);
        assertThat(folder.resolve("report")).doesNotExist();
    }

    @Test
    void whoeverHasNoRightsIsToldWhichAreMissing() {
        assertThat(platform.as("nobody").run("resend", "eva", "-n", Platform.TENANTS))
                .isEqualTo(
                        new Plugin.Result(
                                4,
                                "",
                                "error: you may not get operatorinvites.platform.dezky.io, tenantinvites.platform.dezky.io in the namespace tenants: ask your administrator for a role that allows it\n"));
        assertThat(platform.as("nobody").run("pause", "tenant/acme", "-n", Platform.TENANTS))
                .extracting(Plugin.Result::exitCode)
                .isEqualTo(4);
    }
}
