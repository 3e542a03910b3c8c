package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Groups. Everybody may look one up by id or name; only Admins list and change them. */
final class GroupsApi {

    private static final String GROUP = "/graph/v1.0/groups/{group}";
    private static final int SHORTEST_SEARCH = 3;
    private static final Map<String, Function<Groups.Group, ? extends Comparable<?>>> ORDERS =
            Map.of("displayName", group -> group.displayName().toLowerCase(Locale.ROOT));

    private final Groups groups;
    private final UserJson json;
    private final GroupMembersApi members;

    GroupsApi(Groups groups, UserJson json, GroupMembersApi members) {
        this.groups = groups;
        this.json = json;
        this.members = members;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1.0/groups", this::list)
                .on("POST", "/graph/v1.0/groups", this::create)
                .on("GET", GROUP, this::read)
                .on("DELETE", GROUP, this::delete)
                .on("PATCH", GROUP, this::update);
    }

    private Answer list(Call call) {
        ListQuery query = ListQuery.of(call.request());
        if (!call.caller().isAdmin()) {
            requireSearch(query);
        }
        String phrase = query.search().orElse("").toLowerCase(Locale.ROOT);
        Stream<Groups.Group> found = groups.all().stream()
                .filter(group -> group.displayName().toLowerCase(Locale.ROOT).contains(phrase));
        // $filter is not looked at: docs/systems/ocis.md, "Filters that the server does not know are ignored".
        List<Map<String, Object>> shown = query.ordered(found.toList(), ORDERS).stream()
                .map(group -> shown(group, query))
                .toList();
        return Answer.json(200, Map.of("value", shown));
    }

    /** Who is no Admin may only search, with a phrase that is long enough, and with nothing else. */
    static void requireSearch(ListQuery query) {
        if (query.search().orElse("").length() < SHORTEST_SEARCH) {
            throw Refusal.accessDenied("search term too short");
        }
        if (query.filter().isPresent() || !query.expand().isEmpty()) {
            throw Refusal.accessDenied("query has forbidden elements for regular users");
        }
    }

    private Answer create(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.GROUP, call);
        if (StrictBody.given(body, "id").isPresent()) {
            throw Refusal.badRequest("group id is a read-only attribute");
        }
        String name = StrictBody.text(body, "displayName")
                .orElseThrow(() -> Refusal.badRequest("Missing Required Attribute"));
        if (name.isEmpty()) {
            throw Refusal.badRequest("Invalid displayName");
        }
        if (groups.withName(name).isPresent()) {
            throw Refusal.exists("group already exists");
        }
        // Members in the body are taken and forgotten.
        return Answer.json(201, json.group(groups.create(name)));
    }

    private Answer read(Call call) {
        ListQuery query = ListQuery.of(call.request());
        String text = call.path("group");
        Groups.Group group =
                groups.withId(text).or(() -> groups.withName(text)).orElseThrow(() -> Refusal.notFound("not found"));
        return Answer.json(200, shown(group, query));
    }

    private Answer delete(Call call) {
        call.requireAdmin();
        Groups.Group group = named(call);
        groups.remove(group.id());
        return Answer.empty(204);
    }

    private Answer update(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.GROUP, call);
        Groups.Group group = named(call);
        Optional<String> name = StrictBody.text(body, "displayName");
        List<String> references = StrictBody.texts(body, "members@odata.bind");
        if (references.size() > GroupMembersApi.MOST_AT_ONCE) {
            throw Refusal.badRequest("Request is limited to " + GroupMembersApi.MOST_AT_ONCE + " members");
        }
        if (name.filter(String::isEmpty).isPresent()) {
            throw Refusal.leftOut(LeftOut.GROUP_EMPTY_NAME);
        }
        if (name.flatMap(groups::withName).filter(other -> !other.equals(group)).isPresent()) {
            throw Refusal.exists("Group name already in use");
        }
        List<String> joining = references.stream().map(members::referredUser).toList();
        name.ifPresent(changed -> groups.rename(group.id(), changed));
        joining.forEach(user -> groups.join(group.id(), user));
        return Answer.empty(204);
    }

    /** Changes and deletes take the id alone, not the name. */
    private Groups.Group named(Call call) {
        return groups.withId(call.path("group")).orElseThrow(() -> Refusal.notFound("not found"));
    }

    private Map<String, Object> shown(Groups.Group group, ListQuery query) {
        Map<String, Object> shown = json.group(group);
        if (query.expand().contains("members")) {
            shown.put("members", json.members(group));
        }
        return shown;
    }
}
