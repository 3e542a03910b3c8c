package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments name facts by the headings of the page on Authentik: the headings must be there. */
class DocumentedFactsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));
    private static final Path SOURCES = ROOT.resolve("infrastructure/simulators/src/main/java/io/dezky/simulator");
    private static final Pattern MENTION = Pattern.compile("docs/systems/authentik\\.md, (.{1,60})");

    @Test
    void everyFactThatACommentNamesIsAHeading() throws IOException {
        List<String> headings = Files.readAllLines(ROOT.resolve("docs/systems/authentik.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring("## ".length()))
                .toList();

        List<String> mentions = mentions();
        assertThat(mentions).isNotEmpty();
        assertThat(mentions).allSatisfy(mention -> assertThat(headings).anyMatch(mention::startsWith));
    }

    private static List<String> mentions() throws IOException {
        List<String> mentions = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(SOURCES.resolve("authentik"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(source)
                        .replaceAll("\\n\\s*(\\*|//)", "")
                        .replaceAll("\\s+", " ");
                Matcher matcher = MENTION.matcher(text);
                while (matcher.find()) {
                    mentions.add(matcher.group(1));
                }
            }
        }
        return mentions;
    }
}
