package io.dezky.k3s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where things lie. */
final class StackFiles {

    static final Path PROJECT = Path.of(System.getProperty("project.root", "../.."))
            .toAbsolutePath()
            .normalize();
    static final Path STACK = PROJECT.resolve("infrastructure/k3s");
    static final Path RESOURCES = STACK.resolve("src/test/resources");
    static final Path LAPTOP = STACK.resolve("laptop/settings.env");
    static final Path SERVER = RESOURCES.resolve("server.env");

    private StackFiles() {}

    static Path stack(String path) {
        return STACK.resolve(path);
    }

    /** A file of the folder beside the project that holds the facts about the three systems; skips the test where it is absent. */
    static Path shared(String path) {
        Path file = PROJECT.resolve("../shared").resolve(path).normalize();
        Assumptions.assumeTrue(Files.exists(file), "needs ../shared/" + path);
        return file;
    }

    /** A folder with files of other projects, which are not in this one: named by a variable, or beside the project; skips the test where it is absent. */
    static Path ofOthers(String variable, String besides, String what) {
        String named = System.getenv(variable);
        Path folder =
                named == null ? PROJECT.resolve("../shared").resolve(besides).normalize() : Path.of(named);
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "needs " + what + " in a folder that " + variable + " names, or ../shared/" + besides);
        return folder;
    }

    /** Every file that the stack consists of: not the tests, not what a build made. */
    static List<Path> all() {
        try (Stream<Path> files = Files.walk(STACK)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(STACK.resolve("src")) && !file.startsWith(STACK.resolve("target")))
                    .filter(file -> !file.equals(STACK.resolve("settings.env")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return STACK.relativize(file).toString();
    }
}
