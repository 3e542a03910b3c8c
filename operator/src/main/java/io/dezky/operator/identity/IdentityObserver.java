package io.dezky.operator.identity;

import java.util.List;
import java.util.Optional;

/**
 * Looks at what Authentik has of one tenant. Names are looked for first; where one is not found, what status knows by
 * its id, so that a renamed object is found again.
 */
final class IdentityObserver {

    private final Authentik authentik;
    private final TenantNames names;
    private final IdentityOwner owner;

    IdentityObserver(Authentik authentik, TenantNames names, IdentityOwner owner) {
        this.authentik = authentik;
        this.names = names;
        this.owner = owner;
    }

    ObservedIdentity observe() {
        Optional<Application> named = authentik.application(names.applicationSlug());
        Optional<OAuth2Provider> provider = provider(named);
        Optional<Application> application = named.or(() -> renamed(provider));
        List<Brand> brandsAtHost = authentik.brandsWithDomain(names.host());
        return new ObservedIdentity(
                owner.known(),
                group(names.groupName(), owner.known().groupId()),
                group(names.adminsGroupName(), owner.known().adminsGroupId()),
                application,
                provider,
                application.map(found -> authentik.bindings(found.pk())).orElse(List.of()),
                brand(brandsAtHost),
                brandsAtHost.stream()
                        .filter(brand -> owner.otherHolder(brand).isPresent())
                        .findFirst());
    }

    private Optional<Group> group(String name, String knownId) {
        return authentik.group(name).or(() -> Optional.ofNullable(knownId)
                .flatMap(authentik::groupById)
                .filter(owner::hasMarked));
    }

    /** Usually the application's. Providers have no field for a mark: their client id is it. */
    private Optional<OAuth2Provider> provider(Optional<Application> application) {
        Optional<OAuth2Provider> attached =
                application.map(Application::provider).flatMap(authentik::provider);
        if (attached.filter(this::hasOurClientId).isPresent()) {
            return attached;
        }
        return authentik
                .providerWithClientId(names.clientId())
                .or(() -> attached.filter(this::wasOurs))
                .or(() -> authentik.providerNamed(names.applicationSlug()));
    }

    private boolean hasOurClientId(OAuth2Provider provider) {
        return names.clientId().equals(provider.clientId());
    }

    /** Somebody gave it another client id; that it is attached to the tenant's application is not enough. */
    private boolean wasOurs(OAuth2Provider provider) {
        return provider.pk().equals(owner.known().providerId())
                || names.applicationSlug().equals(provider.name());
    }

    /** An application can only be read by its slug. Its provider knows the slug that somebody gave it. */
    private Optional<Application> renamed(Optional<OAuth2Provider> provider) {
        return provider.filter(this::hasOurClientId)
                .map(OAuth2Provider::assignedApplicationSlug)
                .flatMap(authentik::application)
                .filter(owner::hasMarked);
    }

    private Optional<Brand> brand(List<Brand> atHost) {
        return atHost.stream()
                .filter(brand -> owner.otherHolder(brand).isEmpty())
                .findFirst()
                .or(() -> Optional.ofNullable(owner.known().brandId())
                        .flatMap(authentik::brand)
                        .filter(owner::hasMarked));
    }
}
