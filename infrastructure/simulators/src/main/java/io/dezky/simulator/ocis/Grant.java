package io.dezky.simulator.ocis;

import java.time.Instant;
import java.util.Optional;

/**
 * What a member of a space may do there.
 *
 * @param expires when it ends by itself
 */
record Grant(Grantee grantee, SpaceRole role, Optional<Instant> expires) {

    /** Who has it. The user or group may be gone since. */
    record Grantee(Kind kind, String id) {

        /** The id of the permission: {@code u:<user id>} or {@code g:<group id>}. */
        String permissionId() {
            return kind.prefix + id;
        }
    }

    /** Users and groups. */
    enum Kind {
        USER("u:"),
        GROUP("g:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** Whether this text has the form of a permission id. */
        static boolean hasForm(String permissionId) {
            return permissionId.startsWith(USER.prefix) || permissionId.startsWith(GROUP.prefix);
        }
    }

    static Grant of(Kind kind, String id, SpaceRole role) {
        return new Grant(new Grantee(kind, id), role, Optional.empty());
    }

    String permissionId() {
        return grantee.permissionId();
    }

    Grant withRole(SpaceRole changed) {
        return new Grant(grantee, changed, expires);
    }

    Grant expiring(Optional<Instant> changed) {
        return new Grant(grantee, role, changed);
    }

    boolean isOver(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }
}
