package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordGeneratorTest {

    private static final int MANY = 10_000;
    private static List<String> passwords;

    @BeforeAll
    static void generate() {
        PasswordGenerator generator = new PasswordGenerator(new SecureRandom());
        passwords = IntStream.range(0, MANY).mapToObj(i -> generator.generate()).toList();
    }

    @Test
    void tenThousandPasswordsAllFitTheRule() {
        assertThat(passwords).hasSize(MANY).allSatisfy(password -> {
            assertThat(password).hasSize(16);
            assertThat(password).matches(".*[A-Z].*").matches(".*[a-z].*").matches(".*[0-9].*");
            assertThat(password).matches(".*[^A-Za-z0-9].*");
            assertThat(password).doesNotContainPattern("[IO01l]");
            assertThat(password).matches("[\\x21-\\x7e]+");
        });
    }

    @Test
    void tenThousandPasswordsAllDiffer() {
        assertThat(new HashSet<>(passwords)).hasSize(MANY);
    }

    @Test
    void everyKindOfCharacterCanStandAtEveryPlace() {
        for (int place = 0; place < PasswordGenerator.LENGTH; place++) {
            Set<String> kinds = new HashSet<>();
            for (String password : passwords) {
                kinds.add(kind(password.charAt(place)));
            }
            assertThat(kinds).as("at place %d", place).containsExactlyInAnyOrder("upper", "lower", "digit", "symbol");
        }
    }

    private static String kind(char character) {
        if (Character.isUpperCase(character)) {
            return "upper";
        }
        if (Character.isLowerCase(character)) {
            return "lower";
        }
        return Character.isDigit(character) ? "digit" : "symbol";
    }

    @Test
    void everyCharacterOfTheAlphabetOccurs() {
        Set<Character> seen = new HashSet<>();
        passwords.forEach(password -> password.chars().forEach(c -> seen.add((char) c)));

        String all = PasswordGenerator.UPPER
                + PasswordGenerator.LOWER
                + PasswordGenerator.DIGITS
                + PasswordGenerator.SYMBOLS;
        assertThat(seen).hasSize(all.length());
    }
}
