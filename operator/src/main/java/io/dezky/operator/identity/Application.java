package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * An application in Authentik.
 *
 * @param pk its id, a UUID: the target of its policy bindings
 * @param slug its key in paths
 * @param provider id of the attached provider; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Application(
        String pk,
        String slug,
        String name,
        Integer provider,
        String metaLaunchUrl,
        String metaPublisher,
        String policyEngineMode) {}
