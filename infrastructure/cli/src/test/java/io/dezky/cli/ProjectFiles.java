package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project, found from its root. */
final class ProjectFiles {

    static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));
    static final Path FOLDER = ROOT.resolve("infrastructure/cli");
    static final Path PLUGIN = FOLDER.resolve("kubectl-dezky");
    static final Path COMPLETION = FOLDER.resolve("kubectl_complete-dezky");

    private static final boolean WRITE = Boolean.getBoolean("cli.write");
    private static final String HOW_TO_WRITE = "mvn -pl infrastructure/cli -am verify -Dcli.write=true";

    private ProjectFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares a committed file with what it must be; with {@code -Dcli.write=true} writes it. */
    static void writeOrCompare(Path file, String text) {
        if (WRITE) {
            write(file, text);
            return;
        }
        assertThat(file).as("run: " + HOW_TO_WRITE).exists();
        assertThat(read(file))
                .as("%s is out of date; run: %s", file, HOW_TO_WRITE)
                .isEqualTo(text);
    }
}
