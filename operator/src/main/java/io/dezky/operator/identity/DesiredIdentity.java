package io.dezky.operator.identity;

import io.dezky.operator.plan.Mark;
import java.util.List;

/**
 * What a tenant shall have in Authentik: a group, a group for its admins, an application with its OAuth2 provider that
 * only the group may use, and a brand for its login host.
 *
 * @param mark of the Tenant
 * @param slug of the tenant
 * @param displayName name of the application and, unless branding says otherwise, of the login page
 * @param host of the login page
 * @param title of the login page; null for the display name
 * @param logo URL; null for that of the default brand
 * @param favicon URL; null for that of the default brand
 * @param redirectUris of the application
 * @param clientSecret for a provider that has to be made; a provider that exists keeps its own
 * @param platform what all tenants share
 */
public record DesiredIdentity(
        Mark mark,
        String slug,
        String displayName,
        String host,
        String title,
        String logo,
        String favicon,
        List<String> redirectUris,
        String clientSecret,
        PlatformObjects.Snapshot platform) {

    /** The group of a tenant's members. */
    public static String groupName(String slug) {
        return "tenant-" + slug;
    }

    /** The group of a tenant's admins, a child of the members' group. No slug may end in {@code -admins}. */
    public static String adminsGroupName(String slug) {
        return groupName(slug) + "-admins";
    }

    String groupName() {
        return groupName(slug);
    }

    String adminsGroupName() {
        return adminsGroupName(slug);
    }

    /** Also the name of the provider, which is unique among all providers. */
    public String applicationSlug() {
        return "tenant-" + slug;
    }

    /** Tells our provider from another's of the same name: providers have no field for a mark. */
    String clientId() {
        return mark.instance() + "-" + slug;
    }

    /** What tokens of the tenant's provider say at the tenant's host. */
    public String issuer() {
        return "https://" + host + "/application/o/" + applicationSlug() + "/";
    }

    /** Where the launcher leads: the place of the application that people are redirected to, or the login host. */
    String launchUrl() {
        return redirectUris.isEmpty()
                ? "https://" + host + "/"
                : redirectUris.get(0).replaceFirst("^(https?://[^/]+).*", "$1/");
    }

    @Override
    public String toString() {
        return "DesiredIdentity of " + mark.text();
    }
}
