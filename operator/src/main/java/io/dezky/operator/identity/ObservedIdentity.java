package io.dezky.operator.identity;

import java.util.List;
import java.util.Optional;

/**
 * What Authentik has of a tenant.
 *
 * @param known what status told of an earlier run
 * @param group the one of the tenant's name, whosever it is; else the tenant's own under another name
 * @param adminsGroup the same for the group of the admins
 * @param application the one of the tenant's slug, whosever it is; else the tenant's own under another slug
 * @param provider the one with the tenant's client id; else that of the tenant's application, or one of that name
 * @param bindings of the application; empty when there is none
 * @param brand the tenant's own, whatever its domain
 * @param anothersBrand one that has the tenant's host and is somebody else's
 */
public record ObservedIdentity(
        Known known,
        Optional<Group> group,
        Optional<Group> adminsGroup,
        Optional<Application> application,
        Optional<OAuth2Provider> provider,
        List<PolicyBinding> bindings,
        Optional<Brand> brand,
        Optional<Brand> anothersBrand) {

    public ObservedIdentity {
        bindings = List.copyOf(bindings);
    }

    /** Of a tenant for which nothing was made yet, as far as is known. */
    public static ObservedIdentity nothing() {
        return new ObservedIdentity(
                Known.nothing(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The number of the provider that the application uses; empty without application or provider. */
    Optional<Integer> attachedProvider() {
        return application.map(Application::provider);
    }
}
