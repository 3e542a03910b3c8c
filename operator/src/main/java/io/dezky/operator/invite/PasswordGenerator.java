package io.dezky.operator.invite;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Temporary passwords: 16 characters, at least one upper case letter, one lower case letter, one digit and one symbol,
 * in any order, and none that are taken for one another when read aloud or copied by hand (I O 0 1 l).
 */
public final class PasswordGenerator {

    static final int LENGTH = 16;
    static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    static final String LOWER = "abcdefghijkmnopqrstuvwxyz";
    static final String DIGITS = "23456789";
    static final String SYMBOLS = "!#%+-=?@*_";

    private static final String ALL = UPPER + LOWER + DIGITS + SYMBOLS;

    private final SecureRandom random;

    public PasswordGenerator(SecureRandom random) {
        this.random = random;
    }

    /** A new password: about 95 bits. */
    public String generate() {
        List<Character> characters = new ArrayList<>(List.of(one(UPPER), one(LOWER), one(DIGITS), one(SYMBOLS)));
        while (characters.size() < LENGTH) {
            characters.add(one(ALL));
        }
        Collections.shuffle(characters, random);
        StringBuilder password = new StringBuilder(LENGTH);
        characters.forEach(password::append);
        return password.toString();
    }

    private char one(String alphabet) {
        RandomGenerator generator = random;
        return alphabet.charAt(generator.nextInt(alphabet.length()));
    }
}
