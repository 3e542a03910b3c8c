package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Filter;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Model;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Targets;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which stages a flow has, in which order. */
public final class StageBindings implements Model {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> UNIQUE = List.of("target", "stage", "order");

    private final Store store;
    private final Fields fields;

    public StageBindings(Core core) {
        this.store = core.store();
        this.fields = Fields.of(
                Field.required("target", Kinds.one(store.flows())),
                Field.required("stage", given -> stageKey(given.asText())),
                Field.flag("evaluate_on_plan", false),
                Field.flag("re_evaluate_policies", true),
                Field.required("order", Kinds.integer()),
                Field.optional("policy_engine_mode", Kinds.choice("all", "any"), "any"),
                Field.optional(
                        "invalid_response_action", Kinds.choice("retry", "restart", "restart_with_context"), "retry"));
    }

    /** A stage of any kind. */
    private TextNode stageKey(String key) {
        for (StageKind kind : StageKind.values()) {
            if (store.stages(kind).byKey(key).isPresent()) {
                return TextNode.valueOf(key);
            }
        }
        return (TextNode) Kinds.one(store.stages(StageKind.OTHER)).accept(TextNode.valueOf(key));
    }

    @Override
    public Table table() {
        return store.stageBindings();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "order,pk";
    }

    @Override
    public Map<String, Filter> filters() {
        return Map.of(
                "target",
                Filter.oneKey(store.flows()::byKey, (binding, flow) -> binding.text("target")
                        .equals(flow.key())),
                "stage",
                Filter.oneKey(
                        store::stage, (binding, stage) -> binding.text("stage").equals(stage.key())),
                "order",
                Filter.exact(binding -> binding.get("order").asText()));
    }

    @Override
    public List<String> searched(Row binding) {
        return store.stage(binding.text("stage"))
                .map(stage -> List.of(stage.text("name")))
                .orElse(List.of());
    }

    @Override
    public String name(Row binding) {
        return "Flow-stage binding";
    }

    @Override
    public void check(ObjectNode accepted, ObjectNode body, Optional<Row> existing, Call call) {
        boolean twin = UNIQUE.stream().allMatch(accepted::has)
                && table().stream()
                        .filter(other -> existing.map(self -> self != other).orElse(true))
                        .anyMatch(other -> UNIQUE.stream()
                                .allMatch(member -> other.get(member).equals(accepted.get(member))));
        if (twin) {
            throw Problem.nonField("The fields target, stage, order must make a unique set.");
        }
        boolean never = !accepted.path("evaluate_on_plan").asBoolean(true)
                && !accepted.path("re_evaluate_policies").asBoolean(true);
        if (never) {
            throw Problem.nonField("Either evaluation on plan or evaluation on run must be enabled");
        }
    }

    @Override
    public ObjectNode shown(Row binding, Call call) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", binding.key());
        shown.setAll(binding.members());
        store.stage(binding.text("stage")).ifPresent(stage -> shown.set("stage_obj", stageShown(stage)));
        return shown;
    }

    /** A stage without its particulars: the server only knows here that it is one. */
    private ObjectNode stageShown(Row stage) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", stage.key());
        shown.put("name", stage.text("name"));
        shown.put("component", "");
        shown.put("verbose_name", "stage");
        shown.put("verbose_name_plural", "stages");
        shown.put("meta_model_name", "authentik_flows.stage");
        shown.set("flow_set", Stages.flows(store, stage));
        return shown;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A binding of these members, which must be complete. */
    public Row create(ObjectNode members) {
        members.put(Targets.SECOND_KEY, UUID.randomUUID().toString());
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row binding, ObjectNode accepted, Call call, Write write) {
        binding.take(accepted);
    }

    @Override
    public void delete(Row binding) {
        table().remove(binding.key());
    }
}
