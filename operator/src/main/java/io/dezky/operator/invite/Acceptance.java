package io.dezky.operator.invite;

import io.dezky.operator.identity.User;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the invited person has come: the user has signed in, and not only before a deactivation that this invitation
 * took back. Read from the user and not from events, which can be forged (docs/systems/authentik.md, How acceptance
 * shows).
 */
final class Acceptance {

    /** The sign-in before a deactivation, by Authentik's clock; the next one is another. */
    private static final String EARLIER_SIGN_IN = "platform.dezky.io/earlier-sign-in";

    private Acceptance() {}

    /** When the person came; empty when not yet. */
    static Optional<Instant> of(User user) {
        Object earlier = user.attributes().get(EARLIER_SIGN_IN);
        return Optional.ofNullable(user.lastLogin())
                .filter(login -> !login.toString().equals(earlier));
    }

    /** Writes down in the user's attributes that signing in until now does not count. */
    static void forget(User user, Map<String, Object> attributes) {
        if (user.lastLogin() != null) {
            attributes.put(EARLIER_SIGN_IN, user.lastLogin().toString());
        }
    }
}
