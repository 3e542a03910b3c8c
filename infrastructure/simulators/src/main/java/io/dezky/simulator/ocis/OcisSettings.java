package io.dezky.simulator.ocis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How the simulated server is set up: what its administrator would write into its environment.
 *
 * @param application the name of the one application of the instance
 * @param storageId the first half of every drive id
 * @param issuer the identity provider whose tokens are taken
 * @param userClaim the claim that holds the login name of an account, the key by which a person is found again
 * @param roleMapping values of the claim {@code roles} and what they mean; the first that is there counts. Empty: roles
 *     are given by API, and who has none becomes {@link PlatformRole#USER} at the next request
 * @param basicAuth whether passwords are taken, and offered in the challenge
 * @param sharesDrive whether lists hold the virtual drive of what others have shared
 * @param anyLogin whether a login name may be anything, not only what begins with a letter
 */
record OcisSettings(
        String application,
        String storageId,
        String issuer,
        String userClaim,
        Map<String, PlatformRole> roleMapping,
        boolean basicAuth,
        boolean sharesDrive,
        boolean anyLogin) {

    /** What a space gets when its creator names no quota, in bytes. */
    static final long DEFAULT_QUOTA = 1_000_000_000;

    /** The set-up of docs/systems/ocis.md, "Sign-in". */
    static OcisSettings platform(String issuer) {
        return new OcisSettings(
                "ownCloud Infinite Scale",
                UUID.randomUUID().toString(),
                issuer,
                "files_id",
                productRoles("ocis"),
                false,
                true,
                true);
    }

    static Map<String, PlatformRole> productRoles(String product) {
        Map<String, PlatformRole> roles = new LinkedHashMap<>();
        roles.put(product + "Admin", PlatformRole.ADMIN);
        roles.put(product + "SpaceAdmin", PlatformRole.SPACE_ADMIN);
        roles.put(product + "User", PlatformRole.USER);
        roles.put(product + "Guest", PlatformRole.USER_LIGHT);
        return roles;
    }

    boolean rolesComeFromClaims() {
        return !roleMapping.isEmpty();
    }

    OcisSettings withIssuer(String changed) {
        return new OcisSettings(
                application, storageId, changed, userClaim, roleMapping, basicAuth, sharesDrive, anyLogin);
    }

    OcisSettings withBasicAuth() {
        return new OcisSettings(application, storageId, issuer, userClaim, roleMapping, true, sharesDrive, anyLogin);
    }
}
