package io.dezky.simulator.stalwart.registry;

/** Which passwords the server takes, as far as that can be told without its estimate of their strength. */
final class Passwords {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;
    private static final int SHORTEST_CERTAINLY_STRONG = 10;
    private static final int DIFFERENT_CHARACTERS_OF_A_STRONG_ONE = 7;

    private Passwords() {}

    static void check(String password) {
        if (password.startsWith("$") || password.startsWith("{")) {
            // A hash is stored as it is.
            return;
        }
        if (password.length() < SHORTEST) {
            throw SetError.invalidProperties("Password must be at least 8 characters long.", "secret");
        }
        if (password.length() > LONGEST) {
            throw SetError.invalidProperties("Password must be at most 128 characters long.", "secret");
        }
        if (password.length() < SHORTEST_CERTAINLY_STRONG
                || password.chars().distinct().count() < DIFFERENT_CHARACTERS_OF_A_STRONG_ONE) {
            throw new NotSimulated("the estimate of a password's strength (zxcvbn); take a longer one");
        }
    }
}
