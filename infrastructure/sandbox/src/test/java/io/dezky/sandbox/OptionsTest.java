package io.dezky.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of the command. */
class OptionsTest {

    @TempDir
    Path folder;

    @Test
    void withoutArgumentsItStaysUpWithSimulators() {
        Options options = Options.parse(new String[0]);

        assertThat(options.once()).isFalse();
        assertThat(options.fail()).isEmpty();
        assertThat(options.kubeconfig()).isEmpty();
        assertThat(options.config()).isEmpty();
    }

    @Test
    void takesAKubeconfigAndAConfigurationThatExist() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "x: 1");

        Options options =
                Options.parse(new String[] {"--once", "--kubeconfig", file.toString(), "--config", file.toString()});

        assertThat(options.once()).isTrue();
        assertThat(options.kubeconfig()).contains(file.toAbsolutePath());
        assertThat(options.config()).contains(file.toAbsolutePath());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--config", "nowhere.yaml"}))
                .hasMessageContaining("nowhere.yaml");
    }

    @Test
    void refusesASystemThatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--fail", "zulip"}))
                .hasMessage("--fail zulip: one of authentik, stalwart, ocis");
    }

    @Test
    void refusesAnArgumentThatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--twice"})).hasMessageContaining("--twice");
    }

    @Test
    void refusesAnArgumentWithoutItsValue() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--fail"})).hasMessageContaining("--fail needs a value");
    }
}
