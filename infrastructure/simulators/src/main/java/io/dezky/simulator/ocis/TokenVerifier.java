package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Who stands behind a bearer token: the identity provider, as oCIS sees it. */
@FunctionalInterface
public interface TokenVerifier {

    /** Knows no token. */
    TokenVerifier NONE = bearerToken -> Optional.empty();

    /**
     * The claims of the person or machine that the token was made for, as the userinfo endpoint tells them at this
     * moment.
     *
     * <p>Two members beyond those of userinfo are used where they are there: {@code exp}, the end of the token in seconds
     * since 1970 (oCIS honours a token that it has seen until then, whatever the identity provider says meanwhile), and
     * {@code iss}, the issuer (a token of another one than oCIS is set up for is refused).
     *
     * @return empty when the token is unknown or expired: oCIS then answers 401
     */
    Optional<JsonNode> claims(String bearerToken);
}
