package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is generated from the Java types and committed. With {@code -Dcrds.write=true} this writes the files instead of comparing them. */
class GeneratedFilesTest {

    private static final boolean WRITE = Boolean.getBoolean("crds.write");

    @ParameterizedTest
    @MethodSource("kinds")
    void theCommittedCrdIsWhatTheJavaTypesSay(Class<? extends CustomResource<?, ?>> kind) {
        var crd = CrdGeneration.crd(kind);
        writeOrCompare(ProjectFiles.CRDS.resolve(crd.at("/metadata/name").asText() + ".yaml"), CrdGeneration.yaml(crd));
    }

    @Test
    void theCommittedReferencePageIsWhatTheCrdsSay() {
        writeOrCompare(
                ProjectFiles.ROOT.resolve("docs/reference/crds.md"),
                CrdReference.page(
                        CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList()));
    }

    @Test
    void nothingElseLiesBesideTheCrdsSoThatTheFolderCanBeApplied() {
        List<Path> expected = new ArrayList<>();
        kinds().forEach(kind -> expected.add(ProjectFiles.CRDS.resolve(
                CrdGeneration.crd(kind).at("/metadata/name").asText() + ".yaml")));

        assertThat(ProjectFiles.yamlIn(ProjectFiles.CRDS)).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Class<? extends CustomResource<?, ?>>> kinds() {
        return CrdGeneration.KINDS.stream();
    }

    private static void writeOrCompare(Path file, String text) {
        if (WRITE) {
            ProjectFiles.write(file, text);
            return;
        }
        assertThat(file).as("run: mvn -pl crds -am verify -Dcrds.write=true").exists();
        assertThat(ProjectFiles.read(file))
                .as("%s differs from the Java types; run: mvn -pl crds -am verify -Dcrds.write=true", file)
                .isEqualTo(text);
    }
}
