package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Finds out who sends a request. The first one that succeeds makes the personal space of its sender. */
final class SignIn {

    /** Methods of WebDAV: their refusal has a body. DELETE is one of them wherever it is sent to. */
    private static final Set<String> DAV_METHODS =
            Set.of("COPY", "DELETE", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "UNLOCK");

    private final Accounts accounts;
    private final Groups groups;
    private final Spaces spaces;
    private final TokenMemory tokens;
    private final OidcSignIn oidc;
    private final OcisSettings settings;
    private final Clock clock;

    SignIn(
            Accounts accounts,
            Groups groups,
            Spaces spaces,
            TokenMemory tokens,
            OidcSignIn oidc,
            OcisSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.groups = groups;
        this.spaces = spaces;
        this.tokens = tokens;
        this.oidc = oidc;
        this.settings = settings;
        this.clock = clock;
    }

    Caller callerOf(SimulatedRequest request) {
        String authorization = request.header("Authorization").orElse("");
        if (authorization.startsWith("Bearer ")) {
            JsonNode claims =
                    tokens.claims(authorization.substring("Bearer ".length())).orElseThrow(() -> unauthorised(request));
            return withClaims(claims);
        }
        if (authorization.startsWith("Basic ") && settings.basicAuth()) {
            return withPassword(request, authorization.substring("Basic ".length()));
        }
        throw unauthorised(request);
    }

    Caller withClaims(JsonNode claims) {
        Caller caller = oidc.signIn(claims);
        spaces.personal(caller.account(), clock.instant());
        return caller;
    }

    private Caller withPassword(SimulatedRequest request, String credentials) {
        String[] parts = decoded(credentials).split(":", 2);
        Account account = accounts.withLogin(parts[0])
                .filter(found -> !found.password().isEmpty())
                .filter(found -> parts.length == 2 && parts[1].equals(found.password()))
                .orElseThrow(() -> unauthorised(request));
        if (!account.enabled()) {
            // No challenge: the password was right.
            throw Refusal.of(Answer.empty(401));
        }
        if (accounts.assignmentOf(account.id()).isEmpty()) {
            accounts.assign(account.id(), PlatformRole.USER);
        }
        spaces.personal(account, clock.instant());
        String role = accounts.assignmentOf(account.id()).orElseThrow().roleId();
        return new Caller(account, groups.groupsOf(account.id()), role, Optional.empty());
    }

    private Refusal unauthorised(SimulatedRequest request) {
        Answer answer = DAV_METHODS.contains(request.method())
                ? Answer.text(401, "text/xml; charset=utf-8", DavXml.signInNeeded())
                : Answer.empty(401);
        if (request.header("X-Requested-With").filter("XMLHttpRequest"::equals).isPresent()) {
            // A browser would ask for a password.
            return Refusal.of(answer);
        }
        String realm = " realm=\"" + request.header("Host").orElse("") + "\", charset=\"UTF-8\"";
        answer = answer.with("Www-Authenticate", "Bearer" + realm);
        return Refusal.of(settings.basicAuth() ? answer.with("Www-Authenticate", "Basic" + realm) : answer);
    }

    private static String decoded(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
