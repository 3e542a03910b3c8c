package io.dezky.simulator.ocis;

import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request, as the request sees it. What a sign-in brings over from the token (groups, name, mail) is seen from
 * the next request on: docs/systems/ocis.md, "The first request of a person runs without its groups".
 *
 * @param account as it was before this request
 * @param groupIds the groups as they were before this request
 * @param roleId the role on the instance; not always one of {@link PlatformRole}
 * @param issuer who vouched for the caller; empty for a password
 */
record Caller(Account account, Set<String> groupIds, String roleId, Optional<String> issuer) {

    String id() {
        return account.id();
    }

    boolean isAdmin() {
        return has(PlatformRole.ADMIN);
    }

    /** Admins and space admins: they see all spaces, create them, set quotas, disable, restore and purge. */
    boolean administersSpaces() {
        return isAdmin() || has(PlatformRole.SPACE_ADMIN);
    }

    private boolean has(PlatformRole role) {
        return role.id().equals(roleId);
    }
}
