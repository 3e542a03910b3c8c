package io.dezky.simulator.authentik.rest;

import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the real server answers and the simulator does not, because the operator never calls it. Such a request gets a
 * 501 with the reason. Whatever stands neither here nor among the simulated paths does not exist on the real server
 * either, or is treated as if it did not.
 */
public final class LeftOutOperations {

    /**
     * Operations that are left out.
     *
     * @param method the HTTP method; {@code *} for all
     * @param path the path; {@code *} stands for one part of it, {@code **} at the end for everything that follows
     * @param reason why
     */
    public record LeftOut(String method, String path, String reason) {

        /** The 501 that says so. */
        public Answer answer() {
            return Answer.notSimulated(reason);
        }

        private boolean covers(SimulatedRequest request) {
            return (method.equals("*") || method.equals(request.method())) && covers(request.path());
        }

        private boolean covers(String asked) {
            List<String> wanted = List.of(path.split("/", -1));
            List<String> given = List.of(asked.split("/", -1));
            boolean open = path.endsWith("/**");
            int fixed = open ? wanted.size() - 1 : wanted.size();
            if (open ? given.size() <= fixed : given.size() != fixed) {
                return false;
            }
            for (int i = 0; i < fixed; i++) {
                if (!wanted.get(i).equals("*") && !wanted.get(i).equals(given.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final String BROWSER = "needs a browser: tests let a person act by the Java interface instead";
    private static final String INVITATIONS = "the operator invites by recovery links, not by Authentik's invitations";
    private static final String BLUEPRINTS =
            "blueprints are applied by the platform's administrator before the operator";
    private static final String POLICIES = "the operator binds groups, never policies";
    private static final String NEVER = "the operator has no use for it";

    /** Left out for those who may: others get their 403. */
    public static final LeftOut SYSTEM_INFORMATION =
            new LeftOut("*", "/api/v3/admin/system/", "what the machine is made of does not concern the operator");

    /** Left out, but part of what the path allows. */
    public static final LeftOut CERTIFICATE_UPLOAD = new LeftOut(
            "POST", "/api/v3/crypto/certificatekeypairs/", "the operator uses the certificate that is there");

    /** Left out of the grants that the token endpoint knows. */
    public static final LeftOut OTHER_GRANTS = new LeftOut(
            "POST",
            "/application/o/token/",
            "only client_credentials by user name and app password, and authorization_code: no refresh tokens, no"
                    + " assertions");

    private static final List<LeftOut> WITHIN_A_PATH = List.of(SYSTEM_INFORMATION, CERTIFICATE_UPLOAD, OTHER_GRANTS);

    private static final List<LeftOut> WHOLE_PATHS = List.of(
            new LeftOut("OPTIONS", "/**", "describes forms to a browser"),
            new LeftOut("*", "/api/v3/flows/executor/**", BROWSER),
            new LeftOut("*", "/api/v3/flows/inspector/**", BROWSER),
            new LeftOut("*", "/api/v3/flows/instances/*/execute/", BROWSER),
            new LeftOut("*", "/api/v3/flows/instances/*/diagram/", NEVER),
            new LeftOut("*", "/api/v3/flows/instances/*/export/", NEVER),
            new LeftOut("*", "/api/v3/flows/instances/*/set_background/", NEVER),
            new LeftOut("*", "/if/**", BROWSER),
            new LeftOut("*", "/application/o/authorize/", BROWSER),
            new LeftOut("*", "/application/o/device/", BROWSER),
            new LeftOut("*", "/application/o/introspect/", NEVER),
            new LeftOut("*", "/application/o/revoke/", NEVER),
            new LeftOut("*", "/application/o/*/end-session/", BROWSER),
            new LeftOut("*", "/application/saml/**", NEVER),
            new LeftOut("*", "/source/**", NEVER),
            new LeftOut("*", "/static/**", BROWSER),
            new LeftOut("*", "/outpost.goauthentik.io/**", NEVER),
            new LeftOut("*", "/api/v3/stages/invitation/**", INVITATIONS),
            new LeftOut("*", "/api/v3/managed/blueprints/**", BLUEPRINTS),
            new LeftOut("*", "/api/v3/policies/all/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/expression/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/password/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/dummy/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/event_matcher/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/geoip/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/password_expiry/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/reputation/**", POLICIES),
            new LeftOut("*", "/api/v3/policies/unique_password/**", POLICIES),
            new LeftOut("*", "/api/v3/stages/all/**", NEVER),
            new LeftOut("*", "/api/v3/stages/authenticator/**", NEVER),
            new LeftOut("*", "/api/v3/stages/captcha/**", NEVER),
            new LeftOut("*", "/api/v3/stages/consent/**", NEVER),
            new LeftOut("*", "/api/v3/stages/deny/**", NEVER),
            new LeftOut("*", "/api/v3/stages/dummy/**", NEVER),
            new LeftOut("*", "/api/v3/stages/email/templates/", NEVER),
            new LeftOut("*", "/api/v3/stages/identification/**", NEVER),
            new LeftOut("*", "/api/v3/stages/password/**", NEVER),
            new LeftOut("*", "/api/v3/stages/prompt/prompts/preview/", NEVER),
            new LeftOut("*", "/api/v3/stages/redirect/**", NEVER),
            new LeftOut("*", "/api/v3/stages/source/**", NEVER),
            new LeftOut("*", "/api/v3/stages/user_delete/**", NEVER),
            new LeftOut("*", "/api/v3/stages/user_logout/**", NEVER),
            new LeftOut("*", "/api/v3/core/application_entitlements/**", NEVER),
            new LeftOut("*", "/api/v3/core/applications/*/set_icon/", NEVER),
            new LeftOut("*", "/api/v3/core/user_consent/**", NEVER),
            new LeftOut("*", "/api/v3/core/users/*/impersonate/", NEVER),
            new LeftOut("*", "/api/v3/core/users/impersonate_end/", NEVER),
            new LeftOut("*", "/api/v3/core/users/export/", NEVER),
            new LeftOut(
                    "POST", "/api/v3/crypto/certificatekeypairs/", "the operator uses the certificate that is there"),
            new LeftOut("*", "/api/v3/crypto/certificatekeypairs/*/view_certificate/", NEVER),
            new LeftOut("*", "/api/v3/crypto/certificatekeypairs/*/view_private_key/", NEVER),
            new LeftOut("*", "/api/v3/events/events/actions/", NEVER),
            new LeftOut("*", "/api/v3/events/events/stats/", NEVER),
            new LeftOut("*", "/api/v3/events/events/top_per_user/", NEVER),
            new LeftOut("*", "/api/v3/events/events/volume/", NEVER),
            new LeftOut("*", "/api/v3/events/notifications/**", NEVER),
            new LeftOut("*", "/api/v3/events/rules/**", NEVER),
            new LeftOut("*", "/api/v3/events/transports/**", NEVER),
            new LeftOut("*", "/api/v3/propertymappings/all/**", NEVER),
            new LeftOut("*", "/api/v3/propertymappings/source/**", NEVER),
            new LeftOut("*", "/api/v3/propertymappings/notification/**", NEVER),
            new LeftOut("*", "/api/v3/providers/all/**", NEVER),
            new LeftOut("*", "/api/v3/providers/ldap/**", NEVER),
            new LeftOut("*", "/api/v3/providers/oauth2/*/preview_user/", NEVER),
            new LeftOut("*", "/api/v3/providers/proxy/**", NEVER),
            new LeftOut("*", "/api/v3/providers/radius/**", NEVER),
            new LeftOut("*", "/api/v3/providers/rac/**", NEVER),
            new LeftOut("*", "/api/v3/providers/saml/**", NEVER),
            new LeftOut("*", "/api/v3/providers/scim/**", NEVER),
            new LeftOut("*", "/api/v3/providers/ssf/**", NEVER),
            new LeftOut("*", "/api/v3/rbac/initial_permissions/**", NEVER),
            new LeftOut("GET", "/api/v3/rbac/permissions/**", NEVER),
            new LeftOut("*", "/api/v3/oauth2/**", "shows callers other than superusers only what is their own"),
            new LeftOut("*", "/api/v3/authenticators/**", NEVER),
            new LeftOut("*", "/api/v3/enterprise/**", NEVER),
            new LeftOut("*", "/api/v3/outposts/**", NEVER),
            new LeftOut("*", "/api/v3/rac/**", NEVER),
            new LeftOut("*", "/api/v3/reports/**", NEVER),
            new LeftOut("*", "/api/v3/schema/**", NEVER),
            new LeftOut("*", "/api/v3/sources/**", NEVER),
            new LeftOut("*", "/api/v3/tasks/**", NEVER),
            new LeftOut("*", "/api/v3/tenants/**", NEVER));

    private LeftOutOperations() {}

    /** All of them, for the documentation. */
    public static List<LeftOut> all() {
        return Stream.concat(WHOLE_PATHS.stream(), WITHIN_A_PATH.stream()).toList();
    }

    /** The entry that a request falls under, whoever sends it. */
    public static Optional<LeftOut> of(SimulatedRequest request) {
        return WHOLE_PATHS.stream().filter(leftOut -> leftOut.covers(request)).findFirst();
    }
}
