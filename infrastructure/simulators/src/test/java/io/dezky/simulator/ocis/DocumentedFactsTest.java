package io.dezky.simulator.ocis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments name facts by the headings of the page on oCIS: the headings must be there. */
class DocumentedFactsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));
    private static final Pattern MENTION = Pattern.compile("docs/systems/ocis\\.md, \"([^\"]+)\"");

    @Test
    void everyFactThatACommentNamesIsAHeading() throws IOException {
        List<String> headings = Files.readAllLines(ROOT.resolve("docs/systems/ocis.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", ""))
                .toList();
        TreeSet<String> mentions = new TreeSet<>();
        try (Stream<Path> sources =
                Files.walk(ROOT.resolve("infrastructure/simulators/src/main/java/io/dezky/simulator/ocis"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(source)
                        .replaceAll("\\n\\s*(\\*|//)", "")
                        .replaceAll("\\s+", " ");
                Matcher mention = MENTION.matcher(text);
                while (mention.find()) {
                    mentions.add(mention.group(1));
                }
            }
        }
        assertThat(mentions).isNotEmpty();
        assertThat(headings).containsAll(mentions);
    }
}
