package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A mailing list as it is now.
 *
 * @param name the local part
 */
public record MailingListView(String id, String name, String domainId, List<String> recipients) {

    static MailingListView of(String id, ObjectNode json) {
        return new MailingListView(
                id,
                json.get("name").textValue(),
                json.get("domainId").textValue(),
                Views.members(json.get("recipients")));
    }
}
