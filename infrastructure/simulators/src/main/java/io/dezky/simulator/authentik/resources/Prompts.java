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
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Table;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The questions of prompt stages. */
public final class Prompts implements Model {

    private final Core core;
    private final Fields fields;

    public Prompts(Core core) {
        this.core = core;
        this.fields = Fields.of(
                Field.required("name", Kinds.text())
                        .unique(
                                name -> core.store().prompts().where("name", name),
                                "Prompt with this name already exists."),
                Field.required("field_key", Kinds.text()),
                Field.required("label", Kinds.text()),
                Field.required(
                        "type",
                        Kinds.choice(
                                "text",
                                "text_area",
                                "text_read_only",
                                "text_area_read_only",
                                "username",
                                "email",
                                "password",
                                "number",
                                "checkbox",
                                "radio-button-group",
                                "dropdown",
                                "date",
                                "date-time",
                                "file",
                                "separator",
                                "hidden",
                                "static",
                                "alert_info",
                                "alert_warning",
                                "alert_danger",
                                "ak-locale")),
                Field.flag("required", true),
                Field.optional("placeholder", Kinds.blankable(), ""),
                Field.optional("initial_value", Kinds.blankable(), ""),
                Field.integer("order", 0),
                Field.optional("sub_text", Kinds.blankable(), ""),
                Field.flag("placeholder_expression", false),
                Field.flag("initial_value_expression", false));
    }

    @Override
    public Table table() {
        return core.store().prompts();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "field_key";
    }

    @Override
    public Map<String, Filter> filters() {
        return Map.of(
                "name", Filter.exact("name"),
                "field_key", Filter.exact("field_key"),
                "type", Filter.exact("type"));
    }

    @Override
    public List<String> searched(Row prompt) {
        return List.of(prompt.text("name"), prompt.text("field_key"), prompt.text("label"));
    }

    @Override
    public ObjectNode shown(Row prompt, Call call) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("pk", prompt.key());
        shown.setAll(prompt.members());
        shown.putArray("prompt_stages_obj");
        return shown;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A question of these members, which must be complete. */
    public Row create(ObjectNode members) {
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row prompt, ObjectNode accepted, Call call, Write write) {
        prompt.take(accepted);
    }

    @Override
    public void delete(Row prompt) {
        core.cascades().deletePrompt(prompt);
    }
}
