package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellcheckTest {

    @Test
    void shellcheckFindsNothing() {
        List<String> command =
                new ArrayList<>(List.of(Shell.needs("shellcheck", "apt-get install shellcheck"), "--external-sources"));
        List<String> scripts = StackFiles.all().stream()
                .filter(ShellcheckTest::isShell)
                .map(Path::toString)
                .toList();
        assertThat(scripts).hasSizeGreaterThan(3);
        command.addAll(scripts);

        assertThat(new Shell().run(command.toArray(String[]::new))).isEqualTo(new Shell.Result(0, ""));
    }

    @Test
    void everyScriptCanBeStarted() {
        assertThat(StackFiles.all().stream()
                        .filter(file -> StackFiles.text(file).startsWith("#!"))
                        .filter(file -> !file.toString().endsWith(".py")))
                .isNotEmpty()
                .allMatch(file -> file.toFile().canExecute());
    }

    private static boolean isShell(Path file) {
        String text = StackFiles.text(file);
        return text.startsWith("#!/usr/bin/env bash") || text.startsWith("# shellcheck shell=bash");
    }
}
