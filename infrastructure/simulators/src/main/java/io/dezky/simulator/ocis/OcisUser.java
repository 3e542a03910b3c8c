package io.dezky.simulator.ocis;

import java.util.List;

/**
 * A user as a test sees it.
 *
 * @param mail empty for none
 * @param role the id of the role on the instance, one of {@link PlatformRole#id()} as a rule; empty for none
 * @param groups display names
 */
public record OcisUser(
        String id, String login, String displayName, String mail, boolean enabled, String role, List<String> groups) {}
