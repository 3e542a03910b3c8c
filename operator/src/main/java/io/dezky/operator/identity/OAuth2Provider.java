package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * An OAuth2 provider in Authentik. Reading it discloses the client secret, so it is never printed.
 *
 * @param pk its id, a number
 * @param grantTypes null where the release does not have them
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OAuth2Provider(
        Integer pk,
        String name,
        String authorizationFlow,
        String invalidationFlow,
        String clientType,
        String clientId,
        String clientSecret,
        List<String> grantTypes,
        List<RedirectUri> redirectUris,
        List<String> propertyMappings,
        String signingKey,
        String subMode,
        String issuerMode,
        Boolean includeClaimsInIdToken,
        String accessCodeValidity,
        String accessTokenValidity,
        String refreshTokenValidity,
        String assignedApplicationSlug) {

    /** One place to which a browser may be sent with a code. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record RedirectUri(String matchingMode, String url) {}

    @Override
    public String toString() {
        return "OAuth2Provider " + name + " (" + pk + ")";
    }
}
