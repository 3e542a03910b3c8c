package io.dezky.operator.identity;

import java.util.List;
import java.util.Optional;

/**
 * What Authentik has of a tenant.
 *
 * @param bindings of the application; empty when there is none
 * @param brand the one that carries the tenant's mark, whatever its host
 * @param brandAtHost the one that serves the tenant's host, whosever it is
 */
public record ObservedIdentity(
        Optional<Group> group,
        Optional<Group> adminsGroup,
        Optional<Application> application,
        Optional<OAuth2Provider> provider,
        List<PolicyBinding> bindings,
        Optional<Brand> brand,
        Optional<Brand> brandAtHost) {

    /** Of a tenant for which nothing was made yet, as far as is known. */
    public static ObservedIdentity nothing() {
        return new ObservedIdentity(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
