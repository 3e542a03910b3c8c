package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.resources.People;
import io.dezky.simulator.authentik.rest.Audit;
import io.dezky.simulator.authentik.rest.Origin;
import io.dezky.simulator.authentik.store.Row;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A person with a browser: opens recovery links, signs in, enters applications. What is done here leaves the same traces
 * as on the real server.
 */
public final class Human {

    private static final String LOGIN_PATH = "/api/v3/flows/executor/default-authentication-flow/";

    private final Installation installation;
    private final People people;
    private final Origin origin;

    Human(Installation installation, Origin origin) {
        this.installation = installation;
        this.people = new People(installation.core, installation.recoveryLinks, installation.sessions);
        this.origin = origin;
    }

    /** A recovery link after it was opened: it is used up, whether or not a password is chosen. */
    public final class OpenedLink {
        private final Optional<Row> link;
        private final Audit.Trace trace;

        private OpenedLink(Optional<Row> link, Audit.Trace trace) {
            this.link = link;
            this.trace = trace;
        }

        /**
         * Chooses a password.
         *
         * @return whether the person is signed in then; not when the link was used, revoked or expired, and not when it
         *     was made for a user who was deactivated already
         */
        public boolean choosePassword(String password) {
            return installation.alone(() -> {
                Audit.Trace now =
                        new Audit.Trace(trace.method(), trace.path(), trace.args(), trace.host(), installation.now());
                return link.map(row -> people.recover(row, password, now)).orElse(false);
            });
        }
    }

    /** Opens a recovery link. A link that is good for nothing shows the same form as any other. */
    public OpenedLink open(String link) {
        URI uri = URI.create(link);
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        String key = query.startsWith("flow_token=") ? query.substring("flow_token=".length()) : "";
        String path = "/api/v3/flows/executor/" + uri.getPath().replaceFirst("^/if/flow/", "");
        ObjectNode args = JsonNodeFactory.instance.objectNode().put("flow_token", "*".repeat(20));
        return installation.alone(() -> new OpenedLink(
                installation.recoveryLinks.open(key, installation.now()),
                new Audit.Trace("GET", path, args, uri.getAuthority(), installation.now())));
    }

    /** Opens a recovery link and chooses a password; tells whether the person is signed in then. */
    public boolean useRecoveryLink(String link, String newPassword) {
        return open(link).choosePassword(newPassword);
    }

    /**
     * Signs in with a password at the platform's own host.
     *
     * @param name user name or address, in any case
     * @return whether it worked; it does not for a deactivated user
     */
    public boolean signIn(String name, String password) {
        return installation.alone(() -> people.signIn(
                name,
                password,
                new Audit.Trace(
                        "POST", LOGIN_PATH, JsonNodeFactory.instance.objectNode(), origin.host(), installation.now())));
    }

    /**
     * Enters an application, as somebody who is signed in.
     *
     * @return a code for the token endpoint; none when the person is not let in
     */
    public Optional<String> obtainsCode(String applicationSlug, String username) {
        return obtainsCode(applicationSlug, username, "openid email profile");
    }

    /** As {@link #obtainsCode(String, String)}, with other scopes, blanks between them. */
    public Optional<String> obtainsCode(String slug, String username, String scope) {
        return installation.alone(
                () -> installation.store.applications().first("slug", slug).flatMap(application -> installation
                        .store
                        .users()
                        .first("username", username)
                        .flatMap(user -> installation.issuer.code(
                                application, user, Set.of(scope.split(" ")), installation.now()))));
    }

    /**
     * Enters an application at the platform's own host and exchanges the code.
     *
     * @return an access token with the claims of {@code openid email profile}; none when the person is not let in
     */
    public Optional<String> obtainsAccessToken(String applicationSlug, String username) {
        return obtainsAccessToken(applicationSlug, username, "openid email profile");
    }

    /** As {@link #obtainsAccessToken(String, String)}, with other scopes, blanks between them. */
    public Optional<String> obtainsAccessToken(String applicationSlug, String username, String scope) {
        return obtainsCode(applicationSlug, username, scope)
                .flatMap(code -> installation.alone(() -> {
                    Row application = installation
                            .store
                            .applications()
                            .first("slug", applicationSlug)
                            .orElseThrow();
                    return installation.issuer.redeem(code, application, origin, installation.now());
                }));
    }
}
