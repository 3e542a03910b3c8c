package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A domain as it is now.
 *
 * @param description null when there is none
 * @param catchAllAddress null when there is none
 * @param dkimManagement {@code Manual} or {@code Automatic}
 * @param reportAddressUri null when no reports are wanted
 * @param json all that is stored
 */
public record DomainView(
        String id,
        String name,
        List<String> aliases,
        String description,
        boolean isEnabled,
        String catchAllAddress,
        String dkimManagement,
        String reportAddressUri,
        ObjectNode json) {

    static DomainView of(String id, ObjectNode json) {
        return new DomainView(
                id,
                json.get("name").textValue(),
                Views.members(json.get("aliases")),
                json.get("description").textValue(),
                json.get("isEnabled").booleanValue(),
                json.get("catchAllAddress").textValue(),
                json.at("/dkimManagement/@type").textValue(),
                json.get("reportAddressUri").textValue(),
                json);
    }
}
