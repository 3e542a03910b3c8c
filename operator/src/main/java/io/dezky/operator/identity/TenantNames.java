package io.dezky.operator.identity;

/**
 * The names that a tenant has in Authentik, all made from instance and slug, so that they are found again without any
 * memory.
 *
 * @param instance of the platform
 * @param slug of the tenant
 * @param host of the tenant's login page
 */
public record TenantNames(String instance, String slug, String host) {

    /** The group of a tenant's members. */
    public String groupName() {
        return "tenant-" + slug;
    }

    /** The group of a tenant's admins, a child of the members' group. No slug may end in {@code -admins}. */
    public String adminsGroupName() {
        return groupName() + "-admins";
    }

    /** Also the name of the provider, which is unique among all providers. */
    public String applicationSlug() {
        return "tenant-" + slug;
    }

    /** Tells our provider from another's of the same name: providers have no field for a mark. */
    public String clientId() {
        return instance + "-" + slug;
    }

    /** What tokens of the tenant's provider say at the tenant's host. */
    public String issuer() {
        return "https://" + host + "/application/o/" + applicationSlug() + "/";
    }
}
