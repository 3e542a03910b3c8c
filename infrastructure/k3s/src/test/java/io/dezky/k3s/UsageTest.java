package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts say of themselves. Links in pages: {@code PagesTest} of the module crds, for all of the project. */
class UsageTest {

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
