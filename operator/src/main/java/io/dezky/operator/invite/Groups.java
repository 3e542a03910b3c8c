package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.Group;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ids of the platform's own groups. They are looked up once in a while, and made as plain groups when missing. */
final class Groups {

    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Cached(String pk, Instant at) {}

    private final Authentik authentik;
    private final Clock clock;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    Groups(Authentik authentik, Clock clock) {
        this.authentik = authentik;
        this.clock = clock;
    }

    /** The id of a group. */
    String id(String name) {
        Cached cached = cache.get(name);
        if (cached != null && clock.instant().isBefore(cached.at().plus(FRESH))) {
            return cached.pk();
        }
        String pk = authentik
                .group(name)
                .or(() -> authentik.createGroup(name, List.of(), Map.of()))
                .or(() -> authentik.group(name))
                .map(Group::pk)
                .orElseThrow(() -> new ExternalException.Transient(
                        Authentik.SYSTEM,
                        "AuthentikIncomplete",
                        "The group " + name + " in Authentik exists, and the operator may not see it. Give its role the"
                                + " global permission view_group.",
                        false,
                        null,
                        null));
        cache.put(name, new Cached(pk, clock.instant()));
        return pk;
    }
}
