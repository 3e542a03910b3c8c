package io.dezky.simulator.authentik;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The platform as its administrator prepares it for the operator: the groups {@code dezky-tenants},
 * {@code dezky-platform-admins} and {@code dezky-operators}; the service account {@code dezky-operator} with a role, an
 * API token and an app password; and the application {@code dezky-files} with its provider, mappings and bindings.
 *
 * @param publicHost the host of the platform's own login; its issuer is {@code https://<host>/application/o/dezky-files/}
 * @param operatorToken the operator's bearer for the API
 * @param filesPassword the operator's app password, good at the token endpoint only
 * @param hasRecoveryFlow whether the default brand has a recovery flow, {@code dezky-recovery}
 * @param emailStage the name of a stage that mails recovery links, if there is one; the operator may use it then
 * @param morePermissions what the operator's role holds besides {@link #OPERATOR_PERMISSIONS}
 */
public record PlatformSeed(
        String publicHost,
        String operatorToken,
        String filesPassword,
        boolean hasRecoveryFlow,
        Optional<String> emailStage,
        Set<String> morePermissions)
        implements AuthentikSeed {

    /** The slug of the files application, and the client id of its provider. */
    public static final String FILES = "dezky-files";

    /** The user name of the operator's service account. */
    public static final String OPERATOR = "dezky-operator";

    /** The group that the launcher's shared applications are bound to. */
    public static final String TENANTS = "dezky-tenants";

    /** The group of the platform's people. */
    public static final String PLATFORM_ADMINS = "dezky-platform-admins";

    /** The group of the operator's account. */
    public static final String OPERATORS = "dezky-operators";

    /** The slug of the recovery flow. */
    public static final String RECOVERY = "dezky-recovery";

    /** What the operator's role holds, all for every object. */
    public static final List<String> OPERATOR_PERMISSIONS = List.of(
            "authentik_core.view_user",
            "authentik_core.add_user",
            "authentik_core.change_user",
            "authentik_core.delete_user",
            "authentik_core.reset_user_password",
            "authentik_core.view_group",
            "authentik_core.add_group",
            "authentik_core.change_group",
            "authentik_core.delete_group",
            "authentik_core.add_user_to_group",
            "authentik_core.remove_user_from_group",
            "authentik_core.view_application",
            "authentik_core.add_application",
            "authentik_core.change_application",
            "authentik_core.delete_application",
            "authentik_core.view_token",
            "authentik_core.delete_token",
            "authentik_core.view_authenticatedsession",
            "authentik_core.delete_authenticatedsession",
            "authentik_policies.view_policybinding",
            "authentik_policies.add_policybinding",
            "authentik_policies.change_policybinding",
            "authentik_policies.delete_policybinding",
            "authentik_providers_oauth2.view_oauth2provider",
            "authentik_providers_oauth2.add_oauth2provider",
            "authentik_providers_oauth2.change_oauth2provider",
            "authentik_providers_oauth2.delete_oauth2provider",
            "authentik_providers_oauth2.view_scopemapping",
            "authentik_brands.view_brand",
            "authentik_brands.add_brand",
            "authentik_brands.change_brand",
            "authentik_brands.delete_brand",
            "authentik_crypto.view_certificatekeypair",
            "authentik_flows.view_flow",
            "authentik_events.view_event",
            "authentik_events.add_event");

    /** What it takes to make the minimal recovery flow by the API. */
    public static final List<String> RECOVERY_FLOW_PERMISSIONS = List.of(
            "authentik_flows.add_flow",
            "authentik_stages_prompt.add_prompt",
            "authentik_stages_prompt.add_promptstage",
            "authentik_stages_user_write.add_userwritestage",
            "authentik_stages_user_login.add_userloginstage",
            "authentik_flows.add_flowstagebinding");

    static PlatformSeed at(String publicHost) {
        return new PlatformSeed(
                publicHost, "operator-api-token", "operator-files-password", true, Optional.empty(), Set.of());
    }

    /** With this bearer for the operator; else {@code operator-api-token}. */
    public PlatformSeed operatorToken(String token) {
        return new PlatformSeed(publicHost, token, filesPassword, hasRecoveryFlow, emailStage, morePermissions);
    }

    /** With this app password for the operator; else {@code operator-files-password}. */
    public PlatformSeed filesPassword(String password) {
        return new PlatformSeed(publicHost, operatorToken, password, hasRecoveryFlow, emailStage, morePermissions);
    }

    /** With or without a recovery flow on the default brand; else with one. */
    public PlatformSeed recoveryFlow(boolean present) {
        return new PlatformSeed(publicHost, operatorToken, filesPassword, present, emailStage, morePermissions);
    }

    /** With a stage of this name that mails recovery links, and the permission to use it; else without. */
    public PlatformSeed emailStage(String name) {
        return new PlatformSeed(
                publicHost, operatorToken, filesPassword, hasRecoveryFlow, Optional.of(name), morePermissions);
    }

    /** With more permissions for the operator, such as {@link #RECOVERY_FLOW_PERMISSIONS}. */
    public PlatformSeed grant(Iterable<String> permissions) {
        Set<String> more = new TreeSet<>(morePermissions);
        permissions.forEach(more::add);
        return new PlatformSeed(publicHost, operatorToken, filesPassword, hasRecoveryFlow, emailStage, more);
    }
}
