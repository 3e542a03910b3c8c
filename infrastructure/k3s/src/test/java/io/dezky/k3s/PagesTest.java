package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infrastructure/k3s/README.md",
                "docs/production.md",
                "docs/backup-restore.md",
                "docs/decisions/ocis-single-binary.md",
                "docs/decisions/own-postgresql.md",
                "docs/decisions/bootstrap-by-helm.md",
                "docs/decisions/mail-client-id.md"
            })
    void everyLinkLeadsSomewhere(String page) {
        Path file = StackFiles.PROJECT.resolve(page);
        Matcher links = LINK.matcher(StackFiles.text(file));
        while (links.find()) {
            assertThat(Files.exists(file.resolveSibling(links.group(1))))
                    .as(page + ": " + links.group(1))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap", "reset", "backup/backup", "backup/restore"})
    void everyOptionOfAScriptStandsInItsUsage(String script) {
        String text = StackFiles.text(StackFiles.stack(script));
        List<String> usage =
                text.lines().takeWhile(line -> !line.startsWith("set -")).toList();
        Matcher options = Pattern.compile("^ {4}(--[a-z-]+)(?: \\| (--[a-z-]+))?\\)", Pattern.MULTILINE)
                .matcher(text);
        while (options.find()) {
            assertThat(usage).anyMatch(line -> line.contains(options.group(1)));
            assertThat(options.group(2) == null || usage.stream().anyMatch(line -> line.contains(options.group(2))))
                    .as(script + " " + options.group(2))
                    .isTrue();
        }
    }
}
