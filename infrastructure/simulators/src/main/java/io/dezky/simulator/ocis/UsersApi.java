package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Users. Everybody may look one up by id or login; only Admins list and change them. */
final class UsersApi {

    private static final String USER = "/graph/v1.0/users/{user}";
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern PLAIN_LOGIN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.+-]*(@[a-zA-Z0-9.-]+)?");
    private static final Map<String, Function<Account, ? extends Comparable<?>>> ORDERS = Map.of(
            "displayName", account -> account.displayName().toLowerCase(Locale.ROOT),
            "mail", account -> account.mail().toLowerCase(Locale.ROOT),
            "onPremisesSamAccountName", account -> account.login().toLowerCase(Locale.ROOT));

    private final Accounts accounts;
    private final Groups groups;
    private final Spaces spaces;
    private final UserJson json;
    private final OcisSettings settings;

    UsersApi(Accounts accounts, Groups groups, Spaces spaces, UserJson json, OcisSettings settings) {
        this.accounts = accounts;
        this.groups = groups;
        this.spaces = spaces;
        this.json = json;
        this.settings = settings;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1.0/users", this::list)
                .on("POST", "/graph/v1.0/users", this::create)
                .on("GET", USER, this::read)
                .on("DELETE", USER, this::delete)
                .on("PATCH", USER, this::update);
    }

    private Answer list(Call call) {
        ListQuery query = ListQuery.of(call.request());
        boolean admin = call.caller().isAdmin();
        if (!admin) {
            GroupsApi.requireSearch(query);
        }
        String phrase = query.search().orElse("").toLowerCase(Locale.ROOT);
        Stream<Account> found = accounts.all().stream()
                .filter(account -> Stream.of(account.displayName(), account.mail(), account.login())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(phrase)))
                .filter(query.filter()
                        .map(text -> UserFilter.of(text, accounts, groups))
                        .orElse(account -> true));
        List<Map<String, Object>> shown = query.ordered(found.toList(), ORDERS).stream()
                .map(account -> admin ? json.listed(account) : json.found(account))
                .toList();
        return Answer.json(200, Map.of("value", shown));
    }

    private Answer create(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.NEW_USER, call);
        if (StrictBody.given(body, "id").isPresent()) {
            throw Refusal.badRequest("user id is a read-only attribute");
        }
        String login = body.get("onPremisesSamAccountName").asText();
        if (login.isBlank()
                || (!settings.anyLogin() && !PLAIN_LOGIN.matcher(login).matches())) {
            throw Refusal.badRequest("Invalid username");
        }
        if (StrictBody.text(body, "mail")
                .filter(mail -> !MAIL.matcher(mail).matches())
                .isPresent()) {
            throw Refusal.badRequest("invalid email address");
        }
        requireFree(login, "");
        String id = UUID.randomUUID().toString();
        Account account =
                changed(Account.named(id, login, body.get("displayName").asText()), body);
        accounts.put(account);
        if (!settings.rolesComeFromClaims()) {
            accounts.assign(id, PlatformRole.USER);
        }
        return Answer.json(201, json.user(account));
    }

    private Answer read(Call call) {
        ListQuery query = ListQuery.of(call.request());
        Account account = named(call);
        Map<String, Object> shown = json.single(account);
        if (query.expand().contains("memberOf")) {
            shown.put("memberOf", json.memberOf(account));
        }
        if (query.expand().contains("appRoleAssignments")) {
            shown.put("appRoleAssignments", json.assignments(account.id()));
        }
        return Answer.json(200, shown);
    }

    private Answer delete(Call call) {
        call.requireAdmin();
        Account account = named(call);
        if (account.id().equals(call.caller().id())) {
            throw Refusal.notAllowed("self deletion forbidden");
        }
        accounts.remove(account.id());
        groups.leaveAll(account.id());
        spaces.remove(account.id());
        return Answer.empty(204);
    }

    private Answer update(Call call) {
        call.requireAdmin();
        ObjectNode body = AccountBodies.read(AccountBodies.CHANGED_USER, call);
        Account account = named(call);
        if (body.isEmpty()) {
            return Answer.empty(204);
        }
        StrictBody.text(body, "mail")
                .filter(mail -> !MAIL.matcher(mail).matches())
                .ifPresent(mail -> {
                    throw Refusal.badRequest("'" + mail + "' is not a valid email address");
                });
        StrictBody.text(body, "onPremisesSamAccountName").ifPresent(login -> requireFree(login, account.id()));
        Account changed = changed(account, body);
        accounts.put(changed);
        Map<String, Object> shown = json.user(changed);
        if (body.has("accountEnabled")) {
            // The answer repeats it only when it was in the request.
            shown.put("accountEnabled", changed.enabled());
        }
        return Answer.json(200, shown);
    }

    private static Account changed(Account account, ObjectNode body) {
        Account changed = account;
        changed = StrictBody.text(body, "displayName")
                .map(changed::withDisplayName)
                .orElse(changed);
        changed = StrictBody.text(body, "givenName").map(changed::withGivenName).orElse(changed);
        changed = StrictBody.text(body, "surname").map(changed::withSurname).orElse(changed);
        changed = StrictBody.text(body, "mail").map(changed::withMail).orElse(changed);
        changed = StrictBody.text(body, "onPremisesSamAccountName")
                .map(changed::withLogin)
                .orElse(changed);
        changed = StrictBody.given(body, "passwordProfile")
                .flatMap(profile -> StrictBody.text(profile, "password"))
                .map(changed::withPassword)
                .orElse(changed);
        boolean enabled = StrictBody.given(body, "accountEnabled")
                .map(value -> value.booleanValue())
                .orElse(changed.enabled());
        return changed.enabled(enabled);
    }

    private void requireFree(String login, String ownId) {
        if (accounts.withLogin(login).filter(other -> !other.id().equals(ownId)).isPresent()) {
            throw Refusal.exists("a user with that name already exists");
        }
    }

    private Account named(Call call) {
        return accounts.withIdOrLogin(call.path("user")).orElseThrow(() -> Refusal.notFound("not found"));
    }
}
