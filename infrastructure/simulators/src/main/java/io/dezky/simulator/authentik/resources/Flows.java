package io.dezky.simulator.authentik.resources;

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
import io.dezky.simulator.authentik.rest.Targets;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Flows, each named by its slug. They can be made and read; nobody can walk through them by HTTP here. */
public final class Flows implements Model {

    static final String BACKGROUND = "/static/dist/assets/images/flow_background.jpg";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();

    public Flows(Core core) {
        this.core = core;
        this.store = core.store();
        this.fields = Fields.of(
                Field.required("name", Kinds.text()),
                Field.required("slug", Kinds.slug())
                        .unique(slug -> store.flows().where("slug", slug), "Flow with this slug already exists."),
                Field.required("title", Kinds.text()),
                Field.required(
                        "designation",
                        Kinds.choice(
                                "authentication",
                                "authorization",
                                "invalidation",
                                "enrollment",
                                "unenrollment",
                                "recovery",
                                "stage_configuration")),
                Field.optional("background", Kinds.blankable(), ""),
                Field.optional("policy_engine_mode", Kinds.choice("all", "any"), "any"),
                Field.flag("compatibility_mode", false),
                Field.optional(
                        "layout",
                        Kinds.choice(
                                "stacked",
                                "content_left",
                                "content_right",
                                "sidebar_left",
                                "sidebar_right",
                                "sidebar_left_frame_background",
                                "sidebar_right_frame_background"),
                        "stacked"),
                Field.optional(
                        "denied_action", Kinds.choice("message_continue", "message", "continue"), "message_continue"),
                Field.optional(
                        "authentication",
                        Kinds.choice(
                                "none",
                                "require_authenticated",
                                "require_unauthenticated",
                                "require_superuser",
                                "require_redirect",
                                "require_outpost",
                                "require_token"),
                        "none"));
        for (String member : List.of("slug", "name", "designation", "denied_action")) {
            filters.put(member, Filter.exact(member));
        }
        filters.put("flow_uuid", Filter.exact(Row::key));
    }

    @Override
    public Table table() {
        return store.flows();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "slug";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row flow) {
        return List.of(flow.text("name"), flow.text("slug"), flow.text("designation"), flow.text("title"));
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
    public ObjectNode shown(Row flow, Call call) {
        ObjectNode shown = head(flow);
        shown.set("background", flow.get("background"));
        shown.put("background_url", background(flow));
        shown.putNull("background_themed_urls");
        ArrayNode stages = shown.putArray("stages");
        store.stageBindings()
                .where("target", flow.key())
                .map(row -> row.text("stage"))
                .forEach(stages::add);
        ArrayNode policies = shown.putArray("policies");
        store.bindings()
                .where("target", flow.key())
                .map(row -> row.text("policy"))
                .forEach(policies::add);
        shown.put("cache_count", 0);
        tail(flow, shown);
        shown.set("authentication", flow.get("authentication"));
        return shown;
    }

    /** A flow as one of its stages shows it. */
    static ObjectNode brief(Row flow) {
        ObjectNode shown = head(flow);
        shown.put("background_url", background(flow));
        return tail(flow, shown);
    }

    private static ObjectNode head(Row flow) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", flow.key());
        for (String member : List.of(Targets.SECOND_KEY, "name", "slug", "title", "designation")) {
            shown.set(member, flow.get(member));
        }
        return shown;
    }

    private static ObjectNode tail(Row flow, ObjectNode shown) {
        shown.set("policy_engine_mode", flow.get("policy_engine_mode"));
        shown.set("compatibility_mode", flow.get("compatibility_mode"));
        shown.put("export_url", "/api/v3/flows/instances/" + flow.text("slug") + "/export/");
        shown.set("layout", flow.get("layout"));
        shown.set("denied_action", flow.get("denied_action"));
        return shown;
    }

    private static String background(Row flow) {
        String own = flow.text("background");
        return own.isEmpty() ? BACKGROUND : own;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A flow of these members, which must be complete. */
    public Row create(ObjectNode members) {
        members.put(Targets.SECOND_KEY, UUID.randomUUID().toString());
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row flow, ObjectNode accepted, Call call, Write write) {
        flow.take(accepted);
    }

    @Override
    public void delete(Row flow) {
        core.cascades().deleteFlow(flow);
    }

    @Override
    public ArrayNode usedBy(Row flow, Call call) {
        return UsedBy.flow(core, flow, call);
    }
}
