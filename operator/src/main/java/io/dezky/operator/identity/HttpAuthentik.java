package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.Json;
import io.dezky.operator.http.SystemHttp;
import io.dezky.operator.identity.AuthentikHttp.Expected;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authentik over its REST API. */
public final class HttpAuthentik implements Authentik {

    private static final String MANAGED_SCOPE = "goauthentik.io/providers/oauth2/scope-";

    private final AuthentikHttp api;
    private final RecoveryFlowSetup recoveryFlow;

    /** For the two dear calls: docs/systems/authentik.md, What calls cost. */
    private final Duration patience;

    /**
     * A client.
     *
     * @param publicHost the host under which people reach Authentik
     */
    public HttpAuthentik(SystemHttp http, String publicHost) {
        this.api = new AuthentikHttp(http, publicHost);
        this.recoveryFlow = new RecoveryFlowSetup(api);
        this.patience = http.settings().callTimeout().multipliedBy(2);
    }

    /** Whether an answer refuses the operator's token, and not what it asked for. */
    public static boolean refusesCredential(HttpAnswer answer) {
        return AuthentikHttp.refusesCredential(answer);
    }

    @Override
    public String version() {
        return api.send(api.get("version", "/admin/version/"))
                .json()
                .path("version_current")
                .asText();
    }

    @Override
    public Optional<Group> group(String name) {
        return api.first("group.find", "/core/groups/?include_users=false&name=" + encoded(name), Group.class);
    }

    @Override
    public Optional<Group> groupById(String pk) {
        return api.one("group.get", "/core/groups/" + encoded(pk) + "/?include_users=false", Group.class);
    }

    @Override
    public Optional<Group> createGroup(String name, List<String> parents, Map<String, ?> attributes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("is_superuser", false);
        body.put("parents", parents);
        body.put("attributes", attributes);
        return created("group.create", "/core/groups/", body, Group.class, "name");
    }

    @Override
    public void updateGroup(String pk, Map<String, ?> fields) {
        api.send(api.write("group.update", "PATCH", "/core/groups/" + pk + "/?include_users=false", fields));
    }

    @Override
    public void deleteGroup(String pk) {
        delete("group.delete", "/core/groups/" + pk + "/");
    }

    @Override
    public void addMember(String groupPk, long userPk) {
        api.send(api.write("group.add_user", "POST", "/core/groups/" + groupPk + "/add_user/", Map.of("pk", userPk))
                .asRepeatable());
    }

    @Override
    public void removeMember(String groupPk, long userPk) {
        api.send(api.write(
                        "group.remove_user", "POST", "/core/groups/" + groupPk + "/remove_user/", Map.of("pk", userPk))
                .asRepeatable());
    }

    @Override
    public Optional<Application> application(String slug) {
        return api.one("application.get", "/core/applications/" + encoded(slug) + "/", Application.class);
    }

    @Override
    public boolean createBoundApplication(Map<String, ?> application, Map<String, ?> provider, String groupPk) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app", application);
        body.put("provider_model", "authentik_providers_oauth2.oauth2provider");
        body.put("provider", provider);
        body.put("policy_bindings", List.of(binding(groupPk, 0)));
        HttpAnswer answer = api.send(
                api.write("application.create_bound", "PUT", "/core/transactional/applications/", body)
                        .within(patience),
                Expected.REFUSED);
        if (answer.isSuccess()) {
            // Not applied with 200: somebody else made one of the names at the same moment.
            return answer.json().path("applied").asBoolean();
        }
        if (AuthentikHttp.saysTaken(answer, "app", "provider")) {
            return false;
        }
        throw refused("application.create_bound", answer);
    }

    @Override
    public Optional<Application> createApplication(Map<String, ?> fields) {
        return created("application.create", "/core/applications/", fields, Application.class, "slug");
    }

    @Override
    public void updateApplication(String slug, Map<String, ?> fields) {
        api.send(api.write("application.update", "PATCH", "/core/applications/" + encoded(slug) + "/", fields));
    }

    @Override
    public void deleteApplication(String slug) {
        delete("application.delete", "/core/applications/" + encoded(slug) + "/");
    }

    @Override
    public boolean admitsOperator(String slug) {
        return api.send(api.get("application.check_access", "/core/applications/" + encoded(slug) + "/check_access/"))
                .json()
                .path("passing")
                .asBoolean(true);
    }

    @Override
    public Optional<OAuth2Provider> provider(int pk) {
        return api.one("provider.get", "/providers/oauth2/" + pk + "/", OAuth2Provider.class);
    }

    @Override
    public Optional<OAuth2Provider> providerNamed(String name) {
        return api.first("provider.find", "/providers/oauth2/?name=" + encoded(name), OAuth2Provider.class);
    }

    @Override
    public Optional<OAuth2Provider> providerWithClientId(String clientId) {
        return api.first("provider.find", "/providers/oauth2/?client_id=" + encoded(clientId), OAuth2Provider.class);
    }

    @Override
    public Optional<OAuth2Provider> createProvider(Map<String, ?> fields) {
        return created("provider.create", "/providers/oauth2/", fields, OAuth2Provider.class, "name", "client_id");
    }

    @Override
    public void updateProvider(int pk, Map<String, ?> fields) {
        api.send(api.write("provider.update", "PATCH", "/providers/oauth2/" + pk + "/", fields));
    }

    @Override
    public void deleteProvider(int pk) {
        delete("provider.delete", "/providers/oauth2/" + pk + "/");
    }

    @Override
    public List<PolicyBinding> bindings(String applicationPk) {
        HttpAnswer answer = api.send(
                api.get("binding.list", "/policies/bindings/?page_size=100&target=" + applicationPk), Expected.REFUSED);
        if (answer.status() == 400) {
            // An unknown target is no empty list: the application went away meanwhile.
            return List.of();
        }
        if (answer.json().at("/pagination/next").asInt(0) != 0) {
            return api.all("binding.list", "/policies/bindings/?target=" + applicationPk, PolicyBinding.class);
        }
        List<PolicyBinding> bindings = new java.util.ArrayList<>();
        answer.json().path("results").forEach(item -> bindings.add(Json.convert(item, PolicyBinding.class)));
        return bindings;
    }

    @Override
    public void createBinding(String applicationPk, String groupPk, int order) {
        Map<String, Object> body = binding(groupPk, order);
        body.put("target", applicationPk);
        api.send(
                api.write("binding.create", "POST", "/policies/bindings/", body).within(patience));
    }

    /** Policy and user are left out: sent as null they switch on another check of uniqueness. */
    private static Map<String, Object> binding(String groupPk, int order) {
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("group", groupPk);
        binding.put("order", order);
        binding.put("enabled", true);
        binding.put("negate", false);
        binding.put("timeout", 30);
        return binding;
    }

    @Override
    public void deleteBinding(String pk) {
        delete("binding.delete", "/policies/bindings/" + pk + "/");
    }

    @Override
    public Optional<Brand> brand(String uuid) {
        return api.one("brand.get", "/core/brands/" + uuid + "/", Brand.class);
    }

    @Override
    public List<Brand> brandsWithDomain(String domain) {
        return api.all("brand.find", "/core/brands/?domain=" + encoded(domain), Brand.class);
    }

    @Override
    public Optional<Brand> defaultBrand() {
        return api.first("brand.default", "/core/brands/?default=true", Brand.class);
    }

    @Override
    public Optional<Brand> createBrand(Map<String, ?> fields) {
        return created("brand.create", "/core/brands/", fields, Brand.class, "domain");
    }

    @Override
    public void updateBrand(String uuid, Map<String, ?> fields) {
        api.send(api.write("brand.update", "PATCH", "/core/brands/" + uuid + "/", fields));
    }

    @Override
    public void deleteBrand(String uuid) {
        delete("brand.delete", "/core/brands/" + uuid + "/");
    }

    @Override
    public Optional<String> flow(String slug) {
        return api.one("flow.get", "/flows/instances/" + encoded(slug) + "/", JsonNode.class)
                .map(flow -> flow.path("pk").asText());
    }

    @Override
    public Map<String, String> managedScopeMappings() {
        Map<String, String> mappings = new HashMap<>();
        for (JsonNode mapping : api.all(
                "scopemapping.list",
                "/propertymappings/provider/scope/?managed__isnull=false&ordering=managed",
                JsonNode.class)) {
            String managed = mapping.path("managed").asText();
            if (managed.startsWith(MANAGED_SCOPE)) {
                mappings.put(
                        managed.substring(MANAGED_SCOPE.length()),
                        mapping.path("pk").asText());
            }
        }
        return mappings;
    }

    @Override
    public Optional<String> signingKey(String name) {
        return api.first(
                        "certificate.find",
                        "/crypto/certificatekeypairs/?has_key=true&name=" + encoded(name),
                        JsonNode.class)
                .map(key -> key.path("pk").asText());
    }

    @Override
    public Optional<String> emailStage(String name) {
        return api.first("emailstage.find", "/stages/email/?name=" + encoded(name), JsonNode.class)
                .map(stage -> stage.path("pk").asText());
    }

    @Override
    public String createRecoveryFlow(String slug) {
        return recoveryFlow.create(slug);
    }

    @Override
    public List<User> searchUsers(String text) {
        return api.all(
                "user.search",
                "/core/users/?include_groups=false&include_roles=false&search=" + encoded(text),
                User.class);
    }

    @Override
    public Optional<User> user(long pk) {
        return api.one("user.get", "/core/users/" + pk + "/", User.class);
    }

    @Override
    public Optional<User> createUser(NewUser user) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", user.username());
        body.put("name", user.name());
        body.put("email", user.email());
        body.put("is_active", true);
        body.put("type", "internal");
        body.put("path", user.path());
        body.put("groups", user.groups());
        body.put("attributes", user.attributes());
        return created("user.create", "/core/users/", body, User.class, "username");
    }

    @Override
    public User updateUser(long pk, Map<String, ?> fields) {
        HttpCall call = api.write("user.update", "PATCH", "/core/users/" + pk + "/", fields);
        return api.object(call, api.send(call).json(), User.class);
    }

    @Override
    public void deleteUser(long pk) {
        delete("user.delete", "/core/users/" + pk + "/");
    }

    @Override
    public void setPassword(long pk, String password) {
        // The same password twice is the same password: it may be repeated.
        api.send(api.write(
                        "user.set_password",
                        "POST",
                        "/core/users/" + pk + "/set_password/",
                        Map.of("password", password))
                .asRepeatable());
    }

    @Override
    public Recovery recovery(long pk, Duration validity, String host) {
        HttpCall call = api.write(
                "user.recovery",
                "POST",
                "/core/users/" + pk + "/recovery/",
                Map.of("token_duration", seconds(validity)));
        HttpAnswer answer = api.send(AuthentikHttp.forHost(call.asRepeatable(), host), Expected.REFUSED);
        if (!answer.isSuccess()) {
            return withoutFlow("user.recovery", answer);
        }
        String link = answer.json().path("link").asText();
        if (link.isEmpty()) {
            throw AuthentikHttp.unreadable(call);
        }
        return new Recovery.Link(link);
    }

    @Override
    public Recovery recoveryByEmail(long pk, Duration validity, String host, String emailStage) {
        HttpCall call = api.write(
                "user.recovery_email",
                "POST",
                "/core/users/" + pk + "/recovery_email/",
                Map.of("email_stage", emailStage, "token_duration", seconds(validity)));
        HttpAnswer answer = api.send(AuthentikHttp.forHost(call, host), Expected.REFUSED);
        return answer.isSuccess() ? new Recovery.Mailed() : withoutFlow("user.recovery_email", answer);
    }

    private static Recovery withoutFlow(String operation, HttpAnswer answer) {
        if (AuthentikHttp.complaint(answer).contains("No recovery flow set.")) {
            return new Recovery.NoFlow();
        }
        throw refused(operation, answer);
    }

    /** Never a fraction, never negative: Authentik answers those with an empty 405 or a dead link. Never too early. */
    private static String seconds(Duration validity) {
        return "seconds=" + Math.max(1, (validity.toMillis() + 999) / 1000);
    }

    @Override
    public Optional<Instant> recoveryLinkExpiry(String uid) {
        return api.one("token.get", "/core/tokens/" + uid + "-password-reset/", JsonNode.class)
                .map(token -> Json.convert(token.path("expires"), Instant.class));
    }

    @Override
    public void revokeRecoveryLink(String uid) {
        delete("token.delete", "/core/tokens/" + uid + "-password-reset/");
    }

    @Override
    public void endSessions(long pk) {
        api.send(api.write("session.end", "DELETE", "/core/authenticated_sessions/bulk_delete/?user_pks=" + pk, null)
                .asRepeatable());
    }

    private <T> Optional<T> created(String operation, String path, Object body, Class<T> type, String... unique) {
        HttpCall call = api.write(operation, "POST", path, body);
        HttpAnswer answer = api.send(call, Expected.REFUSED);
        if (answer.isSuccess()) {
            return Optional.of(api.object(call, answer.json(), type));
        }
        if (AuthentikHttp.saysTaken(answer, unique)) {
            return Optional.empty();
        }
        throw refused(operation, answer);
    }

    private void delete(String operation, String path) {
        api.send(api.write(operation, "DELETE", path, null).asRepeatable(), Expected.ABSENT);
    }

    private static ExternalException.Invalid refused(String operation, HttpAnswer answer) {
        return new ExternalException.Invalid(
                SYSTEM,
                "AuthentikRefused",
                "Authentik refuses " + operation + ": " + AuthentikHttp.complaint(answer)
                        + ". Change what it complains of.");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
