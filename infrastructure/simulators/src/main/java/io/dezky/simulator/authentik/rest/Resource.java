package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.http.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The paths of one kind of object: list and create, read, change and delete.
 *
 * <p>Without the permission to view, a list and any single object are a 403; with permission for single objects only,
 * the others are as good as absent: docs/systems/authentik.md, 403 for everything.
 */
public final class Resource {

    private final Model model;
    private final Core core;

    public Resource(Model model, Core core) {
        this.model = model;
        this.core = core;
    }

    /** List, create, read, change, delete and "used by" below this path, which ends with a slash. */
    public Resource all(Routes routes, String path) {
        routes.on("GET", path, this::list).on("POST", path, this::create);
        return single(routes, path).changeable(routes, path);
    }

    /** As {@link #all}, for objects that are not made by a POST of their members. */
    public Resource allButCreate(Routes routes, String path) {
        return listed(routes, path).single(routes, path).changeable(routes, path);
    }

    /** Only the list. */
    public Resource listed(Routes routes, String path) {
        routes.on("GET", path, this::list);
        return this;
    }

    /** Read and delete one, and see what uses it. */
    public Resource single(Routes routes, String path) {
        routes.on("GET", path + "{key}/", this::retrieve)
                .on("DELETE", path + "{key}/", this::destroy)
                .on("GET", path + "{key}/used_by/", this::usedBy);
        return this;
    }

    private Resource changeable(Routes routes, String path) {
        routes.on("PUT", path + "{key}/", call -> update(call, Write.REPLACE))
                .on("PATCH", path + "{key}/", call -> update(call, Write.PATCH));
        return this;
    }

    /** The object that the path names, if the caller may see it. */
    public Row object(Call call) {
        Predicate<Row> visible = visibility(call);
        String name = call.path("key");
        if (!model.canBeName(name)) {
            throw Problem.notFound();
        }
        return model.find(name).filter(visible).orElseThrow(() -> Problem.notFound(model.table()));
    }

    /** Every object that the query leaves, in order, whether or not the caller may see it. */
    public List<Row> selectedFromAll(Call call) {
        return selected(call, row -> true);
    }

    private List<Row> selected(Call call, Predicate<Row> visible) {
        Predicate<Row> selected = visible.and(filtered(call)).and(searched(call));
        return Ordering.sorted(
                model.table().stream().filter(selected).toList(), call.parameter("ordering"), model.ordering());
    }

    private Answer list(Call call) {
        Paging<Row> page =
                Paging.of(selected(call, visibility(call)), call, core.store().settings());
        return Answer.json(200, page.shown(row -> model.shown(row, call)));
    }

    private Answer create(Call call) {
        if (!model.ownedByUsers()) {
            core.require(call, model.table().permission("add"));
        }
        ObjectNode body = call.body();
        ObjectNode accepted = model.fields().read(body, Write.CREATE, Optional.empty(), call.arrived());
        model.check(accepted, body, Optional.empty(), call);
        Row made = model.create(accepted, call);
        core.audit().model("model_created", model.table(), made, model.name(made), call);
        model.created(made, call);
        return Answer.json(201, model.shown(made, call));
    }

    private Answer retrieve(Call call) {
        return Answer.json(200, model.shown(object(call), call));
    }

    private Answer update(Call call, Write write) {
        Row row = object(call);
        requireOn(call, row, "change");
        ObjectNode body = call.body();
        ObjectNode accepted = model.fields().read(body, write, Optional.of(row), call.arrived());
        model.check(accepted, body, Optional.of(row), call);
        model.change(row, accepted, call, write);
        core.audit().model("model_updated", model.table(), row, model.name(row), call);
        return Answer.json(200, model.shown(row, call));
    }

    private Answer destroy(Call call) {
        Row row = object(call);
        requireOn(call, row, "delete");
        String name = model.name(row);
        model.delete(row);
        core.audit().model("model_deleted", model.table(), row, name, call);
        return Answer.empty(204);
    }

    private Answer usedBy(Call call) {
        return Answer.json(200, model.usedBy(object(call), call));
    }

    private void requireOn(Call call, Row row, String verb) {
        boolean own = model.owner(row).map(call.caller().key()::equals).orElse(false);
        String permission = model.table().permission(verb);
        if (!own && !core.permissions().hasOn(call.caller(), permission, model.table(), row.key())) {
            throw Problem.forbidden();
        }
    }

    private Predicate<Row> visibility(Call call) {
        Row caller = call.caller();
        String view = model.table().permission("view");
        if (core.permissions().has(caller, view)) {
            return row -> true;
        }
        if (model.ownedByUsers()) {
            return row -> model.owner(row).map(caller.key()::equals).orElse(false);
        }
        if (core.permissions().hasOnAny(caller, view, model.table())) {
            return row -> core.permissions().hasOn(caller, view, model.table(), row.key());
        }
        throw Problem.forbidden();
    }

    private Predicate<Row> filtered(Call call) {
        Predicate<Row> all = row -> true;
        for (String name : model.filters().keySet()) {
            List<String> values = call.parameters(name).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!values.isEmpty()) {
                all = all.and(model.filters().get(name).of(name, values));
            }
        }
        return all;
    }

    /** Every word must be found somewhere, whatever the case. */
    private Predicate<Row> searched(Call call) {
        List<String> words = List.of(call.parameter("search")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replace(',', ' ')
                .strip()
                .split("\\s+"));
        return row -> {
            List<String> texts = model.searched(row);
            return words.stream()
                    .allMatch(word -> word.isEmpty()
                            || texts.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT)
                                    .contains(word)));
        };
    }
}
