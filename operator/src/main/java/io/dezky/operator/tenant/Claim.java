package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.Tenant;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Tenant claims on the platform: its slug, its login host, its mail domains. Each can belong to one Tenant only;
 * the oldest claim wins, whatever the namespace.
 *
 * @param tenant {@code namespace/name}
 * @param uid of the Tenant
 * @param since when it was created
 * @param domains in lower case
 */
public record Claim(String tenant, String uid, Instant since, String slug, String host, Set<String> domains) {

    private static final Comparator<Claim> BY_AGE = Comparator.comparing(Claim::since).thenComparing(Claim::uid);

    /** The claim of a Tenant. */
    public static Claim of(Tenant tenant, Names names) {
        Set<String> domains = new TreeSet<>();
        TenantSpecs.domains(tenant.getSpec()).forEach(domain -> domains.add(domain.name()));
        return new Claim(
                tenant.getMetadata().getNamespace() + "/" + tenant.getMetadata().getName(),
                tenant.getMetadata().getUid(),
                Instant.parse(tenant.getMetadata().getCreationTimestamp()),
                names.slug(tenant),
                names.host(tenant),
                domains);
    }

    /** Who has the slug already. */
    Optional<Claim> slugHolder(List<Claim> others) {
        return older(others).filter(other -> other.slug().equals(slug)).findFirst();
    }

    /** Who has the host already, one above it or one below it: a brand serves all below its domain. */
    Optional<Claim> hostHolder(List<Claim> others) {
        return older(others).filter(other -> related(other.host(), host)).findFirst();
    }

    /** Who has the domain already, one above it or one below it. */
    Optional<Claim> domainHolder(String domain, List<Claim> others) {
        return older(others)
                .filter(other -> other.domains().stream().anyMatch(held -> related(held, domain)))
                .findFirst();
    }

    private java.util.stream.Stream<Claim> older(List<Claim> others) {
        return others.stream()
                .filter(other -> !other.uid().equals(uid))
                .filter(other -> BY_AGE.compare(other, this) < 0)
                .sorted(BY_AGE);
    }

    static boolean related(String one, String other) {
        return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    }
}
