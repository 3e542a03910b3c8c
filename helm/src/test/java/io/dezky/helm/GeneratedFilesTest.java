package io.dezky.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the chart takes from elsewhere in the project. With {@code -Dhelm.write=true} this writes the files instead of comparing them. */
class GeneratedFilesTest {

    private static final Path FILES = ProjectFiles.CHART.resolve("files");
    private static final Path MONITORING = ProjectFiles.ROOT.resolve("infrastructure/monitoring");

    @Test
    void theSchemaHasTheDescriptionsOfTheValuesAndTheKeysOfTheOperatorsConfiguration() {
        ProjectFiles.writeOrCompare(ValuesSchema.FILE, ValuesSchema.text(ValuesSchema.generated()));
    }

    @Test
    void theReferencePageIsWhatValuesAndSchemaSay() {
        String page = ValuesReference.markdown(
                ValuesSchema.generated(),
                ProjectFiles.documents(ProjectFiles.read(ValuesSchema.VALUES)).get(0));
        ProjectFiles.writeOrCompare(ProjectFiles.ROOT.resolve("docs/reference/helm-values.md"), page);
    }

    @Test
    void theChartCarriesTheCrdsOfTheProject() {
        assertThat(ProjectFiles.in(ProjectFiles.ROOT.resolve("crds"), ".yaml")).hasSize(3);
        theSameFiles(ProjectFiles.ROOT.resolve("crds"), ".yaml", FILES.resolve("crds"));
    }

    @Test
    void theChartCarriesTheDashboardsOfTheProject() {
        theSameFiles(MONITORING.resolve("dashboards"), ".json", FILES.resolve("dashboards"));
    }

    @Test
    void theChartCarriesTheAlertsOfTheProject() {
        theSameFiles(MONITORING.resolve("rules"), ".yaml", FILES.resolve("rules"));
    }

    private static void theSameFiles(Path source, String ending, Path copies) {
        List<Path> originals = ProjectFiles.in(source, ending);
        for (Path original : originals) {
            ProjectFiles.writeOrCompare(copies.resolve(original.getFileName()), ProjectFiles.read(original));
        }
        assertThat(ProjectFiles.in(copies, ending))
                .as("copies in the chart of what is in %s", source)
                .extracting(Path::getFileName)
                .containsExactlyElementsOf(
                        originals.stream().map(Path::getFileName).toList());
    }
}
