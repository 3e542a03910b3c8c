package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.resources.People;
import io.dezky.simulator.authentik.resources.RecoveryLinks;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the server holds at this moment, for assertions. Everything here is a copy: nothing can be changed by it, and
 * nothing changes later. Objects refer to each other by name.
 */
public final class AuthentikState {

    /**
     * A user.
     *
     * @param uid the text that the identifier of the user's recovery link begins with
     * @param groups those that the user is in itself
     * @param allGroups those and everything above them
     */
    public record User(
            int pk,
            String uuid,
            String uid,
            String username,
            String name,
            String email,
            boolean active,
            String type,
            String path,
            JsonNode attributes,
            Set<String> groups,
            Set<String> allGroups,
            Optional<Instant> lastLogin,
            boolean hasPassword) {}

    /** A group; parents and members by name. */
    public record Group(
            String pk, String name, boolean superuser, JsonNode attributes, Set<String> parents, Set<String> members) {}

    /**
     * A brand.
     *
     * @param flows the slugs of the flows that are set, by the name of the member
     * @param defaultApplication a slug
     */
    public record Brand(
            String uuid,
            String domain,
            boolean isDefault,
            String title,
            String logo,
            String favicon,
            Map<String, String> flows,
            Optional<String> defaultApplication,
            JsonNode attributes) {}

    /**
     * An OAuth2 provider.
     *
     * @param scopes the names of the scopes of its mappings
     * @param signingKey the name of a certificate
     * @param application the slug of the application that has it
     * @param members everything, as it is stored
     */
    public record Provider(
            int pk,
            String name,
            String clientId,
            String clientSecret,
            String clientType,
            List<String> redirectUris,
            Set<String> scopes,
            Optional<String> signingKey,
            Optional<String> application,
            JsonNode members) {}

    /**
     * An application.
     *
     * @param provider the name of its provider
     * @param open whether somebody who is in no group would be let in
     */
    public record Application(
            String pk,
            String name,
            String slug,
            Optional<String> provider,
            JsonNode members,
            List<Binding> bindings,
            boolean open) {}

    /** A binding; group and user by name. */
    public record Binding(
            String pk, Optional<String> group, Optional<String> user, int order, boolean enabled, boolean negate) {}

    /** A token, or the row of a recovery link; the user by name. */
    public record Token(
            String identifier, String intent, String user, String key, boolean expiring, Optional<Instant> expires) {}

    /** An event; the user by name. */
    public record Event(String action, String app, String user, JsonNode context, Instant created) {}

    private final Installation installation;
    private final Store store;

    AuthentikState(Installation installation) {
        this.installation = installation;
        this.store = installation.store;
    }

    public List<User> users() {
        return installation.alone(() -> store.users().stream().map(this::user).toList());
    }

    /** By user name, case being part of it. */
    public Optional<User> user(String username) {
        return installation.alone(
                () -> store.users().first("username", username).map(this::user));
    }

    public List<Group> groups() {
        return installation.alone(() -> store.groups().stream().map(this::group).toList());
    }

    public Optional<Group> group(String name) {
        return installation.alone(() -> store.groups().first("name", name).map(this::group));
    }

    public List<Brand> brands() {
        return installation.alone(() -> store.brands().stream().map(this::brand).toList());
    }

    public Optional<Brand> brand(String domain) {
        return installation.alone(() -> store.brands().first("domain", domain).map(this::brand));
    }

    public List<Provider> providers() {
        return installation.alone(
                () -> store.providers().stream().map(this::provider).toList());
    }

    public Optional<Provider> provider(String name) {
        return installation.alone(() -> store.providers().first("name", name).map(this::provider));
    }

    public List<Application> applications() {
        return installation.alone(
                () -> store.applications().stream().map(this::application).toList());
    }

    public Optional<Application> application(String slug) {
        return installation.alone(() -> store.applications().first("slug", slug).map(this::application));
    }

    public List<Token> tokens() {
        return installation.alone(() -> store.tokens().stream().map(this::token).toList());
    }

    public Optional<Token> token(String identifier) {
        return installation.alone(
                () -> store.tokens().first("identifier", identifier).map(this::token));
    }

    /** The row of a user's recovery link: there while the link is neither opened nor revoked, expired or not. */
    public Optional<Token> recoveryLink(String username) {
        return user(username).flatMap(user -> token(user.uid() + RecoveryLinks.SUFFIX));
    }

    /** How many sessions a user has. */
    public int sessions(String username) {
        return installation.alone(() -> store.users()
                .first("username", username)
                .map(user -> (int) store.sessions().where("user", user.key()).count())
                .orElse(0));
    }

    /** Whether this is the user's password. */
    public boolean isPassword(String username, String password) {
        return installation.alone(() -> store.users()
                .first("username", username)
                .map(user -> People.hasPassword(user, password))
                .orElse(false));
    }

    /** All events, oldest first. */
    public List<Event> events() {
        return installation.alone(() -> store.events().stream().map(this::event).toList());
    }

    private User user(Row row) {
        Set<String> own = store.memberships().groups(row.key());
        return new User(
                row.number(),
                row.text("uuid"),
                row.text("uid"),
                row.text("username"),
                row.text("name"),
                row.text("email"),
                row.flag("is_active"),
                row.text("type"),
                row.text("path"),
                row.get("attributes").deepCopy(),
                groupNames(own),
                groupNames(store.memberships().withAncestors(own)),
                row.time("last_login"),
                People.hasPassword(row));
    }

    private Set<String> groupNames(Collection<String> keys) {
        return keys.stream()
                .flatMap(key -> store.groups().byKey(key).stream())
                .map(group -> group.text("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String username(String key) {
        return store.users().byKey(key).map(user -> user.text("username")).orElse("");
    }

    private Group group(Row row) {
        Set<String> members = store.memberships().users(row.key()).stream()
                .map(this::username)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Group(
                row.key(),
                row.text("name"),
                row.flag("is_superuser"),
                row.get("attributes").deepCopy(),
                groupNames(row.keys("parents")),
                members);
    }

    private Brand brand(Row row) {
        Map<String, String> flows = new TreeMap<>();
        row.members().fieldNames().forEachRemaining(member -> row.optional(member)
                .filter(key -> member.startsWith("flow_"))
                .flatMap(store.flows()::byKey)
                .ifPresent(flow -> flows.put(member, flow.text("slug"))));
        return new Brand(
                row.key(),
                row.text("domain"),
                row.flag("default"),
                row.text("branding_title"),
                row.text("branding_logo"),
                row.text("branding_favicon"),
                flows,
                row.optional("default_application")
                        .flatMap(store.applications()::byKey)
                        .map(application -> application.text("slug")),
                row.get("attributes").deepCopy());
    }

    private Provider provider(Row row) {
        Set<String> scopes = row.keys("property_mappings").stream()
                .flatMap(key -> store.mappings().byKey(key).stream())
                .map(mapping -> mapping.text("scope_name"))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> redirects = row.get("redirect_uris").findValuesAsText("url");
        return new Provider(
                row.number(),
                row.text("name"),
                row.text("client_id"),
                row.text("client_secret"),
                row.text("client_type"),
                redirects,
                scopes,
                row.optional("signing_key").flatMap(store.certificates()::byKey).map(key -> key.text("name")),
                store.applications().first("provider", row.key()).map(application -> application.text("slug")),
                row.members().deepCopy());
    }

    private Application application(Row row) {
        List<Binding> bindings =
                store.bindings().where("target", row.key()).map(this::binding).toList();
        ObjectNode members = row.members().deepCopy();
        return new Application(
                row.key(),
                row.text("name"),
                row.text("slug"),
                row.optional("provider").flatMap(store.providers()::byKey).map(provider -> provider.text("name")),
                members,
                bindings,
                installation.core.admission().admitsStrangers(row));
    }

    private Binding binding(Row row) {
        return new Binding(
                row.key(),
                row.optional("group").flatMap(store.groups()::byKey).map(group -> group.text("name")),
                row.optional("user").map(this::username),
                row.get("order").asInt(),
                row.flag("enabled"),
                row.flag("negate"));
    }

    private Token token(Row row) {
        return new Token(
                row.text("identifier"),
                row.text("intent"),
                username(row.text("user")),
                row.text("key"),
                row.flag("expiring"),
                row.time("expires"));
    }

    private Event event(Row row) {
        return new Event(
                row.text("action"),
                row.text("app"),
                row.get("user").path("username").asText(""),
                row.get("context").deepCopy(),
                row.time("created").orElseThrow());
    }
}
