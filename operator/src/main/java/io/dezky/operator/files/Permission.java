package io.dezky.operator.files;

import java.util.Optional;

/**
 * A grant on a space. Public links are no grants and never read as such.
 *
 * @param grantee who has it
 * @param role empty for a role that the operator never gives
 * @param expires whether it ends by itself
 */
public record Permission(Grantee grantee, Optional<Role> role, boolean expires) {

    /** A grant without end. */
    static Permission of(Grantee grantee, Role role) {
        return new Permission(grantee, Optional.of(role), false);
    }

    boolean isManager() {
        return role.filter(Role.MANAGER::equals).isPresent();
    }
}
