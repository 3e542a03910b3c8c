package io.dezky.simulator.ocis;

import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;

/** Who may see and do what in which space. */
final class Access {

    private final Clock clock;

    Access(Clock clock) {
        this.clock = clock;
    }

    /** The highest role that the caller has in a space, by itself or through its groups. */
    Optional<SpaceRole> roleOf(Caller caller, Space space) {
        if (!space.isProject()) {
            return space.id().equals(caller.id()) ? Optional.of(SpaceRole.MANAGER) : Optional.empty();
        }
        return space.grants(clock.instant()).stream()
                .filter(grant -> concerns(caller, grant.grantee()))
                .map(Grant::role)
                .max(Comparator.naturalOrder());
    }

    boolean isMember(Caller caller, Space space) {
        return roleOf(caller, space).isPresent();
    }

    boolean isManager(Caller caller, Space space) {
        return roleOf(caller, space).filter(SpaceRole.MANAGER::equals).isPresent();
    }

    /** Whether the caller is a member who sees the space: a disabled one shows itself to managers only. */
    boolean sees(Caller caller, Space space) {
        return space.isDisabled() ? isManager(caller, space) : isMember(caller, space);
    }

    /** Whether the space exists for the caller, as a member or by its role on the instance. */
    boolean knows(Caller caller, Space space) {
        return caller.administersSpaces() || sees(caller, space);
    }

    /** Whether the caller may change name and description, disable, restore and purge. */
    boolean manages(Caller caller, Space space) {
        return caller.administersSpaces() || isManager(caller, space);
    }

    private static boolean concerns(Caller caller, Grant.Grantee grantee) {
        return switch (grantee.kind()) {
            case USER -> grantee.id().equals(caller.id());
            case GROUP -> caller.groupIds().contains(grantee.id());
        };
    }
}
