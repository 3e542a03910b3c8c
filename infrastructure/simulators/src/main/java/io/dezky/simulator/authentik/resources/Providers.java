package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.RedirectUris;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Secrets;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** OAuth2 and OpenID providers. This version knows no {@code grant_types}: all of them work. */
public final class Providers implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int CLIENT_ID_LENGTH = 40;
    private static final int CLIENT_SECRET_LENGTH = 128;

    /** What an application shows of its provider. */
    private static final List<String> SHORT =
            List.of("name", "authentication_flow", "authorization_flow", "invalidation_flow");

    private static final List<String> LONG = List.of(
            "client_type",
            "client_id",
            "client_secret",
            "access_code_validity",
            "access_token_validity",
            "refresh_token_validity",
            "refresh_token_threshold",
            "include_claims_in_id_token",
            "signing_key",
            "encryption_key",
            "redirect_uris",
            "logout_uri",
            "logout_method",
            "sub_mode",
            "issuer_mode",
            "jwt_federation_sources",
            "jwt_federation_providers");

    private final Core core;
    private final Store store;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger(0);

    public Providers(Core core) {
        this.core = core;
        this.store = core.store();
        this.fields = Fields.of(
                Field.required("name", Kinds.text())
                        .unique(
                                name -> store.providers().where("name", name),
                                "provider with this name already exists."),
                Field.nullable("authentication_flow", Kinds.one(store.flows())),
                Field.required("authorization_flow", Kinds.one(store.flows())),
                Field.required("invalidation_flow", Kinds.one(store.flows())),
                Field.optional("property_mappings", Kinds.many(store.mappings()), NODES::arrayNode),
                Field.optional("client_type", Kinds.choice("confidential", "public"), "confidential"),
                Field.optional("client_id", Kinds.atMost(255, Kinds.text()), "")
                        .unique(
                                id -> store.providers().where("client_id", id),
                                "OAuth2/OpenID Provider with this Client ID already exists."),
                Field.optional("client_secret", Kinds.atMost(255, Kinds.blankable()), ""),
                Field.optional("access_code_validity", Kinds.duration(), "minutes=1"),
                Field.optional("access_token_validity", Kinds.duration(), "hours=1"),
                Field.optional("refresh_token_validity", Kinds.duration(), "days=30"),
                Field.optional("refresh_token_threshold", Kinds.duration(), "seconds=0"),
                Field.flag("include_claims_in_id_token", true),
                Field.nullable("signing_key", Kinds.one(store.certificates())),
                Field.nullable("encryption_key", Kinds.one(store.certificates())),
                Field.required("redirect_uris", new RedirectUris()),
                Field.optional("logout_uri", Kinds.url(), ""),
                Field.optional("logout_method", Kinds.choice("backchannel", "frontchannel"), "backchannel"),
                Field.optional(
                        "sub_mode",
                        Kinds.choice(
                                "hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"),
                        "hashed_user_id"),
                Field.optional("issuer_mode", Kinds.choice("global", "per_provider"), "per_provider"),
                Field.optional("jwt_federation_sources", Kinds.anyList(), NODES::arrayNode),
                Field.optional("jwt_federation_providers", Kinds.manyNumbered(store.providers()), NODES::arrayNode));
        for (String member : List.of("name", "client_id", "client_type", "issuer_mode", "sub_mode")) {
            filters.put(member, Filter.exact(member));
        }
        filters.put("application", Filter.oneKey(store.applications()::byKey, (provider, application) -> application
                .text("provider")
                .equals(provider.key())));
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/providers/oauth2/{key}/setup_urls/", this::setupUrls);
    }

    /** Asks for no permission at all. Half of it is only there once an application has the provider. */
    private Answer setupUrls(Call call) {
        Row provider = table().byKey(call.path("key")).orElseThrow(() -> Problem.notFound(table()));
        String base = call.origin().base() + "/application/o/";
        Optional<String> own = application(provider).map(app -> base + app.text("slug") + "/");
        ObjectNode urls = NODES.objectNode();
        urls.put(
                "issuer",
                own.map(url -> isGlobal(provider) ? call.origin().base() + "/" : url)
                        .orElse(null));
        urls.put("authorize", base + "authorize/");
        urls.put("token", base + "token/");
        urls.put("user_info", base + "userinfo/");
        urls.put(
                "provider_info",
                own.map(url -> url + ".well-known/openid-configuration").orElse(null));
        urls.put("logout", own.map(url -> url + "end-session/").orElse(null));
        own.ifPresent(url -> urls.put("jwks", url + "jwks/"));
        return Answer.json(200, urls);
    }

    private static boolean isGlobal(Row provider) {
        return provider.text("issuer_mode").equals("global");
    }

    /** The application that has this provider. */
    Optional<Row> application(Row provider) {
        return store.applications().first("provider", provider.key());
    }

    @Override
    public Table table() {
        return store.providers();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "name";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row provider) {
        return List.of(provider.text("name"));
    }

    @Override
    public boolean canBeName(String name) {
        return name.matches("\\d{1,9}");
    }

    @Override
    public ObjectNode shown(Row provider, Call call) {
        ObjectNode shown = brief(provider);
        LONG.forEach(member -> shown.set(member, provider.get(member)));
        return shown;
    }

    /** What an application shows of its provider. */
    ObjectNode brief(Row provider) {
        Optional<Row> application = application(provider);
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", provider.number());
        SHORT.forEach(member -> shown.set(member, provider.get(member)));
        shown.set("property_mappings", sortedMappings(provider));
        shown.put("component", "ak-provider-oauth2-form");
        shown.put(
                "assigned_application_slug",
                application.map(app -> app.text("slug")).orElse(null));
        shown.put(
                "assigned_application_name",
                application.map(app -> app.text("name")).orElse(null));
        shown.putNull("assigned_backchannel_application_slug");
        shown.putNull("assigned_backchannel_application_name");
        shown.put("verbose_name", "OAuth2/OpenID Provider");
        shown.put("verbose_name_plural", "OAuth2/OpenID Providers");
        shown.put("meta_model_name", "authentik_providers_oauth2.oauth2provider");
        return shown;
    }

    /** In the server's own order, not in that of the request. */
    private static ArrayNode sortedMappings(Row provider) {
        ArrayNode sorted = NODES.arrayNode();
        provider.keys("property_mappings").stream().sorted().forEach(sorted::add);
        return sorted;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A provider of these members; client id and secret are made up when they are empty. */
    public Row create(ObjectNode members) {
        fill(members, "client_id", CLIENT_ID_LENGTH);
        fill(members, "client_secret", CLIENT_SECRET_LENGTH);
        return table().insert(String.valueOf(lastNumber.incrementAndGet()), members);
    }

    private static void fill(ObjectNode members, String member, int length) {
        JsonNode given = members.path(member);
        if (given.asText("").isEmpty()) {
            members.put(member, Secrets.random(length));
        }
    }

    @Override
    public void change(Row provider, ObjectNode accepted, Call call, Write write) {
        provider.take(accepted);
    }

    @Override
    public void delete(Row provider) {
        core.cascades().deleteProvider(provider);
    }

    @Override
    public ArrayNode usedBy(Row provider, Call call) {
        return UsedBy.provider(core, provider, call);
    }
}
