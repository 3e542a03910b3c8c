package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantSpec;

/**
 * How a tenant's names come from its object.
 *
 * @param baseDomain of the platform
 */
public record Names(String baseDomain) {

    /** The slug: as the spec says, or the name of the object. */
    public String slug(Tenant tenant) {
        return tenant.slug();
    }

    /** Whether nobody of this slug can have the host, because it is the platform's own or another slug's. */
    boolean isOfOthers(String slug, String host) {
        String own = slug + "." + baseDomain;
        boolean below = host.endsWith("." + baseDomain) && !host.equals(own) && !host.endsWith("." + own);
        return below || host.equals(baseDomain) || baseDomain.endsWith("." + host);
    }

    /** The login host: as the spec says, or the slug below the platform's domain. */
    public String host(Tenant tenant) {
        TenantSpec spec = tenant.getSpec();
        boolean named =
                spec != null && spec.identity() != null && spec.identity().host() != null;
        return named ? spec.identity().host() : slug(tenant) + "." + baseDomain;
    }
}
