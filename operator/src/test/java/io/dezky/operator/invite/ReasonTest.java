package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason that invites give stands in {@link Reason}, so that the page of reasons can be held against it. */
class ReasonTest {

    /** As Kubernetes asks of a reason. */
    private static final Pattern WORD = Pattern.compile("[A-Z][A-Za-z]{1,127}");

    private static final Path SOURCES =
            Path.of(System.getProperty("project.root"), "operator/src/main/java/io/dezky/operator/invite");

    @ParameterizedTest
    @EnumSource
    void isOneWordInCamelCase(Reason reason) {
        assertThat(reason.word()).matches(WORD);
    }

    @Test
    void noTwoAreTheSameWord() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::word)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void isGivenSomewhere(Reason reason) throws IOException {
        List<Path> users = sources()
                .filter(file -> contains(file, "Reason." + reason.name()))
                .toList();

        assertThat(users).as("files that use %s", reason).isNotEmpty();
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("Reason.java"))
                    .toList()
                    .stream();
        }
    }

    private static boolean contains(Path file, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                .matcher(text(file))
                .find();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
