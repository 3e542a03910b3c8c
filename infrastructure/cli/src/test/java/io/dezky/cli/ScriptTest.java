package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    private static final List<Path> SCRIPTS = List.of(ProjectFiles.PLUGIN, ProjectFiles.COMPLETION);

    @TempDir
    Path folder;

    @Test
    void shellcheckFindsNothing() {
        List<String> command =
                new ArrayList<>(List.of(Tools.needed("shellcheck").toString()));
        SCRIPTS.forEach(script -> command.add(script.toAbsolutePath().toString()));

        assertThat(new FakeKubectl(folder).plugin().run(command)).isEqualTo(new Plugin.Result(0, "", ""));
    }

    @Test
    void bothScriptsCanBeStartedAndAreForThePosixShell() {
        assertThat(SCRIPTS)
                .allMatch(script -> script.toFile().canExecute())
                .allMatch(script -> ProjectFiles.read(script).startsWith("#!/bin/sh\n"));
    }

    @Test
    void itsVersionIsTheProjects() {
        Matcher pom = Pattern.compile("<artifactId>dezky-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(ProjectFiles.read(ProjectFiles.ROOT.resolve("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(ProjectFiles.read(ProjectFiles.PLUGIN)).contains("\nVERSION='" + pom.group(1) + "'\n");
    }

    /** Each shell and each awk reads the same things a little differently, or not at all. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh", "bash --posix", "mawk", "gawk", "original-awk", "busybox awk"})
    void everyShellAndEveryAwkGivesTheSame(String program) {
        Plugin usual = kubectl().plugin();
        Plugin other = Tools.using(usual, program, folder);

        for (List<String> arguments : List.of(
                List.of("status"),
                List.of("status", "tenant/acme"),
                List.of("status", "-o", "json"),
                List.of("dns", "acme"),
                List.of("dns", "acme", "-o", "json"),
                List.of("explain", "DomainTaken"),
                List.of("help", "invite"),
                List.of("no-such-verb"))) {
            assertThat(other.run(arguments.toArray(String[]::new)))
                    .as("%s with %s", arguments, program)
                    .isEqualTo(usual.run(arguments.toArray(String[]::new)));
        }
    }

    private FakeKubectl kubectl() {
        String acme = Records.tenant(
                "tenants",
                "acme",
                Records.condition("DnsVerified", "False", "RecordsMissing", "DNS does not show 1 of \"2\" \\ records."),
                Records.condition("Ready", "True", "Reconciled", "All is as the spec wants it: Müller."));
        return new FakeKubectl(folder)
                .answers("get tenants.platform.dezky.io acme -o go-template={{define \"q\"}}{{with .}}{{printf", zone())
                .answers("get tenants", acme)
                .answers("config view", "tenants");
    }

    private static String zone() {
        return Records.zone(
                "acme",
                "1",
                Records.dns("TXT", "acme.test", "v=spf1 \"quoted\" \\ -all" + "x".repeat(300), true, true),
                Records.dns("MX", "acme.test", "10 mail.dezky.test.", true, false));
    }
}
