package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/cli.md is what {@code kubectl dezky help} says. */
class HelpPageTest {

    static final List<String> VERBS = List.of(
            "status",
            "dns",
            "explain",
            "doctor",
            "report",
            "version",
            "invite",
            "credential",
            "resend",
            "revoke",
            "delete-tenant",
            "pause",
            "unpause",
            "reconcile",
            "help");

    @TempDir
    Path folder;

    @Test
    void thePageInTheDocsIsTheHelp() {
        StringBuilder page = new StringBuilder("""
                # kubectl dezky

                This page is generated from `kubectl dezky help`. How to install the plugin, and what it needs:
                [infrastructure/cli](../infrastructure/cli/README.md).

                """);
        page.append(block(help()));
        for (String verb : VERBS) {
            page.append("\n## ").append(verb).append("\n\n").append(block(help(verb)));
        }

        ProjectFiles.writeOrCompare(ProjectFiles.ROOT.resolve("docs/cli.md"), page.toString());
    }

    @Test
    void everyVerbThatThePluginKnowsHasItsHelp() {
        assertThat(ProjectFiles.read(ProjectFiles.PLUGIN)).contains("\nVERBS='" + String.join(" ", VERBS) + "'\n");
        assertThat(VERBS).allSatisfy(verb -> assertThat(help(verb))
                .startsWith("Usage: kubectl dezky " + verb)
                .isEqualTo(new FakeKubectl(folder).plugin().run(verb, "--help").out()));
    }

    @Test
    void noLineIsWiderThanATerminalMayBe() {
        assertThat(VERBS).allSatisfy(verb -> assertThat(help(verb).lines()).allMatch(line -> line.length() <= 140));
    }

    private String help(String... verb) {
        List<String> arguments = new java.util.ArrayList<>(List.of("help"));
        arguments.addAll(List.of(verb));
        Plugin.Result result = new FakeKubectl(folder).plugin().run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    private static String block(String text) {
        return "```text\n" + text + "```\n";
    }
}
