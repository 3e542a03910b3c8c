package io.dezky.simulator.ocis;

import java.time.Instant;
import java.util.Optional;

/**
 * A user of oCIS. Never changed: a change makes a new one, so that a request can go on with what it began with.
 *
 * @param login the login name, unique whatever its case
 * @param givenName empty for none, as {@code mail} and {@code password}
 * @param identity who the identity provider says it is; empty for an account that was made by API
 * @param lastSignIn of a sign-in by token
 */
record Account(
        String id,
        String login,
        String displayName,
        String givenName,
        String surname,
        String mail,
        String password,
        boolean enabled,
        Optional<Identity> identity,
        Optional<Instant> lastSignIn) {

    /**
     * The person at the identity provider.
     *
     * @param issuer {@link #OWN_ISSUER} where the server vouches itself
     */
    record Identity(String issuer, String subject) {
        static final String OWN_ISSUER = "";
    }

    static Account named(String id, String login, String displayName) {
        return new Account(id, login, displayName, "", login, "", "", true, Optional.empty(), Optional.empty());
    }

    Account withLogin(String changed) {
        return new Account(id, changed, displayName, givenName, surname, mail, password, enabled, identity, lastSignIn);
    }

    Account withDisplayName(String changed) {
        return new Account(id, login, changed, givenName, surname, mail, password, enabled, identity, lastSignIn);
    }

    Account withGivenName(String changed) {
        return new Account(id, login, displayName, changed, surname, mail, password, enabled, identity, lastSignIn);
    }

    Account withSurname(String changed) {
        return new Account(id, login, displayName, givenName, changed, mail, password, enabled, identity, lastSignIn);
    }

    Account withMail(String changed) {
        return new Account(
                id, login, displayName, givenName, surname, changed, password, enabled, identity, lastSignIn);
    }

    Account withPassword(String changed) {
        return new Account(id, login, displayName, givenName, surname, mail, changed, enabled, identity, lastSignIn);
    }

    Account enabled(boolean changed) {
        return new Account(id, login, displayName, givenName, surname, mail, password, changed, identity, lastSignIn);
    }

    Account withIdentity(String issuer, String subject) {
        return new Account(
                id,
                login,
                displayName,
                givenName,
                surname,
                mail,
                password,
                enabled,
                Optional.of(new Identity(issuer, subject)),
                lastSignIn);
    }

    Account signedIn(Instant at) {
        return new Account(
                id, login, displayName, givenName, surname, mail, password, enabled, identity, Optional.of(at));
    }
}
