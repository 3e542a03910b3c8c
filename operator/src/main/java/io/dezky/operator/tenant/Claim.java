package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a Tenant claims on the platform: its slug, its login host, its mail domains. Each can belong to one Tenant only,
 * whatever the namespace: to who has it already, else to the oldest claim. A host or domain above or below another's
 * counts as the same, because a brand serves all hosts below its own, and whoever has a domain has what lies below it.
 *
 * @param tenant {@code namespace/name}
 * @param uid of the Tenant
 * @param since when it was created
 * @param slug that it wants
 * @param host that it wants; null for one that no Tenant of its slug can have: whoever asks for it blocks nobody
 * @param domains that it wants
 * @param slugMade whether its slug is in use by it
 * @param hostMade the host that is in use by it; null for none
 * @param domainsMade the domains that are in use by it
 */
public record Claim(
        String tenant,
        String uid,
        Instant since,
        String slug,
        String host,
        List<String> domains,
        boolean slugMade,
        String hostMade,
        Set<String> domainsMade) {

    private static final Comparator<Claim> BY_AGE =
            Comparator.comparing(Claim::since).thenComparing(Claim::uid);

    /** The claim of a Tenant. */
    public static Claim of(Tenant tenant, Names names) {
        return new Claim(
                tenant.getMetadata().getNamespace() + "/" + tenant.getMetadata().getName(),
                tenant.getMetadata().getUid(),
                Instant.parse(tenant.getMetadata().getCreationTimestamp()),
                names.slug(tenant),
                Optional.of(names.host(tenant))
                        .filter(host -> !names.isOfOthers(names.slug(tenant), host))
                        .orElse(null),
                TenantSpecs.domains(tenant.getSpec()).stream()
                        .filter(Objects::nonNull)
                        .map(MailDomainSpec::name)
                        // An object that an older or newer API server let through must not stop the informer.
                        .filter(Objects::nonNull)
                        .toList(),
                tenant.getStatus() != null && tenant.getStatus().identity() != null,
                tenant.getStatus() == null ? null : tenant.getStatus().host(),
                domainsMade(tenant));
    }

    private static Set<String> domainsMade(Tenant tenant) {
        if (tenant.getStatus() == null || tenant.getStatus().mail() == null) {
            return Set.of();
        }
        return tenant.getStatus().mail().domains().stream()
                .filter(domain -> domain.id() != null)
                .map(MailDomainStatus::name)
                .collect(Collectors.toSet());
    }

    /** Finds Tenants by what they claim. */
    @FunctionalInterface
    public interface Index {
        /** The claims of all Tenants that have this key among {@link Claim#keys()}. */
        List<Claim> having(String key);
    }

    /** Under what this claim is found. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        keys.add("slug:" + slug);
        if (host != null) {
            addKeys(keys, "host", host);
        }
        domains.forEach(domain -> addKeys(keys, "domain", domain));
        return keys;
    }

    private static void addKeys(List<String> keys, String kind, String name) {
        keys.add(kind + ":" + name);
        above(name).forEach(parent -> keys.add("below-" + kind + ":" + parent));
    }

    /**
     * Who comes before somebody else.
     *
     * @param hasMade whether it has in use what both claim, as far as its status tells
     */
    record Holder(Claim claim, boolean hasMade) {}

    /** Who has the slug already. */
    Optional<Holder> slugHolder(Index index) {
        return holder(index, List.of("slug:" + slug), Claim::slugMade);
    }

    /** Who has the host already, or one above or below it. */
    Optional<Holder> hostHolder(Index index) {
        return holder(index, related("host", host), claim -> claim.hostMade != null && overlap(claim.hostMade, host));
    }

    /** Who has this domain already, or one above or below it. */
    Optional<Holder> domainHolder(Index index, String domain) {
        return holder(index, related("domain", domain), claim -> claim.domainsMade.stream()
                .anyMatch(made -> overlap(made, domain)));
    }

    /** The first of those that come before this one: who has it comes first, then who is older. */
    private Optional<Holder> holder(Index index, List<String> keys, Predicate<Claim> hasMade) {
        Comparator<Claim> order =
                Comparator.comparing((Claim claim) -> !hasMade.test(claim)).thenComparing(BY_AGE);
        return keys.stream()
                .flatMap(key -> index.having(key).stream())
                .filter(other -> !other.uid().equals(uid))
                .filter(other -> order.compare(other, this) < 0)
                .min(order)
                .map(other -> new Holder(other, hasMade.test(other)));
    }

    private static List<String> related(String kind, String name) {
        List<String> keys = new ArrayList<>();
        keys.add(kind + ":" + name);
        keys.add("below-" + kind + ":" + name);
        above(name).forEach(parent -> keys.add(kind + ":" + parent));
        return keys;
    }

    private static List<String> above(String name) {
        List<String> parents = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            parents.add(name.substring(dot + 1));
        }
        return parents;
    }

    /** Whether two names are the same, or one lies below the other. */
    static boolean overlap(String one, String other) {
        return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    }
}
