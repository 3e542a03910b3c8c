package io.dezky.operator.mail;

import java.util.List;
import java.util.Set;

/**
 * What Stalwart has of a tenant, and what DNS shows of it.
 *
 * @param domains all that carry the tenant's mark, and those of a desired name whosever they are
 * @param proven names of domains whose challenge DNS shows
 * @param published ids of the keys whose record DNS shows
 */
public record ObservedMail(List<Domain> domains, Set<String> proven, Set<String> published) {

    public ObservedMail {
        domains = List.copyOf(domains);
        proven = Set.copyOf(proven);
        published = Set.copyOf(published);
    }
}
