package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told before anything is asked of a cluster. */
class UsageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-verb                          | there is no verb no-such-verb",
                "status -o yaml                        | -o knows only json",
                "status --missing                      | status does not know --missing",
                "status -x                             | status does not know -x",
                "status tenant                         | tenant has no kind: write KIND/NAME, such as tenant/tenant",
                "status space/company                  | space is no kind of the platform",
                "status tenant/Acme                    | \"Acme\" is no name of an object",
                "status tenant/a/b                     | tenant/a/b is not of the form KIND/NAME",
                "status tenant/acme -A                 | -A goes without KIND/NAME",
                "status tenant/acme tenant/globex      | status takes one object at most",
                "dns                                   | dns takes one tenant",
                "dns operatorinvite/ada                | operatorinvite/ada is no tenant",
                "dns acme --missing=yes                | --missing takes no value",
                "invite ada                            | invite takes a name and an e-mail address",
                "invite Ada ada@dezky.test             | \"Ada\" is no name of an object",
                "invite ada ada@dezky.test --role=Admin | --role needs --tenant",
                "invite ada ada@dezky.test --handoff sms | --handoff is one of: Auto RecoveryLink TemporaryPassword Email",
                "invite ada a@b.test --tenant acme --group g | --group is for platform operators",
                "invite ada a@b.test --tenant acme --role Owner | --role is one of: Member Admin",
                "invite ada a@b.test --on-delete never | --on-delete is one of: Deactivate Delete Retain",
                "invite ada ada@dezky.test --timeout soon | --timeout is a number of seconds",
                "invite ada ada@dezky.test --name      | --name needs a value",
                "credential                            | credential takes one invite",
                "credential ada -o json                | credential does not know -o",
                "credential tenant/acme                | tenant/acme is no invite",
                "credential operatorinvite/ada --tenant | operatorinvite/ada is no TenantInvite",
                "pause acme                            | acme has no kind",
                "delete-tenant                         | delete-tenant takes one tenant",
                "doctor acme                           | doctor takes no arguments",
                "report --lines many                   | --lines is a number",
                "explain a b                           | explain takes one reason at most",
                "help no-such-verb                     | there is no verb no-such-verb"
            })
    void wrongUseIsToldInOneLineAndTouchesNothing(String arguments, String message) {
        Plugin.Result result =
                new FakeKubectl(folder).plugin().run(arguments.trim().split(" +"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message).doesNotContain("unexpected");
        assertThat(result.err().lines().filter(line -> !line.startsWith("usage: ")))
                .hasSize(1);
    }

    @Test
    void whereThereIsNoKubectlItSaysSo() {
        Plugin.Result result = Plugin.with(Path.of("/nowhere/kubectl"), folder).run("status");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("error: ")
                .contains("/nowhere/kubectl")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nother", "-n=other", "-n other", "--namespace=other", "--namespace other"})
    void anOptionCanBeWrittenAsKubectlTakesIt(String option) {
        Plugin plugin =
                new FakeKubectl(folder).answers("-n other get tenants", "").plugin();

        assertThat(plugin.run(("status " + option).split(" ")).out())
                .isEqualTo("There are no tenants and no invites in the namespace other.\n");
    }

    @Test
    void clusterAndNamespaceAreHandedOnToKubectl() {
        Plugin plugin = new FakeKubectl(folder)
                .answers("--kubeconfig /some/file --context staging -n other get tenants", "")
                .plugin();

        assertThat(plugin.run("status", "-n", "other", "--context", "staging", "--kubeconfig=/some/file")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help", ""})
    void helpNamesEveryVerb(String argument) {
        Plugin plugin = new FakeKubectl(folder).plugin();
        Plugin.Result result = argument.isEmpty() ? plugin.run() : plugin.run(argument);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains(HelpPageTest.VERBS.stream()
                        .map(verb -> "\n  " + verb + " ")
                        .toList());
    }
}
