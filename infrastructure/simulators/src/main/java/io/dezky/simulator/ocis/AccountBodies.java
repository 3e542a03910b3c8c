package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bodies that groups, users and roles are written with. */
final class AccountBodies {

    static final StrictBody GROUP = StrictBody.of("Group")
            .with(StrictBody.Kind.TEXT, "id", "displayName")
            .with(StrictBody.Kind.LIST, "members@odata.bind")
            .leavingOut(LeftOut.GROUP_MEMBERS, "description", "groupTypes", "members");

    static final StrictBody REFERENCE = StrictBody.of("MemberReference").with(StrictBody.Kind.TEXT, "@odata.id");

    static final StrictBody NEW_USER = user("User").requiring("displayName", "onPremisesSamAccountName");
    static final StrictBody CHANGED_USER = user("UserUpdate");

    static final StrictBody ASSIGNMENT = StrictBody.of("AppRoleAssignment")
            .with(
                    StrictBody.Kind.TEXT,
                    "id",
                    "appRoleId",
                    "principalId",
                    "principalType",
                    "principalDisplayName",
                    "resourceId",
                    "resourceDisplayName",
                    "createdDateTime",
                    "deletedDateTime")
            .requiring("appRoleId", "principalId", "resourceId");

    private AccountBodies() {}

    static ObjectNode read(StrictBody shape, Call call) {
        try {
            return shape.read(call.request().body());
        } catch (StrictBody.Unreadable unreadable) {
            throw Refusal.badRequest("invalid request body: " + unreadable.getMessage());
        }
    }

    private static StrictBody user(String typeName) {
        return StrictBody.of(typeName)
                .with(
                        StrictBody.Kind.TEXT,
                        "id",
                        "displayName",
                        "givenName",
                        "surname",
                        "mail",
                        "onPremisesSamAccountName")
                .with(StrictBody.Kind.BOOLEAN, "accountEnabled")
                .with(
                        StrictBody.Kind.OBJECT,
                        "passwordProfile",
                        StrictBody.of("PasswordProfile")
                                .with(StrictBody.Kind.TEXT, "password")
                                .with(StrictBody.Kind.BOOLEAN, "forceChangePasswordNextSignIn"))
                .leavingOut(
                        LeftOut.USER_MEMBERS,
                        "appRoleAssignments",
                        "drive",
                        "drives",
                        "identities",
                        "memberOf",
                        "preferredLanguage",
                        "signInActivity",
                        "userType");
    }
}
