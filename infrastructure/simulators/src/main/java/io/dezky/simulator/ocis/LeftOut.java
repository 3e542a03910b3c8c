package io.dezky.simulator.ocis;

import io.dezky.simulator.http.SimulatedRequest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Everything that oCIS can do and this simulator cannot: the whole list, each with its reason. It answers 501. What is
 * not here is simulated, or does not exist in oCIS.
 */
enum LeftOut {
    // Whole operations.
    OWN_SETTINGS("PATCH", "/graph/v1.0/me", Scope.OPERATION, "people change their language, the operator does not"),
    OWN_PASSWORD(
            "POST",
            "/graph/v1.0/me/changePassword",
            Scope.OPERATION,
            "passwords of people belong to the identity provider"),
    SHARED_WITH_ME("GET", "/graph/v1beta1/me/drive/**", Scope.OPERATION, "shares of single files belong to people"),
    PUBLIC_LINKS(
            "POST",
            "/graph/v1beta1/drives/{drive}/root/createLink",
            Scope.OPERATION,
            "public links belong to people; the operator makes none"),
    LINK_PASSWORD(
            "POST",
            "/graph/v1beta1/drives/{drive}/root/permissions/{permission}/setPassword",
            Scope.OPERATION,
            "public links belong to people; the operator makes none"),
    ROOT_CHILDREN(
            "*",
            "/graph/v1beta1/drives/{drive}/root/children",
            Scope.OPERATION,
            "accepted shares and their mount points belong to people"),
    ITEMS("*", "/graph/v1beta1/drives/{drive}/items/**", Scope.OPERATION, "permissions of single folders and files"),
    ITEMS_V1("*", "/graph/v1.0/drives/{drive}/items/**", Scope.OPERATION, "permissions of single folders and files"),
    USER_DRIVE("GET", "/graph/v1.0/users/{user}/drive/**", Scope.OPERATION, "personal spaces are found in the lists"),
    PERSONAL_DATA(
            "POST",
            "/graph/v1.0/users/{user}/exportPersonalData",
            Scope.OPERATION,
            "an export that people ask for themselves"),
    EDUCATION("*", "/graph/v1.0/education/**", Scope.OPERATION, "schools and classes are a feature of their own"),
    TAGS("*", "/graph/v1.0/extensions/**", Scope.OPERATION, "tags are for files"),
    DAV_OTHER(
            "*",
            "/dav/spaces/**",
            Scope.OPERATION,
            "of WebDAV the operator uses MKCOL and PROPFIND; PUT is there so that a space can be in use"),
    DAV_ELSEWHERE("*", "/dav/**", Scope.OPERATION, "the operator uses /dav/spaces alone"),
    APP_TOKENS("*", "/auth-app/**", Scope.OPERATION, "the operator signs in by the identity provider"),
    LOGOUT(
            "POST",
            "/backchannel_logout",
            Scope.OPEN_OPERATION,
            "called by the identity provider alone; a test ends a sign-in by OcisSimulator.forgetTokensOf"),
    DISCOVERY(
            "GET",
            "/.well-known/**",
            Scope.OPEN_OPERATION,
            "read by browsers and clients; the operator is told its issuer"),
    // Parts of operations that are simulated otherwise.
    CREATE_TEMPLATE(
            "POST",
            "/graph/v1.0/drives",
            Scope.PART,
            "parameter template: fills a new space with a readme and a picture"),
    DRIVE_MEMBERS(
            "PATCH",
            "/graph/v1.0/drives/{drive}",
            Scope.PART,
            "members that the server writes itself (root, owner, ...) and special (readme, picture) in a drive"),
    PERSONAL_DELETE(
            "DELETE",
            "/graph/v1.0/drives/{drive}",
            Scope.PART,
            "a personal space disabled by another than an Admin, or purged"),
    DRIVE_FILTERS("GET", "/graph/v1.0/drives", Scope.PART, "a $filter of a form whose answer nobody has seen"),
    SEARCH_FORMS(
            "GET", "/graph/v1.0/groups", Scope.PART, "a $search of several words or with signs other than a hyphen"),
    USER_FILTERS("GET", "/graph/v1.0/users", Scope.PART, "a $filter of a form whose answer nobody has seen"),
    EXPANSIONS("GET", "/graph/v1.0/me", Scope.PART, "a $expand of a member whose answer nobody has seen"),
    GROUP_MEMBERS(
            "POST",
            "/graph/v1.0/groups",
            Scope.PART,
            "members description, groupTypes and members of a group in a body"),
    GROUP_EMPTY_NAME("PATCH", "/graph/v1.0/groups/{group}", Scope.PART, "a group renamed to nothing"),
    USER_MEMBERS(
            "POST",
            "/graph/v1.0/users",
            Scope.PART,
            "members of a user beyond names, mail, login, password and accountEnabled"),
    PERSONAL_PERMISSIONS(
            "GET",
            "/graph/v1beta1/drives/{drive}/root/permissions",
            Scope.PART,
            "members of a personal space: it has none"),
    SINGLE_ACTIONS(
            "POST",
            "/graph/v1beta1/drives/{drive}/root/invite",
            Scope.PART,
            "single actions instead of a role, and links, in a permission"),
    EDITORS_EMPTY_CHANGE(
            "PATCH",
            "/graph/v1beta1/drives/{drive}/root/permissions/{permission}",
            Scope.PART,
            "a change of nothing by somebody who is no manager"),
    DEEP_PROPFIND("PROPFIND", "/dav/spaces/{drive}/**", Scope.PART, "a PROPFIND without a depth of 0 or 1"),
    // Last: everything else that such a server has.
    OTHER_SERVICES("*", "/**", Scope.OPEN_OPERATION, "the web interface, old protocols and other services");

    private enum Scope {
        OPERATION,
        /** Needs no sign-in in oCIS. */
        OPEN_OPERATION,
        PART
    }

    private final String method;
    private final String path;
    private final Scope scope;
    private final String reason;

    LeftOut(String method, String path, Scope scope, String reason) {
        this.method = method;
        this.path = path;
        this.scope = scope;
        this.reason = reason;
    }

    String method() {
        return method;
    }

    /** With names in braces for one part each, and two stars at the end for any number of parts. */
    String path() {
        return path;
    }

    String reason() {
        return reason;
    }

    /** The operation that needs no sign-in. Unknown paths of the graph service and of WebDAV are none: they ask for one. */
    static Optional<LeftOut> openOperation(SimulatedRequest request) {
        boolean protectedPath =
                request.path().startsWith("/graph/") || request.path().startsWith("/dav/");
        return protectedPath ? Optional.empty() : find(request, Scope.OPEN_OPERATION);
    }

    static Optional<LeftOut> operation(SimulatedRequest request) {
        return find(request, Scope.OPERATION);
    }

    private static Optional<LeftOut> find(SimulatedRequest request, Scope scope) {
        return Arrays.stream(values())
                .filter(operation -> operation.scope == scope)
                .filter(operation -> operation.method.equals("*") || operation.method.equals(request.method()))
                .filter(operation ->
                        PathPattern.of(operation.path).match(request.segments()).isPresent())
                .findFirst();
    }
}
