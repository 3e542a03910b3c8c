package io.dezky.operator.identity;

import io.dezky.operator.plan.Mark;
import java.util.List;

/**
 * What a tenant shall have in Authentik: a group, a group for its admins, an application with its OAuth2 provider that
 * only the group may use, and a brand for its login host.
 *
 * @param mark of the Tenant
 * @param names of the tenant in Authentik
 * @param displayName name of the application and, unless branding says otherwise, of the login page
 * @param branding how the login page looks
 * @param redirectUris of the application
 * @param clientSecret for a provider that has to be made; a provider that exists keeps its own
 * @param platform what all tenants share
 */
public record DesiredIdentity(
        Mark mark,
        TenantNames names,
        String displayName,
        Branding branding,
        List<String> redirectUris,
        String clientSecret,
        PlatformObjects.Snapshot platform) {

    public DesiredIdentity {
        redirectUris = List.copyOf(redirectUris);
    }

    /**
     * How the login page looks.
     *
     * @param title null for the display name
     * @param logo URL; null for that of the default brand
     * @param favicon URL; null for that of the default brand
     */
    public record Branding(String title, String logo, String favicon) {

        /** That of the platform. */
        public static Branding ofThePlatform() {
            return new Branding(null, null, null);
        }
    }

    /** Where the launcher leads: the place of the application that people are redirected to, or the login host. */
    String launchUrl() {
        return redirectUris.isEmpty()
                ? "https://" + names.host() + "/"
                : redirectUris.get(0).replaceFirst("^(https?://[^/?]+).*", "$1/");
    }

    @Override
    public String toString() {
        return "DesiredIdentity of " + mark.text();
    }
}
