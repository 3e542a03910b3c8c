package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether a Tenant may have what it asks for: its spec must be one that can be made true, and what it claims must not be
 * another Tenant's.
 */
final class Admission {

    /** So many are told at once. */
    private static final int MOST_PROBLEMS = 5;

    private final Tenant tenant;
    private final DesiredTenant desired;
    private final Names names;
    private final OperatorConfig config;
    private final Claim.Index claims;

    Admission(DesiredTenant desired, Claim.Index claims) {
        this.tenant = desired.tenant();
        this.desired = desired;
        this.names = desired.names();
        this.config = desired.config();
        this.claims = claims;
    }

    /** What keeps the whole Tenant from being worked on. */
    Optional<Part> hindrance(TenantIdentity identity) {
        List<String> problems = TenantRules.problems(tenant, names, config);
        if (!problems.isEmpty()) {
            return Optional.of(Part.stalled("InvalidSpec", summary(problems)));
        }
        Claim claim = Claim.of(tenant, names);
        return holder(claim.slugHolder(claims), () -> identity.hasSlug(desired.mark(), desired.identityNames()))
                .map(other -> taken(
                        "SlugTaken",
                        "The slug " + claim.slug(),
                        other,
                        "A slug can't be changed: create a new Tenant with another spec.slug, and delete this one."));
    }

    private static String summary(List<String> problems) {
        List<String> first = problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS));
        int more = problems.size() - first.size();
        return String.join("; ", first) + (more > 0 ? " (and " + more + " more)." : ".");
    }

    /** Who has the login host, if another Tenant has. */
    Optional<Part> hostTaken(TenantIdentity identity) {
        Claim claim = Claim.of(tenant, names);
        return holder(claim.hostHolder(claims), () -> identity.hasHost(desired.mark(), desired.identityNames()))
                .map(other ->
                        taken("HostTaken", "The host " + claim.host(), other, "Choose another spec.identity.host."));
    }

    /** The mail domains that other Tenants have, each with what to say of it. */
    Map<String, Part> domainsTaken(TenantMail mail) {
        Claim claim = Claim.of(tenant, names);
        Map<String, Part> taken = new LinkedHashMap<>();
        for (MailDomainSpec domain : TenantSpecs.domains(tenant.getSpec())) {
            String name = domain.name();
            holder(domainHolder(claim, name), () -> mail.isMarked(desired.mark(), name))
                    .ifPresent(other -> taken.put(
                            name,
                            taken(
                                    "DomainTaken",
                                    "The domain " + name,
                                    other,
                                    "Remove it from spec.mail.domains; the tenant's other domains are made.")));
        }
        return taken;
    }

    /** Where the owner of a domain has to prove it, who comes first is who proves it, not who asked first. */
    private Optional<Claim.Holder> domainHolder(Claim claim, String domain) {
        boolean proof = config.mail().domainProof() == OperatorConfig.DomainProof.Required;
        return claim.domainHolder(claims, domain).filter(holder -> holder.hasMade() || !proof);
    }

    /**
     * Who comes before this Tenant. Another's claim gives way to what this Tenant has in fact: its own status may have
     * been lost, after a restore even the order of creation may be another one, and the other's status may be forged.
     */
    private static Optional<Claim> holder(Optional<Claim.Holder> first, BooleanSupplier hasInFact) {
        return first.map(Claim.Holder::claim).filter(claim -> !hasInFact.getAsBoolean());
    }

    /** A name belongs to another also where it only lies above or below one of that Tenant's. */
    private static Part taken(String reason, String what, Claim holder, String mend) {
        return Part.stalled(
                reason,
                what + " belongs to the Tenant " + holder.tenant() + ", which claimed it, or one above or below it,"
                        + " before. " + mend);
    }
}
