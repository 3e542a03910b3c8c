package io.dezky.operator.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.LinkedHashMap;
import java.util.Map;

/** A brand in Authentik: how the login page at one host looks and which flows it uses. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Brand(
        String brandUuid,
        String domain,
        @JsonProperty("default") boolean isDefault,
        String brandingTitle,
        String brandingLogo,
        String brandingFavicon,
        String flowAuthentication,
        String flowInvalidation,
        String flowRecovery,
        String flowUnenrollment,
        String flowUserSettings,
        String flowDeviceCode,
        Map<String, Object> attributes) {

    public Brand {
        attributes = attributes == null ? Map.of() : attributes;
    }

    /** The flows, by the names of their fields; null where none is set. */
    Map<String, String> flows() {
        Map<String, String> flows = new LinkedHashMap<>();
        flows.put("flow_authentication", flowAuthentication);
        flows.put("flow_invalidation", flowInvalidation);
        flows.put("flow_recovery", flowRecovery);
        flows.put("flow_unenrollment", flowUnenrollment);
        flows.put("flow_user_settings", flowUserSettings);
        flows.put("flow_device_code", flowDeviceCode);
        return flows;
    }
}
