package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Roles: what can be given on spaces, and what can be given on the instance, and to whom it was given. */
final class RolesApi {

    private static final String DEFINITIONS = "/graph/v1beta1/roleManagement/permissions/roleDefinitions";
    private static final String ASSIGNMENTS = "/graph/v1.0/users/{user}/appRoleAssignments";

    private final Accounts accounts;
    private final UserJson json;
    private final String application;
    private final String applicationId;

    RolesApi(Accounts accounts, UserJson json, String application, String applicationId) {
        this.accounts = accounts;
        this.json = json;
        this.application = application;
        this.applicationId = applicationId;
    }

    void routes(Router router) {
        // A bare list: docs/systems/ocis.md, "Lists come in two shapes".
        router.on("GET", DEFINITIONS, call -> Answer.json(200, RoleDefinitions.all()))
                .on("GET", DEFINITIONS + "/{role}", this::definition)
                .on("GET", "/graph/v1.0/applications", call -> Answer.json(200, Map.of("value", List.of(theOne()))))
                .on("GET", "/graph/v1.0/applications/{application}", this::application)
                .on("GET", ASSIGNMENTS, this::assignments)
                .on("POST", ASSIGNMENTS, this::assign)
                .on("DELETE", ASSIGNMENTS + "/{assignment}", this::unassign);
    }

    private Answer definition(Call call) {
        return RoleDefinitions.withId(call.path("role"))
                .map(role -> Answer.json(200, role))
                .orElseThrow(() -> Refusal.notFound("unknown role, check if the role is enabled"));
    }

    private Answer application(Call call) {
        if (!call.path("application").equals(applicationId)) {
            throw Refusal.notFound("not found");
        }
        return Answer.json(200, theOne());
    }

    private Map<String, Object> theOne() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "appRoles",
                Stream.of(PlatformRole.values())
                        .map(role -> Map.of("displayName", role.displayName(), "id", role.id()))
                        .toList());
        shown.put("displayName", application);
        shown.put("id", applicationId);
        return shown;
    }

    private Answer assignments(Call call) {
        call.requireAdmin();
        return Answer.json(200, Map.of("value", json.assignments(call.path("user"))));
    }

    /** Neither the user nor the role needs to exist: both are taken as they come. */
    private Answer assign(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.ASSIGNMENT, call);
        String user = call.path("user");
        String principal = body.get("principalId").asText();
        if (!principal.equals(user)) {
            throw Refusal.badRequest("user id " + user + " does not match principal id " + principal);
        }
        if (!body.get("resourceId").asText().equals(applicationId)) {
            throw Refusal.badRequest(
                    "resource id " + user + " does not match expected application id " + applicationId);
        }
        if (user.equals(call.caller().id())) {
            throw Refusal.notAllowed("{\"id\":\"opencloud-settings\",\"code\":403,"
                    + "\"detail\":\"Changing own role assignment forbidden\",\"status\":\"Forbidden\"}");
        }
        return Answer.json(
                201, json.assignment(accounts.assign(user, body.get("appRoleId").asText())));
    }

    private Answer unassign(Call call) {
        call.requireAdmin();
        String user = call.path("user");
        String id = call.path("assignment");
        accounts.assignmentOf(user)
                .filter(assignment -> assignment.id().equals(id))
                .orElseThrow(() -> Refusal.notFound("appRoleAssignment " + id + " not found for user " + user));
        accounts.unassign(user);
        return Answer.empty(204);
    }
}
