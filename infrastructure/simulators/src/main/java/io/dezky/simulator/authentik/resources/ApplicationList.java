package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Paging;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.http.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The list of applications, which must not be trusted: it shows what the caller may open, remembers it for each caller
 * and page number, and gives it out again whatever the filter says; a new application empties that memory, a change of
 * one does not: docs/systems/authentik.md, The list of
 * applications lies.
 */
public final class ApplicationList {

    private final Core core;
    private final Applications applications;
    private final Function<Call, List<Row>> selection;
    private final Map<String, List<String>> remembered = new HashMap<>();

    /** @param selection the applications that the query leaves, in order, whoever asks */
    public ApplicationList(Core core, Applications applications, Function<Call, List<Row>> selection) {
        this.core = core;
        this.applications = applications;
        this.selection = selection;
        applications.afterEachCreate(remembered::clear);
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/core/applications/", this::list);
    }

    private Answer list(Call call) {
        Row caller = call.caller();
        Paging<Row> page = Paging.of(selection.apply(call), call, core.store().settings());
        boolean whole =
                call.flag("superuser_full_list", false) && core.permissions().isSuperuser(caller);
        List<Row> shown = whole ? page.items() : allowed(call, page);
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        shown.forEach(row -> results.add(applications.shown(row, call)));
        return Answer.json(200, page.around(results));
    }

    private List<Row> allowed(Call call, Paging<Row> page) {
        Row caller = call.caller();
        if (!call.parameter("search").orElse("").isEmpty()) {
            return admitting(page.items(), caller);
        }
        String place = caller.key() + "/" + page.number();
        List<String> known = remembered.getOrDefault(place, List.of());
        if (known.isEmpty()) {
            known = admitting(page.items(), caller).stream().map(Row::key).toList();
            remembered.put(place, known);
        }
        return known.stream()
                .flatMap(key -> core.store().applications().byKey(key).stream())
                .toList();
    }

    private List<Row> admitting(List<Row> applications, Row caller) {
        return applications.stream()
                .filter(application -> core.admission().admits(application, caller))
                .toList();
    }
}
