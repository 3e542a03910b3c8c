package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.files.DesiredFiles;
import io.dezky.operator.files.DesiredSpace;
import io.dezky.operator.files.Role;
import io.dezky.operator.identity.DesiredIdentity;
import io.dezky.operator.identity.PlatformObjects;
import io.dezky.operator.identity.TenantNames;
import io.dezky.operator.mail.DesiredMail;
import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.mail.DkimAlgorithm;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.BrandingSpec;
import io.dezky.platform.v1alpha1.DeletionPolicy;
import io.dezky.platform.v1alpha1.IdentitySpec;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.SpaceRole;
import io.dezky.platform.v1alpha1.SpaceSpec;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Set;

/** What a Tenant's spec means in each system. Pure. */
record DesiredTenant(Tenant tenant, Names names, OperatorConfig config) {

    Subject subject() {
        return new Subject(
                "Tenant",
                tenant.getMetadata().getNamespace(),
                tenant.getMetadata().getName(),
                tenant.getMetadata().getUid(),
                TenantSpecs.generation(tenant));
    }

    Mark mark() {
        return Mark.of(config.platform().instance(), subject());
    }

    String slug() {
        return names.slug(tenant);
    }

    String host() {
        return names.host(tenant);
    }

    /** Whether data may be destroyed: the policy says so, and somebody confirmed it on the object. */
    boolean mayDestroy() {
        return tenant.getSpec() != null
                && tenant.getSpec().deletionPolicy() == DeletionPolicy.DELETE
                && slug().equals(TenantSpecs.annotation(tenant, Annotations.CONFIRM_DELETE));
    }

    TenantNames identityNames() {
        return new TenantNames(config.platform().instance(), slug(), host());
    }

    DesiredIdentity identity(PlatformObjects.Snapshot platform, String clientSecret) {
        return new DesiredIdentity(
                mark(),
                identityNames(),
                tenant.getSpec().displayName(),
                branding(),
                TenantSpecs.redirectUris(tenant.getSpec()),
                clientSecret,
                platform);
    }

    private DesiredIdentity.Branding branding() {
        IdentitySpec identity = tenant.getSpec().identity();
        if (identity == null || identity.branding() == null) {
            return DesiredIdentity.Branding.ofThePlatform();
        }
        BrandingSpec branding = identity.branding();
        return new DesiredIdentity.Branding(branding.title(), branding.logo(), branding.favicon());
    }

    /**
     * The mail of the tenant.
     *
     * @param withheld names of domains that another Tenant claimed before
     */
    DesiredMail mail(Set<String> withheld) {
        List<DesiredDomain> domains = TenantSpecs.domains(tenant.getSpec()).stream()
                .filter(domain -> !withheld.contains(domain.name()))
                .map(domain -> new DesiredDomain(domain.name(), algorithms(domain), domain.catchAll()))
                .toList();
        boolean proof = config.mail().domainProof() == OperatorConfig.DomainProof.Required;
        return new DesiredMail(mark(), domains, withheld, proof, mayDestroy());
    }

    private static List<DkimAlgorithm> algorithms(MailDomainSpec domain) {
        if (domain.dkim() == null || domain.dkim().algorithms().isEmpty()) {
            return List.of(DkimAlgorithm.values());
        }
        return domain.dkim().algorithms().stream()
                .map(algorithm -> switch (algorithm) {
                    case RSA2048 -> DkimAlgorithm.RSA2048;
                    case ED25519 -> DkimAlgorithm.ED25519;
                })
                .sorted()
                .toList();
    }

    DesiredFiles files() {
        return new DesiredFiles(
                mark(),
                slug(),
                config.ocis().operatorsGroup(),
                config.ocis().managerGroups(),
                TenantSpecs.spaces(tenant.getSpec()).stream().map(this::space).toList(),
                mayDestroy());
    }

    private DesiredSpace space(SpaceSpec space) {
        return new DesiredSpace(
                space.name(), quota(space), role(space.members()), role(space.admins()), space.folders());
    }

    /** In bytes. */
    private long quota(SpaceSpec space) {
        return space.quotaBytes().orElseGet(() -> Quantity.getAmountInBytes(
                        Quantity.parse(config.ocis().defaultQuota()))
                .longValueExact());
    }

    private static Role role(SpaceRole role) {
        return switch (role) {
            case VIEWER -> Role.VIEWER;
            case EDITOR -> Role.EDITOR;
            case MANAGER -> Role.MANAGER;
        };
    }
}
