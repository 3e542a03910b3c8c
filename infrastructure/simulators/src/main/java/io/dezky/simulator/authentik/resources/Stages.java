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
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The stages of one kind. Their names are unique among stages of every kind. */
public final class Stages implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;
    private final StageKind kind;
    private final Fields fields;

    public Stages(Core core, StageKind kind) {
        this.core = core;
        this.store = core.store();
        this.kind = kind;
        this.fields = Fields.of(Field.required("name", Kinds.text())
                        .unique(
                                name -> store.allStages()
                                        .filter(stage -> stage.text("name").equals(name)),
                                "stage with this name already exists."))
                .and(particulars());
    }

    private Field[] particulars() {
        return switch (kind) {
            case PROMPT ->
                new Field[] {
                    Field.required("fields", Kinds.many(store.prompts())),
                    Field.optional("validation_policies", Kinds.anyList(), NODES::arrayNode)
                };
            case USER_WRITE ->
                new Field[] {
                    Field.optional(
                            "user_creation_mode",
                            Kinds.choice("never_create", "create_when_required", "always_create"),
                            "create_when_required"),
                    Field.flag("create_users_as_inactive", false),
                    Field.nullable("create_users_group", Kinds.one(store.groups())),
                    Field.optional("user_type", Kinds.choice("internal", "external"), "external"),
                    Field.optional("user_path_template", Kinds.blankable(), "")
                };
            case USER_LOGIN ->
                new Field[] {
                    Field.optional("session_duration", Kinds.duration(), "seconds=0"),
                    Field.flag("terminate_other_sessions", false),
                    Field.optional("remember_me_offset", Kinds.duration(), "seconds=0"),
                    Field.optional("network_binding", Kinds.text(), "no_binding"),
                    Field.optional("geoip_binding", Kinds.text(), "no_binding"),
                    Field.optional("remember_device", Kinds.duration(), "days=30")
                };
            case EMAIL ->
                new Field[] {
                    Field.flag("use_global_settings", false),
                    Field.optional("host", Kinds.text(), "localhost"),
                    Field.integer("port", 25),
                    Field.optional("username", Kinds.blankable(), ""),
                    Field.optional("password", Kinds.blankable(), ""),
                    Field.flag("use_tls", false),
                    Field.flag("use_ssl", false),
                    Field.integer("timeout", 10),
                    Field.optional("from_address", Kinds.text(), "system@authentik.local"),
                    Field.optional("token_expiry", Kinds.duration(), "minutes=30"),
                    Field.optional("subject", Kinds.text(), "authentik"),
                    Field.optional("template", Kinds.text(), "email/password_reset.html"),
                    Field.flag("activate_user_on_success", false),
                    Field.integer("recovery_max_attempts", 5),
                    Field.optional("recovery_cache_timeout", Kinds.duration(), "minutes=5")
                };
            case OTHER -> new Field[0];
        };
    }

    @Override
    public Table table() {
        return store.stages(kind);
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
        return Map.of("name", Filter.exact("name"));
    }

    @Override
    public List<String> searched(Row stage) {
        return List.of(stage.text("name"));
    }

    @Override
    public ObjectNode shown(Row stage, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", stage.key());
        shown.set("name", stage.get("name"));
        shown.put("component", kind.component());
        shown.put("verbose_name", kind.verboseName());
        shown.put("verbose_name_plural", kind.verboseName() + "s");
        shown.put("meta_model_name", kind.app() + "." + kind.model());
        shown.set("flow_set", flows(store, stage));
        stage.members().properties().stream()
                .filter(member ->
                        !member.getKey().equals("name") && !member.getKey().equals("password"))
                .forEach(member -> shown.set(member.getKey(), member.getValue()));
        return shown;
    }

    /** The flows that have the stage. */
    static ArrayNode flows(Store store, Row stage) {
        ArrayNode flows = NODES.arrayNode();
        store.stageBindings()
                .where("stage", stage.key())
                .flatMap(binding -> store.flows().byKey(binding.text("target")).stream())
                .distinct()
                .forEach(flow -> flows.add(Flows.brief(flow)));
        return flows;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A stage of these members, which must be complete. */
    public Row create(ObjectNode members) {
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row stage, ObjectNode accepted, Call call, Write write) {
        stage.take(accepted);
    }

    @Override
    public void delete(Row stage) {
        core.cascades().deleteStage(stage, kind);
    }
}
