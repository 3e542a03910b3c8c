package io.dezky.operator.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.Credential;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.SystemHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's sign-in to oCIS: an access token that Authentik gives a service account of its own
 * (client_credentials), from the very provider that oCIS trusts, and as if asked at the public host, because the host
 * decides what the token says of its issuer (docs/systems/ocis.md, Sign-in).
 *
 * <p>One token serves all calls until 80 % of its life are over. While Authentik is away the old one is used to its end,
 * because oCIS goes on taking a token that it has seen. When oCIS refuses a token, another one is asked for, but not more
 * often than every {@link #PATIENCE}.
 */
public final class MachineUserToken implements Credential {

    /**
     * What to ask for.
     *
     * @param clientId of the provider that oCIS trusts
     * @param userName of the service account
     * @param passwordFile file with an app password of the service account; read for each request of a token
     * @param scope the claims that oCIS reads hang on it
     * @param publicHost the host that the issuer carries
     */
    public record Account(String clientId, String userName, Path passwordFile, String scope, String publicHost) {}

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String PATH = "/application/o/token/";

    /** When the answer does not say: short enough to be true nearly always. */
    private static final long SHORT_LIFE_SECONDS = 60;

    private record Token(String header, Instant renewAt, Instant end) {
        static Token of(String value, long seconds, Instant now) {
            return new Token("Bearer " + value, now.plusMillis(seconds * 800), now.plusSeconds(seconds));
        }

        /** Never the token. */
        @Override
        public String toString() {
            return "token until " + end;
        }
    }

    /** A refusal of Authentik that holds until the password changes, or a while is over. */
    private record Refusal(String password, Instant at, ExternalException.Unauthorized error) {
        /** Never the password. */
        @Override
        public String toString() {
            return "refused at " + at;
        }
    }

    private final SystemHttp authentik;
    private final Account account;
    private final Clock clock;

    // Guarded by this.
    private Token token;
    private Refusal refusal;
    private Instant refusedByOcis = Instant.MIN;
    private Instant failedRenewal = Instant.MIN;

    /**
     * A sign-in.
     *
     * @param authentik HTTP with Authentik, without a credential
     */
    public MachineUserToken(SystemHttp authentik, Account account, Clock clock) {
        this.authentik = authentik;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> authorization() {
        Instant now = clock.instant();
        if (token == null || !now.isBefore(token.end())) {
            token = fetch();
        } else if (!now.isBefore(token.renewAt()) && !now.isBefore(failedRenewal.plus(PATIENCE))) {
            renewEarly(now);
        }
        return Optional.of(token.header());
    }

    private void renewEarly(Instant now) {
        try {
            token = fetch();
        } catch (ExternalException stillGood) {
            // The old one has a fifth of its life left; what is wrong is told when that is over.
            failedRenewal = now;
        }
    }

    @Override
    public synchronized boolean refused(String authorization) {
        if (token == null || !token.header().equals(authorization)) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(refusedByOcis.plus(PATIENCE))) {
            // A new one was refused just now: the token is not what is wrong.
            return false;
        }
        refusedByOcis = now;
        token = null;
        return true;
    }

    @Override
    public String toString() {
        return "token, which Authentik issued to \"" + account.userName() + "\" for the client \"" + account.clientId()
                + "\" (oCIS must have the issuer https://" + account.publicHost() + "/application/o/…/ of that client)";
    }

    // ---- asking Authentik

    private Token fetch() {
        String password = password();
        Instant now = clock.instant();
        if (refusal != null
                && refusal.password().equals(password)
                && now.isBefore(refusal.at().plus(PATIENCE))) {
            throw refusal.error();
        }
        HttpAnswer answer = ask(password);
        if (!answer.isSuccess()) {
            throw refused(answer, password, now);
        }
        JsonNode body = answer.json();
        String value = body.path("access_token").asText("");
        if (value.isEmpty()) {
            throw down("answers without a token", null);
        }
        refusal = null;
        return Token.of(value, Math.max(1, body.path("expires_in").asLong(SHORT_LIFE_SECONDS)), now);
    }

    private HttpAnswer ask(String password) {
        String form = "grant_type=client_credentials&client_id=" + encoded(account.clientId())
                + "&username=" + encoded(account.userName())
                + "&password=" + encoded(password)
                + "&scope=" + encoded(account.scope());
        HttpCall call = new HttpCall(
                        "token.create",
                        "POST",
                        PATH,
                        Map.of(),
                        form.getBytes(StandardCharsets.UTF_8),
                        "application/x-www-form-urlencoded",
                        true,
                        null)
                .with("X-Forwarded-Host", account.publicHost())
                .with("X-Forwarded-Proto", "https");
        try {
            return authentik.send(call);
        } catch (ExternalException.Transient away) {
            throw down("does not answer. " + away.getMessage(), away);
        }
    }

    private ExternalException refused(HttpAnswer answer, String password, Instant now) {
        String error = answer.json().path("error").asText("");
        if (error.isEmpty()) {
            // An empty 405 is an exception inside Authentik, as a 5xx is.
            boolean inside = answer.status() >= 500 || (answer.status() == 405 && answer.body().length == 0);
            return inside ? down("fails on the request of a token (" + answer.status() + ")", null) : noTokenEndpoint();
        }
        ExternalException.Unauthorized refused =
                new ExternalException.Unauthorized(Ocis.SYSTEM, "SignInRefused", whatToCheck(error));
        refusal = new Refusal(password, now, refused);
        return refused;
    }

    private String whatToCheck(String error) {
        String advice =
                switch (error) {
                    case "invalid_grant" ->
                        "Check that " + account.passwordFile() + " holds an app password (intent app_password) of the"
                                + " service account \"" + account.userName()
                                + "\", that the account is active, and that it is in a group that is bound to the"
                                + " application of the client";
                    case "invalid_client" ->
                        "Check that ocis.clientId is the client id of the provider that oCIS trusts, and that the"
                                + " provider allows the grant type client_credentials";
                    case "invalid_scope" -> "Check ocis.scope against the scope mappings of the provider";
                    default -> "Check the provider of the client: it must allow the grant type client_credentials";
                };
        return "Authentik refuses the operator's sign-in for oCIS with the client \"" + account.clientId() + "\" ("
                + (error.matches("[a-z_]{1,40}") ? error : "no known error") + "). " + advice + ".";
    }

    private ExternalException.Unauthorized noTokenEndpoint() {
        return new ExternalException.Unauthorized(
                Ocis.SYSTEM,
                "SignInRefused",
                "What answers at " + authentik.settings().url() + PATH
                        + " is not the token endpoint of Authentik, so the operator can't sign in to oCIS. Check"
                        + " authentik.url.");
    }

    private static ExternalException.IdentityProviderDown down(String what, Throwable cause) {
        return new ExternalException.IdentityProviderDown(
                Ocis.SYSTEM,
                "oCIS can't be asked, because Authentik, which vouches for the operator there, " + what
                        + (what.endsWith(".") ? "" : ". The operator tries again by itself."),
                cause);
    }

    private String password() {
        try {
            String password = Files.readString(account.passwordFile(), StandardCharsets.UTF_8)
                    .trim();
            if (!password.isEmpty()) {
                return password;
            }
        } catch (IOException unreadable) {
            throw missing("can't be read. Mount the Secret that holds it.");
        }
        throw missing("is empty. Fill it.");
    }

    private ExternalException.Unauthorized missing(String what) {
        return new ExternalException.Unauthorized(
                Ocis.SYSTEM, "CredentialMissing", "The credential file " + account.passwordFile() + " " + what);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
