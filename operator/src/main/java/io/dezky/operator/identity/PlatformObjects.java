package io.dezky.operator.identity;

import io.dezky.operator.http.ExternalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all tenants share in Authentik. Looked up at most once in a while, because it hardly changes; a change of the
 * default brand (say, a recovery flow) reaches the tenants' brands with the look-up after it.
 */
public final class PlatformObjects {

    /** Authentik's own mappings that a tenant's provider hands out. */
    private static final List<String> SCOPES = List.of("openid", "email", "profile", "offline_access");

    /**
     * The objects.
     *
     * @param tenantsGroup id of the group that is parent of every tenant's group
     * @param authorizationFlow id of the flow of the providers
     * @param invalidationFlow id of the flow of the providers
     * @param scopeMappings ids, for the providers
     * @param signingKey id of the certificate that signs tokens; without one they would be signed with the client secret
     * @param defaultBrand whose flows and looks the tenants' brands start from
     */
    public record Snapshot(
            String tenantsGroup,
            String authorizationFlow,
            String invalidationFlow,
            List<String> scopeMappings,
            String signingKey,
            Brand defaultBrand) {}

    /** The names to look for. */
    public record Names(String tenantsGroup, String signingKey, String authorizationFlow, String invalidationFlow) {}

    private final Authentik authentik;
    private final RecoveryFlow recoveryFlow;
    private final Names names;
    private final Clock clock;
    private final Duration freshness;
    private Snapshot snapshot;
    private Instant taken = Instant.MIN;

    public PlatformObjects(
            Authentik authentik, RecoveryFlow recoveryFlow, Names names, Clock clock, Duration freshness) {
        this.authentik = authentik;
        this.recoveryFlow = recoveryFlow;
        this.names = names;
        this.clock = clock;
        this.freshness = freshness;
    }

    /** The objects, at most as old as the freshness. */
    public synchronized Snapshot get() {
        if (snapshot == null || !clock.instant().isBefore(taken.plus(freshness))) {
            snapshot = lookUp();
            taken = clock.instant();
        }
        return snapshot;
    }

    /** The next {@link #get()} looks again: Authentik refused something, perhaps because one of the ids is gone. */
    public synchronized void forget() {
        taken = Instant.MIN;
    }

    private Snapshot lookUp() {
        requireRelease(authentik.version());
        Map<String, String> mappings = authentik.managedScopeMappings();
        return new Snapshot(
                tenantsGroup(),
                present(authentik.flow(names.authorizationFlow()), "flow", names.authorizationFlow()),
                present(authentik.flow(names.invalidationFlow()), "flow", names.invalidationFlow()),
                SCOPES.stream()
                        .map(scope -> present(Optional.ofNullable(mappings.get(scope)), "scope mapping", scope))
                        .sorted()
                        .toList(),
                present(authentik.signingKey(names.signingKey()), "certificate", names.signingKey()),
                recoveryFlow.defaultBrand());
    }

    /** What this group may, every tenant's every member may: membership counts upwards. */
    private String tenantsGroup() {
        Group group = authentik
                .group(names.tenantsGroup())
                .or(() -> authentik.createGroup(names.tenantsGroup(), List.of(), Map.of()))
                .or(() -> authentik.group(names.tenantsGroup()))
                .orElseThrow(() -> missing("group", names.tenantsGroup()));
        if (group.isSuperuser() || !group.parents().isEmpty()) {
            throw new ExternalException.Invalid(
                    Authentik.SYSTEM,
                    "TenantsGroupPrivileged",
                    "The group \"" + group.name()
                            + "\" in Authentik, the parent of all tenants' groups, is a group of superusers or has a"
                            + " parent itself: every member of every tenant would get what these may. Take it away, or"
                            + " name another group in authentik.tenantsGroup.");
        }
        return group.pk();
    }

    private static String present(Optional<String> id, String kind, String name) {
        return id.orElseThrow(() -> missing(kind, name));
    }

    /** Authentik's worker makes the defaults a minute after the first start, so it may be a matter of waiting. */
    static ExternalException.Transient missing(String kind, String name) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikIncomplete",
                "Authentik has no " + kind + " named \"" + name
                        + "\", or the operator may not see it. A new Authentik makes its defaults within minutes; otherwise"
                        + " create it, or set its name in the operator's configuration.",
                false,
                null,
                null);
    }

    /** Before 2026.2 the life of a recovery link can't be set. */
    private static void requireRelease(String version) {
        String[] parts = version.split("[.-]");
        boolean known = parts.length >= 2 && parts[0].matches("\\d{4}") && parts[1].matches("\\d{1,2}");
        if (known && Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]) < 202602) {
            throw new ExternalException.Invalid(
                    Authentik.SYSTEM,
                    "AuthentikTooOld",
                    "Authentik " + version
                            + " is too old: recovery links get their life only from 2026.2 on. Upgrade it.");
        }
    }
}
