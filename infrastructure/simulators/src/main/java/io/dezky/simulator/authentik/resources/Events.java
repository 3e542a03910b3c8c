package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Table;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Events. Whoever may add them may say that anybody did anything: docs/systems/authentik.md, Events can be forged.
 */
public final class Events implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration RETENTION = Duration.ofDays(365);

    private static final List<String> ACTIONS = List.of(
            "login",
            "login_failed",
            "logout",
            "user_write",
            "suspicious_request",
            "password_set",
            "secret_view",
            "secret_rotate",
            "invitation_used",
            "authorize_application",
            "source_linked",
            "impersonation_started",
            "impersonation_ended",
            "flow_execution",
            "policy_execution",
            "policy_exception",
            "property_mapping_exception",
            "system_task_execution",
            "system_task_exception",
            "system_exception",
            "configuration_error",
            "configuration_warning",
            "model_created",
            "model_updated",
            "model_deleted",
            "email_sent",
            "update_available",
            "export_ready",
            "review_initiated",
            "review_overdue",
            "review_attested",
            "review_completed",
            "custom_");

    private final Core core;
    private final Fields fields = Fields.of(
            Field.optional("user", Kinds.dictionary(), NODES::objectNode),
            Field.required("action", Kinds.choice(ACTIONS.toArray(String[]::new))),
            Field.required("app", Kinds.text()),
            Field.optional("context", Kinds.dictionary(), NODES::objectNode),
            Field.nullable("client_ip", Kinds.text()),
            Field.nullable("expires", Kinds.instant()),
            Field.nullable("brand", Kinds.dictionary()));
    private final Map<String, Filter> filters = new HashMap<>();

    public Events(Core core) {
        this.core = core;
        filters.put("action", Filter.containing("action"));
        filters.put("actions", Filter.choices(() -> ACTIONS, (event, wanted) -> wanted.contains(event.text("action"))));
        filters.put("client_ip", Filter.exact("client_ip"));
        filters.put("username", at("user", "username"));
        filters.put("brand_name", at("brand", "name"));
        filters.put("context_model_pk", (name, values) -> {
            Set<String> wanted = Set.of(values.get(values.size() - 1).replace("-", ""));
            return event -> wanted.contains(model(event, "pk"));
        });
        filters.put("context_model_app", Filter.exact(event -> model(event, "app")));
        filters.put("context_model_name", Filter.exact(event -> model(event, "model_name")));
    }

    private static Filter at(String member, String inner) {
        return Filter.exact(event -> event.get(member).path(inner).asText(""));
    }

    private static String model(Row event, String member) {
        return event.get("context").path("model").path(member).asText("");
    }

    @Override
    public Table table() {
        return core.store().events();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "-created";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row event) {
        return List.of(
                event.text("pk"),
                event.get("user").toString(),
                event.text("action"),
                event.text("app"),
                event.get("context").toString(),
                event.text("client_ip"));
    }

    @Override
    public String name(Row event) {
        return event.text("action");
    }

    @Override
    public ObjectNode shown(Row event, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", event.key());
        for (String member : List.of("user", "action", "app", "context", "client_ip", "created", "expires", "brand")) {
            shown.set(member, event.get(member));
        }
        return shown;
    }

    /** Nothing is taken from the request but its time: not the user, not the address, not the brand. */
    @Override
    public Row create(ObjectNode accepted, Call call) {
        ObjectNode members = accepted.deepCopy();
        members.put("created", call.now().toString());
        JsonNode expires = members.get("expires");
        if (expires.isNull()) {
            members.put("expires", call.now().plus(RETENTION).toString());
        }
        if (members.get("brand").isNull()) {
            members.set(
                    "brand",
                    NODES.objectNode()
                            .put("app", "authentik_brands")
                            .put("model_name", "brand")
                            .put("pk", UUID.randomUUID().toString().replace("-", ""))
                            .put("name", "Brand fallback"));
        }
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row event, ObjectNode accepted, Call call, Write write) {
        event.take(accepted);
    }

    @Override
    public void delete(Row event) {
        table().remove(event.key());
    }
}
