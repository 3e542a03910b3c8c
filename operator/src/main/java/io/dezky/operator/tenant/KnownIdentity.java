package io.dezky.operator.tenant;

import io.dezky.operator.identity.Known;
import io.dezky.platform.v1alpha1.IdentityStatus;

/** Reads what status tells of an earlier run in Authentik. */
final class KnownIdentity {

    private KnownIdentity() {}

    static Known of(IdentityStatus identity) {
        return identity == null
                ? Known.nothing()
                : new Known(
                        identity.groupId(),
                        identity.adminsGroupId(),
                        identity.applicationId(),
                        identity.providerId(),
                        identity.brandId());
    }
}
