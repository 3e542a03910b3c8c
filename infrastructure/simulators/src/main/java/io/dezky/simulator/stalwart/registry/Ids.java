package io.dezky.simulator.stalwart.registry;

import java.util.OptionalLong;

/**
 * Ids as Stalwart writes them: a number of 64 bits in base 32, most significant digit first, with an alphabet of its
 * own: 0 is {@code a}, 25 is {@code z}, 31 is {@code 3}.
 */
public final class Ids {

    /** The id that every singleton has. As a text it is an id like any other. */
    public static final String SINGLETON = "singleton";

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz792013";
    private static final int MOST_DIGITS = 13;

    private Ids() {}

    /** The text of an id; the number is taken as unsigned. */
    public static String text(long id) {
        StringBuilder text = new StringBuilder();
        long rest = id;
        do {
            text.append(ALPHABET.charAt((int) (rest & 31)));
            rest >>>= 5;
        } while (rest != 0);
        return text.reverse().toString();
    }

    /** The number of a text; empty when the text is no id. */
    public static OptionalLong parse(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            id = id << 5 | digit;
        }
        return OptionalLong.of(id);
    }
}
