package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** Who may use an application: one of policy, group and user is set. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PolicyBinding(
        String pk,
        String target,
        String policy,
        String group,
        Integer user,
        boolean enabled,
        boolean negate,
        int order) {

    /** Whether it lets the members of this group in, and nobody else. */
    boolean admitsOnly(String groupId) {
        return groupId.equals(group) && policy == null && user == null && enabled && !negate;
    }
}
