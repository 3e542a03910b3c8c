package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;

/** Who is in a group. Only Admins may ask. */
final class GroupMembersApi {

    static final int MOST_AT_ONCE = 20;

    private final Groups groups;
    private final Accounts accounts;
    private final UserJson json;

    GroupMembersApi(Groups groups, Accounts accounts, UserJson json) {
        this.groups = groups;
        this.accounts = accounts;
        this.json = json;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1.0/groups/{group}/members", this::list)
                .on("POST", "/graph/v1.0/groups/{group}/members/$ref", this::add)
                .on("DELETE", "/graph/v1.0/groups/{group}/members/{user}/$ref", this::remove);
    }

    /** A bare list, not one under {@code value}. */
    private Answer list(Call call) {
        call.requireAdmin();
        return Answer.json(200, json.members(group(call)));
    }

    private Answer add(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.REFERENCE, call);
        String reference = StrictBody.text(body, "@odata.id")
                .orElseThrow(() -> Refusal.badRequest("@odata.id reference is missing"));
        String user = referredUser(reference);
        groups.join(group(call).id(), user);
        return Answer.empty(204);
    }

    private Answer remove(Call call) {
        call.requireAdmin();
        if (!groups.leave(group(call).id(), call.path("user"))) {
            throw Refusal.notFound("not found");
        }
        return Answer.empty(204);
    }

    /** The id of the user at the end of a URL. Its host is not looked at. */
    String referredUser(String reference) {
        String[] parts = reference.split("/");
        if (parts.length < 2) {
            throw Refusal.badRequest("Error parsing @odata.id url");
        }
        if (!parts[parts.length - 2].equals("users")) {
            throw Refusal.badRequest("Only users are allowed as group members");
        }
        return accounts.withId(parts[parts.length - 1])
                .map(Account::id)
                .orElseThrow(() -> Refusal.notFound("not found"));
    }

    private Groups.Group group(Call call) {
        return groups.withId(call.path("group")).orElseThrow(() -> Refusal.notFound("not found"));
    }
}
