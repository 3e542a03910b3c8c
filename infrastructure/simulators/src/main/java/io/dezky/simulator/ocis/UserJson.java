package io.dezky.simulator.ocis;

import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How users and groups are written: nearly every operation shows another choice of members. */
final class UserJson {

    private final Accounts accounts;
    private final Groups groups;
    private final String application;
    private final String applicationId;
    private final Supplier<URI> base;

    UserJson(Accounts accounts, Groups groups, String application, String applicationId, Supplier<URI> base) {
        this.accounts = accounts;
        this.groups = groups;
        this.application = application;
        this.applicationId = applicationId;
        this.base = base;
    }

    /** What a create and a change answer, and lists of members: no word on whether the account is enabled. */
    Map<String, Object> user(Account account) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("displayName", account.displayName());
        put(user, "givenName", account.givenName());
        user.put("id", account.id());
        account.identity()
                .ifPresent(
                        identity -> user.put("identities", List.of(identity(identity.issuer(), identity.subject()))));
        put(user, "mail", account.mail());
        user.put("onPremisesSamAccountName", account.login());
        account.lastSignIn()
                .ifPresent(time -> user.put(
                        "signInActivity",
                        Map.of(
                                "lastSuccessfulSignInDateTime",
                                time.truncatedTo(ChronoUnit.SECONDS).toString())));
        user.put("surname", account.surname());
        user.put("userType", "Member");
        return user;
    }

    /** A user in a list that an Admin asks for. */
    Map<String, Object> listed(Account account) {
        Map<String, Object> user = user(account);
        user.put("accountEnabled", account.enabled());
        return user;
    }

    /** A user asked for alone: without mail, whoever asks. */
    Map<String, Object> single(Account account) {
        Map<String, Object> user = listed(account);
        user.remove("mail");
        return user;
    }

    /** A user that somebody without the role Admin has searched for. */
    Map<String, Object> found(Account account) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("displayName", account.displayName());
        user.put("id", account.id());
        user.put("onPremisesSamAccountName", "");
        user.put("userType", "Member");
        return user;
    }

    /** The caller itself, from what the sign-in knows. */
    Map<String, Object> self(Account account, String issuer) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("displayName", account.displayName());
        user.put("id", account.id());
        user.put("identities", List.of(identity(issuer, account.id())));
        user.put("mail", account.mail());
        user.put("onPremisesSamAccountName", account.login());
        user.put("preferredLanguage", "en");
        user.put("userType", "Member");
        return user;
    }

    Map<String, Object> group(Groups.Group group) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("displayName", group.displayName());
        shown.put("groupTypes", List.of());
        shown.put("id", group.id());
        return shown;
    }

    List<Map<String, Object>> members(Groups.Group group) {
        return groups.membersOf(group.id()).stream()
                .flatMap(id -> accounts.withId(id).stream())
                .map(this::user)
                .toList();
    }

    List<Map<String, Object>> memberOf(Account account) {
        return groups.groupsOf(account.id()).stream()
                .flatMap(id -> groups.withId(id).stream())
                .map(this::group)
                .toList();
    }

    List<Map<String, Object>> assignments(String userId) {
        return accounts.assignmentOf(userId).stream().map(this::assignment).toList();
    }

    Map<String, Object> assignment(Accounts.Assignment assignment) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("appRoleId", assignment.roleId());
        shown.put("id", assignment.id());
        shown.put("principalId", assignment.userId());
        shown.put("principalType", "User");
        shown.put("resourceDisplayName", application);
        shown.put("resourceId", applicationId);
        return shown;
    }

    private Map<String, Object> identity(String issuer, String subject) {
        String shown = issuer.equals(Account.Identity.OWN_ISSUER) ? String.valueOf(base.get()) : issuer;
        return Map.of("issuer", shown, "issuerAssignedId", subject);
    }

    private static void put(Map<String, Object> user, String name, String value) {
        if (!value.isEmpty()) {
            user.put(name, value);
        }
    }
}
