package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of YAML in the docs: objects are offered to a real API server, values to the chart. */
@RealKubernetes
@NeedsHelm
class DocsTest {

    private static final Path DOCS = ProjectFiles.ROOT.resolve("docs");

    /** A fenced block, named by where it stands. */
    record Block(Path page, int line, String text) {

        @Override
        public String toString() {
            return ProjectFiles.ROOT.relativize(page) + ":" + line;
        }

        /** One that stands in a list is indented. */
        List<JsonNode> documents() {
            return ProjectFiles.documents(text.stripIndent());
        }

        boolean isObjects() {
            return documents().stream().allMatch(document -> document.has("apiVersion") && document.has("kind"));
        }

        boolean isValues() {
            Set<String> known = ValuesSchema.values(ValuesSchema.committed()).keySet();
            return documents().stream()
                    .allMatch(document ->
                            document.isObject() && keys(document).stream().allMatch(known::contains));
        }

        private static Set<String> keys(JsonNode document) {
            return document.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockIsYaml(Block block) {
        assertThat(block.documents()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheChartAreTaken(Block block) {
        Helm.Result result = Helm.template(ProjectFiles.MINIMAL, "--values", Cluster.file(block.documents()));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void theApiServerAcceptsAnObject(Block block, KubernetesApi api) {
        Cluster cluster = Cluster.withChart(api);
        block.documents().stream()
                .map(object -> object.at("/metadata/namespace").asText())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .forEach(cluster::namespace);

        KubectlResult result =
                cluster.kubectl("apply", "--server-side", "--dry-run=server", "-f", Cluster.file(block.documents()));

        assumeFalse(result.err().contains("no matches for kind"), () -> "skipped, a kind of others: " + result.err());
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    static Stream<Block> values() {
        return blocks().filter(Block::isValues);
    }

    static Stream<Block> objects() {
        return blocks().filter(Block::isObjects);
    }

    static Stream<Block> blocks() {
        try (Stream<Path> pages = Files.walk(DOCS)) {
            return pages.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream()
                    .flatMap(page -> blocks(page).stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Block> blocks(Path page) {
        List<Block> blocks = new ArrayList<>();
        Iterator<String> lines = ProjectFiles.read(page).lines().iterator();
        int number = 0;
        while (lines.hasNext()) {
            number++;
            if (!lines.next().strip().equals("```yaml")) {
                continue;
            }
            int begin = number;
            StringBuilder text = new StringBuilder();
            String line = lines.next();
            for (number++; !line.strip().equals("```"); number++) {
                text.append(line).append("\n");
                line = lines.next();
            }
            blocks.add(new Block(page, begin, text.toString()));
        }
        return blocks;
    }
}
