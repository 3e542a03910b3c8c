package io.dezky.operator.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.http.SimulatorServer;
import io.dezky.simulator.ocis.TokenVerifier;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Authentik, as far as it hands out tokens; and what oCIS learns there about a token. */
final class TokenEndpoint implements TokenVerifier, AutoCloseable {

    static final String PASSWORD = "s3cret&+ü";

    final SimulatorServer server = SimulatorServer.start(0, this::answer);
    private final Clock clock;
    private final Map<String, Instant> tokens = new LinkedHashMap<>();
    private volatile Answer instead;
    private volatile boolean trusted = true;

    TokenEndpoint(Clock clock) {
        this.clock = clock;
    }

    /** From now on this is the answer. */
    void answers(Answer answer) {
        instead = answer;
    }

    static Answer error(String code) {
        return Answer.json(400, Map.of("error", code, "error_description", "whatever"));
    }

    /** From now on oCIS takes no token that was issued here. */
    void distrusted() {
        trusted = false;
    }

    /** All tokens so far are worthless. */
    synchronized void revokeAll() {
        tokens.clear();
    }

    int requests() {
        return server.requests().all().size();
    }

    synchronized int issued() {
        return tokens.size();
    }

    private synchronized Answer answer(SimulatedRequest request) {
        if (instead != null) {
            return instead;
        }
        Map<String, String> form = form(request);
        boolean right = request.method().equals("POST")
                && request.path().equals("/application/o/token/")
                && request.header("Authorization").isEmpty()
                && request.header("X-Forwarded-Proto").filter("https"::equals).isPresent()
                && request.header("X-Forwarded-Host")
                        .filter("auth.dezky.test"::equals)
                        .isPresent()
                && form.get("grant_type").equals("client_credentials")
                && form.get("client_id").equals("dezky-files")
                && form.get("username").equals("dezky-operator")
                && form.get("scope").equals("openid profile email");
        if (!right) {
            return error("invalid_request");
        }
        if (!form.get("password").equals(PASSWORD)) {
            return error("invalid_grant");
        }
        String token = "token-" + (server.requests().all().size() + 1);
        tokens.put(token, clock.instant().plusSeconds(600));
        return Answer.json(
                200, Map.of("access_token", token, "token_type", "Bearer", "expires_in", 600, "scope", "openid"));
    }

    private static Map<String, String> form(SimulatedRequest request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.text().split("&")) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public synchronized Optional<JsonNode> claims(String bearerToken) {
        Instant end = tokens.get(bearerToken);
        if (end == null || !trusted || !clock.instant().isBefore(end)) {
            return Optional.empty();
        }
        ObjectNode claims = OcisServer.operatorClaims("ocisAdmin");
        return Optional.of(claims.put("exp", end.getEpochSecond()));
    }

    @Override
    public void close() {
        server.close();
    }
}
