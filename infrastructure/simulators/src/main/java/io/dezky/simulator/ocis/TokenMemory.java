package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What oCIS remembers of the tokens that it has seen: their claims, until they end. A change at the identity provider is
 * seen with a new token only: docs/systems/ocis.md, "A token that was seen works until its end".
 */
final class TokenMemory {

    private record Seen(JsonNode claims, Optional<Instant> end) {}

    private final TokenVerifier identityProvider;
    private final String issuer;
    private final Clock clock;
    private final Map<String, Seen> seen = new HashMap<>();
    private boolean reachable = true;

    TokenMemory(TokenVerifier identityProvider, String issuer, Clock clock) {
        this.identityProvider = identityProvider;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Empty: the token is not good, or it is new and the identity provider cannot be asked. */
    Optional<JsonNode> claims(String token) {
        Seen known = seen.get(token);
        if (known != null && (known.end().isPresent() || !reachable)) {
            return Optional.of(known)
                    .filter(it -> it.end()
                            .filter(end -> !clock.instant().isBefore(end))
                            .isEmpty())
                    .map(Seen::claims);
        }
        Optional<JsonNode> asked =
                reachable ? identityProvider.claims(token).filter(this::isOfIssuer) : Optional.empty();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(seen.computeIfAbsent(token, it -> new Seen(asked.get(), end(asked.get())))
                .claims());
    }

    /** One provider writes different issuers: it depends on the host at which the token was asked for. */
    private boolean isOfIssuer(JsonNode claims) {
        return claims.path("iss").asText(issuer).equals(issuer);
    }

    void reachable(boolean changed) {
        reachable = changed;
    }

    void forget(Predicate<JsonNode> claims) {
        seen.values().removeIf(token -> claims.test(token.claims()));
    }

    private static Optional<Instant> end(JsonNode claims) {
        return Optional.of(claims.path("exp"))
                .filter(JsonNode::isNumber)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
    }
}
