package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.oauth.SigningKey;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * What every fresh installation has, as far as it matters here: the administrator, a few flows, scope mappings, a
 * certificate and the default brand. Names, titles and expressions are those that clients find on a real server, because
 * they look for them. There is no recovery flow among it.
 */
final class DefaultBlueprints {

    private static final String MANAGED = "goauthentik.io/providers/oauth2/scope-";

    /** A fresh server has used up the first numbers of users for accounts of its own. */
    private static final int LAST_OWN_NUMBER = 6;

    private static final String ADMINISTRATORS = "authentik Admins";

    private final Planting planting;

    private DefaultBlueprints(Planting planting) {
        this.planting = planting;
    }

    /** Makes it all, and gives back the administrator. */
    static Row apply(Planting planting) {
        DefaultBlueprints blueprints = new DefaultBlueprints(planting);
        blueprints.flows();
        blueprints.mappings();
        blueprints.certificate();
        return blueprints.administrator();
    }

    private Row administrator() {
        Row group = planting.group(ADMINISTRATORS, true);
        planting.group("authentik Read-only", false);
        Row akadmin = planting.user(Planting.members()
                .put("username", "akadmin")
                .put("name", "authentik Default Admin")
                .put("email", "admin@example.com"));
        planting.join(akadmin, group);
        planting.installation().users.continueAfter(LAST_OWN_NUMBER);
        return akadmin;
    }

    private void flows() {
        Row authentication =
                flow("default-authentication-flow", "Welcome to authentik!", "Welcome to authentik!", "authentication");
        stages(authentication, "identification", "password", "mfa-validation", "login");
        Row invalidation = flow("default-invalidation-flow", "Logout", "Default Invalidation Flow", "invalidation");
        stages(invalidation, "invalidation-logout");
        Row settings = flow("default-user-settings-flow", "User settings", "Update your info", "stage_configuration");
        settings.members().put("authentication", "require_authenticated");
        stages(settings, "user-settings", "user-settings-write");
        Row explicit = authorization("default-provider-authorization-explicit-consent");
        stages(explicit, "provider-authorization-consent");
        authorization("default-provider-authorization-implicit-consent");
        flow(
                "default-provider-invalidation-flow",
                "Logged out of application",
                "You've logged out of %(app)s.",
                "invalidation");
        planting.brand(Planting.members()
                .put("domain", "authentik-default")
                .put("default", true)
                .put("flow_authentication", authentication.key())
                .put("flow_invalidation", invalidation.key())
                .put("flow_user_settings", settings.key()));
    }

    private Row authorization(String slug) {
        Row flow = flow(slug, "Authorize Application", "Redirecting to %(app)s", "authorization");
        flow.members().put("authentication", "require_authenticated");
        return flow;
    }

    private Row flow(String slug, String name, String title, String designation) {
        return planting.flow(Planting.members()
                .put("slug", slug)
                .put("name", name)
                .put("title", title)
                .put("designation", designation));
    }

    private void stages(Row flow, String... names) {
        int order = 10;
        for (String name : names) {
            Row stage = planting.stage(StageKind.OTHER, Planting.members().put("name", "default-" + name));
            planting.bind(flow, stage, order);
            order += 10;
        }
    }

    private void mappings() {
        mapping("openid", "", """
                # This scope is required by the OpenID-spec, and must as such exist in authentik.
                # The scope by itself does not grant any information
                return {}""", user -> Planting.members());
        mapping("email", "Email address", """
                return {
                    "email": request.user.email,
                    "email_verified": False
                }""", user -> Planting.members()
                .put("email", user.text("email"))
                .put("email_verified", false));
        mapping("profile", "General Profile Information", """
                return {
                    # Because authentik only saves the user's full name, and has no concept of first and last names,
                    # the full name is used as given name.
                    # You can override this behaviour in custom mappings, i.e. `request.user.name.split(" ")`
                    "name": request.user.name,
                    "given_name": request.user.name,
                    "preferred_username": request.user.username,
                    "nickname": request.user.username,
                    "groups": [group.name for group in request.user.groups.all()],
                }""", this::profile);
        mapping(
                "offline_access",
                "Access to request new tokens without interaction",
                "return {}",
                user -> Planting.members());
    }

    /** The groups are those that the user is in itself: parents are missing. */
    private ObjectNode profile(Row user) {
        ObjectNode claims = Planting.members()
                .put("name", user.text("name"))
                .put("given_name", user.text("name"))
                .put("preferred_username", user.text("username"))
                .put("nickname", user.text("username"));
        ArrayNode groups = claims.putArray("groups");
        planting.installation().store.memberships().groups(user.key()).stream()
                .flatMap(key -> planting.installation().store.groups().byKey(key).stream())
                .forEach(group -> groups.add(group.text("name")));
        return claims;
    }

    private void mapping(String scope, String description, String expression, Function<Row, ObjectNode> claims) {
        Row mapping = planting.mapping(Planting.members()
                .put("name", "authentik default OAuth Mapping: OpenID '" + scope + "'")
                .put("scope_name", scope)
                .put("description", description)
                .put("managed", MANAGED + scope)
                .put("expression", expression));
        planting.installation().claims.compute(mapping, claims);
    }

    private void certificate() {
        String name = "authentik Self-signed Certificate";
        Instant until = planting.now().plus(Duration.ofDays(365));
        planting.installation().certificates.add(name, SigningKey.shared(name, planting.now(), until), until);
    }
}
