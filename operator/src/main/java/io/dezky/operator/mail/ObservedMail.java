package io.dezky.operator.mail;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Stalwart has of a tenant, and what DNS shows of it.
 *
 * @param known what status told of an earlier run
 * @param domains all that carry the tenant's mark, and those of a desired name whosever they are
 * @param aliases desired names that are aliases of some other domain
 * @param proven names of domains whose challenge DNS shows
 * @param published ids of the keys whose record DNS shows; of an active key only where there are several to choose from
 */
public record ObservedMail(
        KnownDomains known, List<Domain> domains, Set<String> aliases, Set<String> proven, Set<String> published) {

    public ObservedMail {
        domains = List.copyOf(domains);
        aliases = Set.copyOf(aliases);
        proven = Set.copyOf(proven);
        published = Set.copyOf(published);
    }

    /** The domain of this name; else the one that had it when status was written, and that somebody has renamed. */
    Optional<Domain> named(String name) {
        return domains.stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst()
                .or(() -> domains.stream()
                        .filter(domain -> known.isIdOf(name, domain.id()))
                        .findFirst());
    }
}
