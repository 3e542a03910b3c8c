package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubectl complains of is told in one line, with an exit code that says what kind of trouble it is. */
class TroubleTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Error from server (Forbidden): tenants.platform.dezky.io \"acme\" is forbidden: User \"eve\" cannot get resource \"tenants\" in API group \"platform.dezky.io\" in the namespace \"tenants\""
                        + "| 4 | you may not get tenants.platform.dezky.io in the namespace tenants: ask your administrator for a role that allows it",
                "Error from server (Forbidden): secrets is forbidden: User \"eve\" cannot list resource \"secrets\" in API group \"\" at the cluster scope"
                        + "| 4 | you may not list secrets in all namespaces: ask your administrator for a role that allows it",
                "Error from server (NotFound): tenants.platform.dezky.io \"acme\" not found"
                        + "| 5 | there is no tenant acme in the namespace default",
                "error: the server doesn't have a resource type \"tenants\""
                        + "| 5 | the API server does not serve all kinds of platform.dezky.io/v1alpha1: install the CRDs (kubectl apply --server-side -f crds/, or the chart)",
                "Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout"
                        + "| 1 | Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout",
                "error: You must be logged in to the server (Unauthorized)"
                        + "| 1 | You must be logged in to the server (Unauthorized)",
                "Error from server (InternalError): an error \u001b[31mof the server"
                        + "| 1 | an error [31mof the server"
            })
    void isToldInOneLine(String complaint, int exitCode, String message) {
        Plugin.Result result = new FakeKubectl(folder)
                .fails("get tenants", complaint + "\n")
                .plugin()
                .run("dns", "acme");

        assertThat(result).isEqualTo(new Plugin.Result(exitCode, "", "error: " + message + "\n"));
    }

    @Test
    void warningsBeforeTheComplaintAreLeftOut() {
        String complaint = """
                E1123 03:15:25.982684 14126 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list"
                E1123 03:15:25.984407 14126 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list"
                The connection to the server localhost:8080 was refused - did you specify the right host or port?
                """;
        Plugin.Result result =
                new FakeKubectl(folder).fails("get tenants", complaint).plugin().run("status");

        assertThat(result)
                .isEqualTo(
                        new Plugin.Result(
                                1,
                                "",
                                "error: The connection to the server localhost:8080 was refused - did you specify the right host or port?\n"));
    }

    @Test
    void aPolicyOfTheClusterIsQuotedWithWhatItAsksFor() {
        String complaint =
                "The tenants \"acme\" is invalid: : ValidatingAdmissionPolicy 'p' with binding 'p' denied request: spec.deletionPolicy is Delete: first confirm\n";
        Plugin.Result result =
                new FakeKubectl(folder).fails("annotate", complaint).plugin().run("pause", "tenant/acme");

        assertThat(result)
                .isEqualTo(new Plugin.Result(
                        4, "", "error: refused by the cluster: spec.deletionPolicy is Delete: first confirm\n"));
    }

    @Test
    void nothingIsLeftBehindInTheFolderForTemporaryFiles() {
        Plugin plugin = new FakeKubectl(folder)
                .fails("get tenants", "Unable to connect to the server\n")
                .plugin();

        plugin.run("status");

        assertThat(folder)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("kubectl-dezky"));
    }
}
