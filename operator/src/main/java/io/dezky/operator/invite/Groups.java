package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.Group;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Groups in Authentik by their names, looked up once in a while. That one is missing is never remembered. */
final class Groups {

    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Seen(Group group, Instant at) {}

    private final Authentik authentik;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    Groups(Authentik authentik, Clock clock) {
        this.authentik = authentik;
        this.clock = clock;
    }

    /** A group, if there is one of this name. */
    Optional<Group> find(String name) {
        Seen known = seen.get(name);
        if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
            return Optional.of(known.group());
        }
        Optional<Group> found = authentik.group(name);
        found.ifPresent(group -> remember(name, group));
        return found;
    }

    /** A group of the platform's own. It is made when it is missing, as a plain one: without rights, without parents. */
    Group provide(String name) {
        return find(name).orElseGet(() -> make(name));
    }

    private Group make(String name) {
        Group made = authentik
                .createGroup(name, List.of(), Map.of())
                .or(() -> authentik.group(name))
                .orElseThrow(() -> new ExternalException.Transient(
                        Authentik.SYSTEM,
                        "AuthentikIncomplete",
                        "The group " + name + " in Authentik exists, and the operator may not see it. Give its role the"
                                + " global permission view_group.",
                        false,
                        null,
                        null));
        remember(name, made);
        return made;
    }

    private void remember(String name, Group group) {
        seen.put(name, new Seen(group, clock.instant()));
    }

    /**
     * Somebody may have deleted a group and made it anew: its id is another then.
     *
     * @return whether any was remembered
     */
    boolean forget() {
        boolean any = !seen.isEmpty();
        seen.clear();
        return any;
    }

    /** One group is not what was expected. */
    void forget(String name) {
        seen.remove(name);
    }
}
