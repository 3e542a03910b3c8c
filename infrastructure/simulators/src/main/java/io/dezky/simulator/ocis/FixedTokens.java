package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tokens that are known from the start, and behind them another identity provider. */
final class FixedTokens implements TokenVerifier {

    /**
     * One token.
     *
     * @param lifetime from the start of the simulator; negative: over from the start; empty: without end
     */
    record FixedToken(String text, JsonNode claims, Optional<Duration> lifetime) {}

    private final Map<String, FixedToken> tokens;
    private final TokenVerifier others;
    private final Clock clock;
    private final Instant start;

    FixedTokens(List<FixedToken> tokens, TokenVerifier others, Clock clock) {
        this.tokens = tokens.stream().collect(Collectors.toMap(FixedToken::text, Function.identity()));
        this.others = others;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public Optional<JsonNode> claims(String bearerToken) {
        FixedToken token = tokens.get(bearerToken);
        if (token == null) {
            return others.claims(bearerToken);
        }
        if (token.lifetime().isEmpty()) {
            return Optional.of(token.claims());
        }
        Instant end = start.plus(token.lifetime().get());
        if (!clock.instant().isBefore(end)) {
            return Optional.empty();
        }
        ObjectNode claims = token.claims().deepCopy();
        return Optional.of(claims.put("exp", end.getEpochSecond()));
    }
}
