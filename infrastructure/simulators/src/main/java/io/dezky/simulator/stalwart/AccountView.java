package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user or a group as it is now.
 *
 * @param name the local part
 * @param roleIds the roles that are named; empty for the built-in standings
 * @param roles {@code User}, {@code Admin}, {@code Default} or {@code Custom}
 * @param aliases local parts
 * @param hasPassword whether somebody can sign in with a password
 * @param json all that is stored, passwords included
 */
public record AccountView(
        String id,
        boolean isGroup,
        String name,
        String domainId,
        String description,
        String roles,
        List<String> roleIds,
        List<String> memberGroupIds,
        List<String> aliases,
        Map<String, Long> quotas,
        boolean hasPassword,
        ObjectNode json) {

    static AccountView of(String id, ObjectNode json) {
        List<String> aliases = new ArrayList<>();
        json.get("aliases").forEach(alias -> aliases.add(alias.get("name").textValue()));
        Map<String, Long> quotas = new TreeMap<>();
        json.get("quotas")
                .properties()
                .forEach(quota -> quotas.put(quota.getKey(), quota.getValue().longValue()));
        return new AccountView(
                id,
                json.get("@type").textValue().equals("Group"),
                json.get("name").textValue(),
                json.get("domainId").textValue(),
                json.get("description").textValue(),
                json.at("/roles/@type").textValue(),
                Views.members(json.at("/roles/roleIds")),
                Views.members(json.path("memberGroupIds")),
                aliases,
                quotas,
                !json.path("credentials").isEmpty(),
                json);
    }
}
