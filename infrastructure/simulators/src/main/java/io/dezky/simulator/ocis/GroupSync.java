package io.dezky.simulator.ocis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the groups of a person equal to its claim, by name, at most once in five minutes. What was added by API is taken
 * away again: docs/systems/ocis.md, "Sign-in overwrites group memberships".
 */
final class GroupSync {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final Groups groups;
    private final Clock clock;
    private final Map<String, Instant> last = new HashMap<>();

    GroupSync(Groups groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    void sync(String userId, List<String> claimed) {
        Instant now = clock.instant();
        Instant before = last.get(userId);
        if (before != null && now.isBefore(before.plus(INTERVAL))) {
            return;
        }
        last.put(userId, now);
        Set<String> wanted = claimed.stream()
                .map(name -> groups.withName(name).orElseGet(() -> groups.create(name)))
                .map(Groups.Group::id)
                .collect(Collectors.toSet());
        for (String there : groups.groupsOf(userId)) {
            if (!wanted.contains(there)) {
                groups.leave(there, userId);
            }
        }
        wanted.forEach(group -> groups.join(group, userId));
    }

    /** The five minutes are over for everybody. */
    void intervalPassed() {
        last.clear();
    }
}
