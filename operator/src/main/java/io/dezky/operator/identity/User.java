package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A user in Authentik.
 *
 * @param pk its id in paths, a number
 * @param uid hash that names the row of its recovery link
 * @param uuid key of the person's account in oCIS
 * @param lastLogin null until the first sign-in: that is how acceptance shows
 * @param groups ids of its direct groups
 * @param path folder in which it is shown
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record User(
        Long pk,
        String uid,
        String uuid,
        String username,
        String name,
        String email,
        boolean isActive,
        Instant lastLogin,
        List<String> groups,
        Map<String, Object> attributes,
        String type,
        String path) {

    public User {
        groups = groups == null ? List.of() : List.copyOf(groups);
        attributes = attributes == null ? Map.of() : attributes;
    }
}
