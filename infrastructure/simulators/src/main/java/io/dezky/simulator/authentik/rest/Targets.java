package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.Optional;

/** What a binding may be bound to: an application, a flow (by either of its keys) or a stage of a flow. */
public final class Targets implements Kind {

    /** The second key of flows and of their stages, which bindings take as well. */
    public static final String SECOND_KEY = "policybindingmodel_ptr_id";

    private final Store store;

    public Targets(Store store) {
        this.store = store;
    }

    /** The object with this key. */
    public Optional<Row> find(String key) {
        return store.applications()
                .byKey(key)
                .or(() -> store.flows().byKey(key))
                .or(() -> store.flows().first(SECOND_KEY, key))
                .or(() -> store.stageBindings().byKey(key))
                .or(() -> store.stageBindings().first(SECOND_KEY, key));
    }

    @Override
    public JsonNode accept(JsonNode given) {
        String key = given.asText();
        if (!Kinds.isUuid(key)) {
            throw new Refused("“" + key + "” is not a valid UUID.");
        }
        return find(key)
                .map(target -> TextNode.valueOf(target.key()))
                .orElseThrow(() -> new Refused("Invalid pk \"" + key + "\" - object does not exist."));
    }
}
