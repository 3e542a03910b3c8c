package io.dezky.simulator.authentik.resources;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Brands: what a host looks like, and which flows it uses. Any text is a domain; only the API keeps it unique. */
public final class Brands implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LOGO = "/static/dist/assets/icons/icon_left_brand.svg";
    private static final String FAVICON = "/static/dist/assets/icons/icon.png";

    private static final List<String> FLOWS = List.of(
            "flow_authentication",
            "flow_invalidation",
            "flow_recovery",
            "flow_unenrollment",
            "flow_user_settings",
            "flow_device_code");
    private static final List<String> MEMBERS = List.of(
            "domain",
            "default",
            "branding_title",
            "branding_logo",
            "branding_favicon",
            "branding_custom_css",
            "branding_default_flow_background",
            "flow_authentication",
            "flow_invalidation",
            "flow_recovery",
            "flow_unenrollment",
            "flow_user_settings",
            "flow_device_code",
            "default_application",
            "web_certificate",
            "client_certificates",
            "attributes");

    private final Core core;
    private final Store store;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();

    public Brands(Core core) {
        this.core = core;
        this.store = core.store();
        Fields plain = Fields.of(
                Field.required("domain", Kinds.text())
                        .uniqueByApiOnly(
                                domain -> store.brands().where("domain", domain), "This field must be unique."),
                Field.flag("default", false),
                Field.optional("branding_title", Kinds.text(), "authentik"),
                Field.optional("branding_logo", Kinds.text(), LOGO),
                Field.optional("branding_favicon", Kinds.text(), FAVICON),
                Field.optional("branding_custom_css", Kinds.blankable(), ""),
                Field.optional("branding_default_flow_background", Kinds.text(), Flows.BACKGROUND));
        for (String flow : FLOWS) {
            plain = plain.and(Field.nullable(flow, Kinds.one(store.flows())));
        }
        this.fields = plain.and(
                Field.nullable("default_application", Kinds.one(store.applications())),
                Field.nullable("web_certificate", Kinds.one(store.certificates())),
                Field.optional("client_certificates", Kinds.many(store.certificates()), NODES::arrayNode),
                Field.optional("attributes", Kinds.dictionary(), NODES::objectNode));
        filters.put("domain", Filter.exact("domain"));
        filters.put("branding_title", Filter.exact("branding_title"));
        filters.put("brand_uuid", Filter.uuid("brand_uuid"));
        filters.put("default", Filter.flag(brand -> brand.flag("default")));
        FLOWS.forEach(flow -> filters.put(flow, Filter.oneKey(store.flows()::byKey, (brand, wanted) -> brand.text(flow)
                .equals(wanted.key()))));
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/core/brands/current/", Routes.Access.PUBLIC, this::current);
    }

    /** The brand that serves the host of this very request; flows by slug, and only those that are set. */
    private Answer current(Call call) {
        Optional<Row> brand = core.brands().find(call.origin().host());
        ObjectNode shown = NODES.objectNode();
        shown.put("matched_domain", brand.map(row -> row.text("domain")).orElse("fallback"));
        shown.put("branding_title", brand.map(row -> row.text("branding_title")).orElse("authentik"));
        shown.put("branding_logo", brand.map(row -> row.text("branding_logo")).orElse(LOGO));
        shown.putNull("branding_logo_themed_urls");
        shown.put(
                "branding_favicon",
                brand.map(row -> row.text("branding_favicon")).orElse(FAVICON));
        shown.putNull("branding_favicon_themed_urls");
        shown.put(
                "branding_custom_css",
                brand.map(row -> row.text("branding_custom_css")).orElse(""));
        shown.putArray("ui_footer_links");
        shown.put("ui_theme", "automatic");
        brand.ifPresent(row -> FLOWS.forEach(flow -> row.optional(flow)
                .flatMap(store.flows()::byKey)
                .ifPresent(found -> shown.put(flow, found.text("slug")))));
        shown.put("default_locale", "");
        shown.putObject("flags").put("flows_continuous_login", false).put("flows_refresh_others", false);
        return Answer.json(200, shown);
    }

    @Override
    public Table table() {
        return store.brands();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "domain";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row brand) {
        return List.of(brand.text("domain"), brand.text("branding_title"));
    }

    @Override
    public String name(Row brand) {
        return brand.flag("default") ? "Default brand" : "Brand " + brand.text("domain");
    }

    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        boolean another = store.brands().stream()
                .anyMatch(brand -> brand.flag("default")
                        && existing.map(self -> self != brand).orElse(true));
        if (accepted.path("default").asBoolean() && another) {
            throw Problem.invalid("default", "Only a single brand can be set as default.");
        }
    }

    @Override
    public ObjectNode shown(Row brand, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("brand_uuid", brand.key());
        MEMBERS.forEach(member -> shown.set(member, brand.get(member)));
        return shown;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A brand of these members, which must be complete. */
    public Row create(ObjectNode members) {
        String uuid = UUID.randomUUID().toString();
        return table().insert(uuid, members.put("brand_uuid", uuid));
    }

    @Override
    public void change(Row brand, ObjectNode accepted, Call call, Write write) {
        brand.take(accepted);
    }

    @Override
    public void delete(Row brand) {
        table().remove(brand.key());
    }
}
