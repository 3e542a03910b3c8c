package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A role as it is now. */
public record RoleView(
        String id,
        String description,
        List<String> roleIds,
        List<String> enabledPermissions,
        List<String> disabledPermissions) {

    static RoleView of(String id, ObjectNode json) {
        return new RoleView(
                id,
                json.get("description").textValue(),
                Views.members(json.get("roleIds")),
                Views.members(json.get("enabledPermissions")),
                Views.members(json.get("disabledPermissions")));
    }
}
