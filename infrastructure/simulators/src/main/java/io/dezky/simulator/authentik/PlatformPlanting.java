package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Puts the platform into a new installation: docs/systems/authentik.md, What the platform's administrator prepares. */
final class PlatformPlanting {

    private static final String ADMIN_TOKEN = "akadmin-api-token";

    private final PlatformSeed seed;
    private final Planting planting;
    private final Store store;

    private PlatformPlanting(PlatformSeed seed, Planting planting) {
        this.seed = seed;
        this.planting = planting;
        this.store = planting.installation().store;
    }

    static Planting.Planted plant(PlatformSeed seed, Planting planting) {
        Row akadmin = DefaultBlueprints.apply(planting);
        planting.apiToken("authentik-bootstrap-token", akadmin, ADMIN_TOKEN);
        PlatformPlanting platform = new PlatformPlanting(seed, planting);
        Row operator = platform.operator();
        platform.files();
        seed.emailStage().ifPresent(platform::emailStage);
        if (seed.hasRecoveryFlow()) {
            platform.recoveryFlow();
        }
        Map<String, JsonNode> variables = Map.of(
                "operator", IntNode.valueOf(operator.number()),
                "filesClientId", TextNode.valueOf(PlatformSeed.FILES),
                "filesUser", TextNode.valueOf(PlatformSeed.OPERATOR),
                "filesPassword", TextNode.valueOf(seed.filesPassword()));
        Map<String, Map<String, String>> actors = Map.of(
                "admin", Planting.bearer(ADMIN_TOKEN),
                "operator", Planting.bearer(seed.operatorToken()),
                "nobody", Map.of());
        return new Planting.Planted(actors, variables);
    }

    private Row operator() {
        for (String name : List.of(PlatformSeed.TENANTS, PlatformSeed.PLATFORM_ADMINS, PlatformSeed.OPERATORS)) {
            planting.group(name, false);
        }
        Set<String> permissions = new LinkedHashSet<>(PlatformSeed.OPERATOR_PERMISSIONS);
        permissions.addAll(seed.morePermissions());
        seed.emailStage().ifPresent(stage -> permissions.add("authentik_stages_email.view_emailstage"));
        Row account = planting.user(Planting.members()
                .put("username", PlatformSeed.OPERATOR)
                .put("name", "Dezky operator")
                .put("email", "operator@" + seed.publicHost())
                .put("type", "service_account")
                .put("path", "dezky"));
        planting.give(account, planting.role(PlatformSeed.OPERATOR, permissions));
        planting.join(account, group(PlatformSeed.OPERATORS));
        planting.apiToken("dezky-operator-api", account, seed.operatorToken());
        planting.appPassword("dezky-operator-files", account, seed.filesPassword());
        return account;
    }

    private Row group(String name) {
        return store.groups().first("name", name).orElseThrow();
    }

    private void files() {
        Row profile = mapping("dezky files profile", "profile", this::profile);
        Row email = mapping("dezky email", "email", PlatformPlanting::email);
        ObjectNode members = Planting.members()
                .put("name", PlatformSeed.FILES)
                .put("client_type", "public")
                .put("client_id", PlatformSeed.FILES)
                .put("authorization_flow", flow("default-provider-authorization-implicit-consent"))
                .put("invalidation_flow", flow("default-provider-invalidation-flow"))
                .put(
                        "signing_key",
                        store.certificates().stream().findFirst().orElseThrow().key())
                .put("access_token_validity", "minutes=10")
                .put("sub_mode", "user_uuid")
                .put("include_claims_in_id_token", true)
                .put("logout_method", "backchannel")
                .put("logout_uri", filesUrl("/backchannel_logout"));
        ArrayNode redirects = members.putArray("redirect_uris");
        for (String page : List.of("/", "/oidc-callback.html", "/oidc-silent-redirect.html")) {
            redirects.addObject().put("matching_mode", "strict").put("url", filesUrl(page));
        }
        ArrayNode mappings = members.putArray("property_mappings");
        for (String scope : List.of("openid", "offline_access")) {
            mappings.add(
                    store.mappings().first("scope_name", scope).orElseThrow().key());
        }
        mappings.add(profile.key()).add(email.key());
        Row provider = planting.provider(members);
        Row application = planting.application(Planting.members()
                .put("name", "Files")
                .put("slug", PlatformSeed.FILES)
                .put("provider", provider.number())
                .put("meta_launch_url", filesUrl("/")));
        planting.admit(application, group(PlatformSeed.TENANTS), 0);
        planting.admit(application, group(PlatformSeed.OPERATORS), 1);
        planting.admit(application, group(PlatformSeed.PLATFORM_ADMINS), 2);
    }

    private String filesUrl(String path) {
        int dot = seed.publicHost().indexOf('.');
        return "https://files" + (dot < 0 ? "" : seed.publicHost().substring(dot)) + path;
    }

    private String flow(String slug) {
        return store.flows().first("slug", slug).orElseThrow().key();
    }

    private Row mapping(String name, String scope, Function<Row, ObjectNode> claims) {
        Row mapping = planting.mapping(
                Planting.members().put("name", name).put("scope_name", scope).put("expression", "# see the simulator"));
        planting.installation().claims.compute(mapping, claims);
        return mapping;
    }

    /** Groups with their parents, but only those that concern the files; one role; a key that never changes. */
    private ObjectNode profile(Row user) {
        List<String> names = store.memberships().allGroups(user.key()).stream()
                .flatMap(key -> store.groups().byKey(key).stream())
                .map(group -> group.text("name"))
                .sorted()
                .toList();
        String name = user.text("name").isEmpty() ? user.text("username") : user.text("name");
        boolean service = user.text("type").endsWith("service_account");
        ObjectNode claims = Planting.members()
                .put("name", name)
                .put("given_name", name)
                .put("preferred_username", user.text("username"))
                .put("files_id", service ? user.text("username") : user.text("uuid"));
        ArrayNode groups = claims.putArray("groups");
        names.stream().filter(concernsFiles()).forEach(groups::add);
        claims.putArray("roles").add(role(names));
        return claims;
    }

    private static Predicate<String> concernsFiles() {
        Set<String> platform = Set.of(PlatformSeed.PLATFORM_ADMINS, PlatformSeed.OPERATORS);
        return name -> name.startsWith("tenant-") || platform.contains(name);
    }

    private static String role(List<String> groups) {
        if (groups.contains(PlatformSeed.OPERATORS)) {
            return "ocisAdmin";
        }
        return groups.contains(PlatformSeed.PLATFORM_ADMINS) ? "ocisSpaceAdmin" : "ocisUser";
    }

    /** No claim for who has no address: an empty one is worse than none. */
    private static ObjectNode email(Row user) {
        ObjectNode claims = Planting.members();
        if (!user.text("email").isEmpty()) {
            claims.put("email", user.text("email").toLowerCase(Locale.ROOT)).put("email_verified", true);
        }
        return claims;
    }

    private void emailStage(String name) {
        planting.stage(StageKind.EMAIL, Planting.members().put("name", name).put("use_global_settings", true));
    }

    private void recoveryFlow() {
        Row password = question("password", "Password", 0);
        Row repeat = question("password_repeat", "Password (repeat)", 1);
        ObjectNode questions = Planting.members().put("name", PlatformSeed.RECOVERY + "-prompt");
        questions.putArray("fields").add(password.key()).add(repeat.key());
        Row prompt = planting.stage(StageKind.PROMPT, questions);
        Row write = planting.stage(
                StageKind.USER_WRITE,
                Planting.members()
                        .put("name", PlatformSeed.RECOVERY + "-write")
                        .put("user_creation_mode", "never_create"));
        Row login =
                planting.stage(StageKind.USER_LOGIN, Planting.members().put("name", PlatformSeed.RECOVERY + "-login"));
        Row flow = planting.flow(Planting.members()
                .put("slug", PlatformSeed.RECOVERY)
                .put("name", "Choose a password")
                .put("title", "Choose a password")
                .put("designation", "recovery"));
        planting.bind(flow, prompt, 10);
        planting.bind(flow, write, 20);
        planting.bind(flow, login, 30);
        store.brands().stream().forEach(brand -> brand.members().put("flow_recovery", flow.key()));
    }

    private Row question(String key, String label, int order) {
        return planting.prompt(Planting.members()
                .put("name", PlatformSeed.RECOVERY + "-" + key)
                .put("field_key", key)
                .put("label", label)
                .put("type", "password")
                .put("placeholder", label)
                .put("order", order));
    }
}
