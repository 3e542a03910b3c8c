package io.dezky.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of the configuration says what the code does. With {@code -Dconfig.write=true} it is written, not compared. */
class ConfigReferenceTest {

    private static final Path PAGE =
            Path.of(System.getProperty("project.root"), "docs", "reference", "configuration.md");

    @Test
    void thePageAndTheCodeSayTheSame() throws IOException {
        if (Boolean.getBoolean("config.write")) {
            Files.writeString(PAGE, ConfigReference.markdown());
        }

        assertThat(PAGE)
                .as("run: mvn -pl operator -am verify -Dconfig.write=true")
                .exists();
        assertThat(Files.readString(PAGE))
                .as("%s differs from the code; run: mvn -pl operator -am verify -Dconfig.write=true", PAGE)
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void everyKeyIsDescribedInFullSentencesAndHasAnEnvironmentVariable() {
        String page = ConfigReference.markdown();

        for (RecordComponent key : keys()) {
            String text = key.getAnnotation(Key.class).value();
            assertThat(text).as(key.getName()).endsWith(".").doesNotContain("|", "\n");
            assertThat(page).contains(" | " + text + " | `DEZKY_");
        }
    }

    @Test
    void everyDefaultCanBeReadAsAValueOfItsKey() {
        assertThat(ConfigReaderTest.minimal().logging().format()).isEqualTo(OperatorConfig.LogFormat.Json);
        assertThat(keys())
                .filteredOn(key -> key.getAnnotation(Key.class).required())
                .extracting(RecordComponent::getName)
                .containsExactly("baseDomain", "url", "tokenFile", "url", "tokenFile", "url");
    }

    private static List<RecordComponent> keys() {
        List<RecordComponent> keys = new ArrayList<>();
        for (RecordComponent section : OperatorConfig.class.getRecordComponents()) {
            keys.addAll(List.of(section.getType().getRecordComponents()));
        }
        return keys;
    }
}
