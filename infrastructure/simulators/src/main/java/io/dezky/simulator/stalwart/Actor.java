package io.dezky.simulator.stalwart;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Somebody who speaks to the simulator, by the headers that he sends. */
sealed interface Actor {

    /** Sends no {@code Authorization} header. */
    record Nobody() implements Actor {}

    /** An API key; the text may hold {@code ${name}} for a key that the conversation itself makes. */
    record Key(String key) implements Actor {}

    /** A login and a password. */
    record Basic(String login, String password) implements Actor {}

    /** A login with the app password that was made for it last. */
    record WithAppPassword(String login) implements Actor {}

    /** Anything else in the header. */
    record Literal(String authorization) implements Actor {}

    /**
     * The headers.
     *
     * @param lastAppPassword the app password that was made last for an address
     */
    default Map<String, String> headers(Function<String, Optional<String>> lastAppPassword) {
        if (this instanceof Key key) {
            return authorization("Bearer " + key.key());
        }
        if (this instanceof Basic basic) {
            return authorization(basic(basic.login(), basic.password()));
        }
        if (this instanceof WithAppPassword app) {
            return authorization(
                    basic(app.login(), lastAppPassword.apply(app.login()).orElse("none was made")));
        }
        if (this instanceof Literal literal) {
            return authorization(literal.authorization());
        }
        return Map.of();
    }

    private static Map<String, String> authorization(String value) {
        return Map.of("Authorization", value);
    }

    private static String basic(String login, String password) {
        String both = login + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
}
