package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * A group in Authentik.
 *
 * @param pk its id, a UUID
 * @param parents ids of the groups whose members its members count as
 * @param attributes free JSON object
 * @param roles ids of the roles that every member gets
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Group(
        String pk,
        String name,
        boolean isSuperuser,
        List<String> parents,
        Map<String, Object> attributes,
        List<String> roles) {

    public Group {
        parents = parents == null ? List.of() : List.copyOf(parents);
        attributes = attributes == null ? Map.of() : attributes;
        roles = roles == null ? List.of() : List.copyOf(roles);
    }
}
