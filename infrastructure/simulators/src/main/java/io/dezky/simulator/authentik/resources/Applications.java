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
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Applications, each named by its slug. What is bound to nothing is open to everybody. */
public final class Applications implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> RESERVED =
            Set.of("authorize", "token", "device", "userinfo", "introspect", "revoke");

    private final Core core;
    private final Store store;
    private final Providers providers;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();
    private Runnable afterEachCreate = () -> {};

    public Applications(Core core, Providers providers) {
        this.core = core;
        this.store = core.store();
        this.providers = providers;
        this.fields = Fields.of(
                Field.required("name", Kinds.text()),
                Field.required("slug", Kinds.slug())
                        .unique(
                                slug -> store.applications().where("slug", slug),
                                "Application with this slug already exists."),
                Field.nullable("provider", Kinds.oneNumbered(store.providers()))
                        .unique(
                                provider -> store.applications().where("provider", provider),
                                "Application with this provider already exists."),
                Field.optional("backchannel_providers", Kinds.manyNumbered(store.providers()), NODES::arrayNode),
                Field.flag("open_in_new_tab", false),
                Field.optional("meta_launch_url", Kinds.url(), ""),
                Field.optional("meta_icon", Kinds.blankable(), ""),
                Field.optional("meta_description", Kinds.blankable(), ""),
                Field.optional("meta_publisher", Kinds.blankable(), ""),
                Field.optional("policy_engine_mode", Kinds.choice("all", "any"), "any"),
                Field.optional("group", Kinds.blankable(), ""));
        for (String member :
                List.of("name", "slug", "group", "meta_launch_url", "meta_description", "meta_publisher")) {
            filters.put(member, Filter.exact(member));
        }
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/core/applications/{key}/check_access/", this::checkAccess);
    }

    /** Asks for no permission. Who is no superuser is checked itself, whoever it asks for. */
    private Answer checkAccess(Call call) {
        Row application = find(call.path("key")).orElseThrow(() -> Problem.notFound(table()));
        Row user = call.parameter("for_user")
                .filter(asked -> core.permissions().isSuperuser(call.caller()))
                .map(asked ->
                        store.users().byKey(asked).orElseThrow(() -> Problem.invalid("for_user", "User not found")))
                .orElse(call.caller());
        ObjectNode answer = NODES.objectNode();
        answer.put("passing", core.admission().admits(application, user));
        answer.putArray("messages");
        answer.putArray("log_messages");
        return Answer.json(200, answer);
    }

    @Override
    public Table table() {
        return store.applications();
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
    public List<String> searched(Row application) {
        return List.of(
                application.text("name"),
                application.text("slug"),
                application.text("meta_launch_url"),
                application.text("meta_description"),
                application.text("meta_publisher"),
                application.text("group"));
    }

    @Override
    public Optional<Row> find(String slug) {
        return table().first("slug", slug);
    }

    @Override
    public boolean canBeName(String name) {
        return true;
    }

    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        String slug = accepted.path("slug").asText("");
        if (RESERVED.contains(slug)) {
            throw Problem.invalid("slug", "The slug '" + slug + "' is reserved and cannot be used for applications.");
        }
    }

    @Override
    public ObjectNode shown(Row application, Call call) {
        Optional<Row> provider = application.optional("provider").flatMap(store.providers()::byKey);
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", application.key());
        shown.set("name", application.get("name"));
        shown.set("slug", application.get("slug"));
        shown.set("provider", application.get("provider"));
        shown.set("provider_obj", provider.<JsonNode>map(providers::brief).orElseGet(NODES::nullNode));
        shown.set("backchannel_providers", application.get("backchannel_providers"));
        shown.putArray("backchannel_providers_obj");
        shown.put("launch_url", launchUrl(application, provider).orElse(null));
        for (String member : List.of("open_in_new_tab", "meta_launch_url", "meta_icon")) {
            shown.set(member, application.get(member));
        }
        String icon = application.text("meta_icon");
        shown.put("meta_icon_url", icon.isEmpty() ? null : icon);
        shown.putNull("meta_icon_themed_urls");
        for (String member : List.of("meta_description", "meta_publisher", "policy_engine_mode", "group")) {
            shown.set(member, application.get(member));
        }
        return shown;
    }

    /** What is said, or else scheme and host of the provider's first redirect URI. */
    private static Optional<String> launchUrl(Row application, Optional<Row> provider) {
        String said = application.text("meta_launch_url");
        if (!said.isEmpty()) {
            return Optional.of(said);
        }
        return provider.map(row -> row.get("redirect_uris").path(0).path("url").asText(""))
                .filter(url -> url.matches("https?://[^/\\s\\\\]+.*"))
                .map(URI::create)
                .map(uri -> uri.getScheme() + "://" + uri.getAuthority());
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** An application of these members, which must be complete. */
    public Row create(ObjectNode members) {
        Row application = table().insert(UUID.randomUUID().toString(), members);
        afterEachCreate.run();
        return application;
    }

    /** What is to happen whenever an application has been made. */
    void afterEachCreate(Runnable action) {
        afterEachCreate = action;
    }

    @Override
    public void change(Row application, ObjectNode accepted, Call call, Write write) {
        application.take(accepted);
    }

    @Override
    public void delete(Row application) {
        core.cascades().deleteApplication(application);
    }

    @Override
    public ArrayNode usedBy(Row application, Call call) {
        return UsedBy.application(core, application, call);
    }
}
