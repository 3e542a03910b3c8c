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
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Scope mappings: which claims a scope gives. */
public final class ScopeMappings implements Model {

    private final Core core;
    private final Fields fields;
    private final Map<String, Filter> filters = new HashMap<>();

    public ScopeMappings(Core core) {
        this.core = core;
        this.fields = Fields.of(
                Field.nullable("managed", Kinds.text()),
                Field.required("name", Kinds.text())
                        .unique(
                                name -> core.store().mappings().where("name", name),
                                "Property Mapping with this name already exists."),
                Field.required("expression", Kinds.text()),
                Field.required("scope_name", Kinds.text()),
                Field.optional("description", Kinds.blankable(), ""));
        filters.put("name", Filter.exact("name"));
        filters.put("scope_name", Filter.exact("scope_name"));
        filters.put("managed__isnull", Filter.flag(mapping -> mapping.optional("managed")
                .isEmpty()));
        filters.put(
                "managed",
                Filter.choices(
                        () -> table().stream()
                                .map(mapping -> mapping.text("managed"))
                                .toList(),
                        (mapping, wanted) -> wanted.contains(mapping.text("managed"))));
    }

    @Override
    public Table table() {
        return core.store().mappings();
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String ordering() {
        return "scope_name";
    }

    @Override
    public Map<String, Filter> filters() {
        return filters;
    }

    @Override
    public List<String> searched(Row mapping) {
        return List.of(mapping.text("name"), mapping.text("scope_name"));
    }

    @Override
    public ObjectNode shown(Row mapping, Call call) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("pk", mapping.key());
        for (String member : List.of("managed", "name", "expression")) {
            shown.set(member, mapping.get(member));
        }
        shown.put("component", "ak-property-mapping-provider-scope-form");
        shown.put("verbose_name", "Scope Mapping");
        shown.put("verbose_name_plural", "Scope Mappings");
        shown.put("meta_model_name", "authentik_providers_oauth2.scopemapping");
        shown.set("scope_name", mapping.get("scope_name"));
        JsonNode description = mapping.get("description");
        shown.set("description", description);
        return shown;
    }

    @Override
    public Row create(ObjectNode accepted, Call call) {
        return create(accepted);
    }

    /** A mapping of these members, which must be complete. */
    public Row create(ObjectNode members) {
        return table().insert(UUID.randomUUID().toString(), members);
    }

    @Override
    public void change(Row mapping, ObjectNode accepted, Call call, Write write) {
        mapping.take(accepted);
    }

    @Override
    public void delete(Row mapping) {
        core.cascades().deleteMapping(mapping);
    }

    @Override
    public ArrayNode usedBy(Row mapping, Call call) {
        return UsedBy.mapping(core, mapping, call);
    }
}
