package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of reasons in the script, beside the operator that writes them and the page that explains them. */
class ReasonsTest {

    private static final Path PAGE = ProjectFiles.ROOT.resolve("docs/reference/conditions.md");
    private static final Path OPERATOR = ProjectFiles.ROOT.resolve("operator/src/main/java");

    @TempDir
    Path folder;

    @Test
    void everyReasonThatIsExplainedIsOneThatTheOperatorWrites() {
        Set<String> written = literals(OPERATOR);

        assertThat(explained())
                .hasSizeGreaterThan(60)
                .allMatch(reason -> written.contains(reason)
                        // Made of the system's name.
                        || reason.endsWith("Unavailable"));
    }

    /** Found where the code gives them: in the enum of the invites' reasons, and as arguments beside a system, a verdict or a condition's type. */
    @Test
    void everyReasonThatTheOperatorWritesIsExplained() {
        Set<String> given = new TreeSet<>(
                found("\n +[A-Z_]+\\(\"([A-Z][A-Za-z]+)\"", OPERATOR.resolve("io/dezky/operator/invite/Reason.java")));
        given.addAll(found("(?:Part\\.\\w+|retrying|stalled)\\(\\s*\"([A-Z][A-Za-z]+)\"", OPERATOR));
        given.addAll(found(
                "(?:Verdict\\.\\w+|SYSTEM|Type\\.(?:Normal|Warning)|ConditionTypes\\.\\w+|type),\\s*\"([A-Z][A-Za-z]+)\"",
                OPERATOR));
        // Kinds of objects stand beside a system too; Gone ends a clean-up, and nobody sees it.
        given.removeAll(Set.of("Space", "Group", "Permission", "Folder", "User", "Gone"));

        assertThat(given).hasSizeGreaterThan(70);
        assertThat(explained()).containsAll(given);
    }

    /** The page's tables have the reason, in backquotes, in their first column. */
    @Test
    void thePageAndTheTableHaveTheSameReasons() {
        assumeTrue(Files.exists(PAGE), "needs docs/reference/conditions.md");
        Set<String> page = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| *`([A-Z][A-Za-z]+)` *\\|").matcher(ProjectFiles.read(PAGE));
        while (row.find()) {
            page.add(row.group(1));
        }
        // Condition types stand in tables of the same form.
        Pattern.compile("\"([A-Z][A-Za-z]+)\"")
                .matcher(ProjectFiles.read(
                        ProjectFiles.ROOT.resolve("crds/src/main/java/io/dezky/platform/v1alpha1/ConditionTypes.java")))
                .results()
                .map(type -> type.group(1))
                .filter(type -> !explained().contains(type))
                .forEach(page::remove);

        assertThat(explained()).containsExactlyInAnyOrderElementsOf(page);
    }

    @Test
    void oneReasonIsExplainedWithWhatItMeansAndWhatToDo() {
        Plugin.Result result = new FakeKubectl(folder).plugin().run("explain", "EmailTaken");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("EmailTaken\n")
                .contains("Means:  A user of Authentik has this address already")
                .contains("To do:  Invite another address");
    }

    @Test
    void anUnknownReasonIsToldAsSuch() {
        Plugin.Result result = new FakeKubectl(folder).plugin().run("explain", "Email|Taken");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.err())
                .contains("\"Email|Taken\" is no reason that this plugin")
                .hasLineCount(1);
    }

    @Test
    void everyLineOfTheTableIsComplete() {
        assertThat(table()).allSatisfy(row -> {
            assertThat(row.path("means").asText()).endsWith(".");
            // No full stop behind a command: it is to be copied.
            assertThat(row.path("mend").asText()).matches(".*(\\.|kubectl dezky [^.]*)");
        });
        assertThat(explained()).doesNotHaveDuplicates();
    }

    private List<String> explained() {
        List<String> reasons = new ArrayList<>();
        table().forEach(row -> reasons.add(row.path("reason").asText()));
        return reasons;
    }

    private Iterable<JsonNode> table() {
        try {
            String json = new FakeKubectl(folder)
                    .plugin()
                    .run("explain", "-o", "json")
                    .out();
            return new ObjectMapper().readTree(json).path("reasons");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> literals(Path sources) {
        return found("\"([A-Z][A-Za-z]+)\"", sources);
    }

    /** The first group of all matches in Java files. */
    private static Set<String> found(String expression, Path sources) {
        Pattern pattern = Pattern.compile(expression);
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> pattern.matcher(ProjectFiles.read(file))
                            .results()
                            .forEach(match -> found.add(match.group(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
