package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart as helm sees it: value sets that it must take, and wrong values that it must refuse. */
@NeedsHelm
class ChartTest {

    private static final Path WRONG = ProjectFiles.ROOT.resolve("helm/src/test/resources/wrong-values");
    private static final String EXPECTED = "# expected: ";

    @ParameterizedTest
    @MethodSource("valueSets")
    void aValueSetPassesTheStrictLint(Path values) {
        Helm.Result result = Helm.lint(values);

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void aValueSetRenders(Path values) {
        assertThat(Helm.manifests(values)).isNotEmpty().allSatisfy(manifest -> {
            assertThat(manifest.at("/apiVersion").asText()).isNotBlank();
            assertThat(manifest.at("/metadata/name").asText()).isNotBlank();
            assertThat(manifest.at("/metadata/labels/app.kubernetes.io~1part-of")
                            .asText())
                    .isEqualTo("dezky");
        });
    }

    @Test
    void theChartAsItIsPassesTheStrictLint() {
        Helm.Result result = Helm.run("lint", "--strict", Helm.chart());

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongValueIsRefusedWithItsMessage(Path values) {
        String expected =
                ProjectFiles.read(values).lines().findFirst().orElseThrow().substring(EXPECTED.length());

        Helm.Result result = Helm.template(ProjectFiles.MINIMAL, "--values", values.toString());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains(expected);
    }

    @Test
    void thereAreEnoughOfBoth() {
        long bySchema = wrongValues()
                .filter(file -> ProjectFiles.read(file).contains(EXPECTED + "at '/")
                        || ProjectFiles.read(file).contains("not allowed"))
                .count();

        assertThat(valueSets()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(bySchema).isGreaterThanOrEqualTo(15);
    }

    @Test
    void aReleaseForAnOlderKubernetesIsRefused() {
        Helm.Result result = Helm.template(ProjectFiles.MINIMAL, "--kube-version", "1.32.0");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("requires kubeVersion: >=1.34.0-0");
    }

    static List<Path> valueSets() {
        return ProjectFiles.valueSets();
    }

    static Stream<Path> wrongValues() {
        return ProjectFiles.in(WRONG, ".yaml").stream();
    }
}
