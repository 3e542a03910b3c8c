package io.dezky.simulator.authentik.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The system settings, with the values of a fresh installation (and avatars by initials, which need no Internet). */
public final class Settings {

    private final ObjectNode values = JsonNodeFactory.instance.objectNode();

    Settings() {
        values.put("avatars", "initials");
        values.put("default_user_change_name", true);
        values.put("default_user_change_email", false);
        values.put("default_user_change_username", false);
        values.put("event_retention", "days=365");
        values.put("reputation_lower_limit", -5);
        values.put("reputation_upper_limit", 5);
        values.putArray("footer_links");
        values.put("gdpr_compliance", true);
        values.put("impersonation", true);
        values.put("impersonation_require_reason", true);
        values.put("default_token_duration", "minutes=30");
        values.put("default_token_length", 60);
        values.put("pagination_default_page_size", 20);
        values.put("pagination_max_page_size", 100);
        values.putObject("flags");
    }

    /** All of them, as the API shows them; a change is a change of the settings. */
    public ObjectNode values() {
        return values;
    }

    /** How long a link, an expiring token or an invitation lives when nobody says how long: 30 minutes at first. */
    public String defaultTokenDuration() {
        return values.get("default_token_duration").asText();
    }

    public int defaultPageSize() {
        return values.get("pagination_default_page_size").asInt();
    }

    public int maximalPageSize() {
        return values.get("pagination_max_page_size").asInt();
    }
}
