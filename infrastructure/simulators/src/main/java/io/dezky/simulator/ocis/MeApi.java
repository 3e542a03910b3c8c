package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import java.util.Map;
import java.util.Set;

/** The caller itself. */
final class MeApi {

    private final Accounts accounts;
    private final UserJson json;

    MeApi(Accounts accounts, UserJson json) {
        this.accounts = accounts;
        this.json = json;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1.0/me", this::read)
                // Left out, but in the header Allow.
                .on("PATCH", "/graph/v1.0/me", call -> Answer.notSimulated(LeftOut.OWN_SETTINGS.reason()));
    }

    private Answer read(Call call) {
        Set<String> expand = ListQuery.of(call.request()).expand();
        if (!Set.of("memberOf", "appRoleAssignments").containsAll(expand)) {
            throw Refusal.leftOut(LeftOut.EXPANSIONS);
        }
        Map<String, Object> shown = expand.contains("memberOf") ? stored(call) : signedIn(call);
        if (expand.contains("appRoleAssignments")) {
            shown.put("appRoleAssignments", json.assignments(call.caller().id()));
        }
        return Answer.json(200, shown);
    }

    private Map<String, Object> signedIn(Call call) {
        Caller caller = call.caller();
        return json.self(caller.account(), caller.issuer().orElse(Account.Identity.OWN_ISSUER));
    }

    /** With groups the account is read anew, so that it shows already what this very request has brought over. */
    private Map<String, Object> stored(Call call) {
        Account account = accounts.withId(call.caller().id()).orElseThrow();
        Map<String, Object> shown = json.listed(account);
        shown.put("preferredLanguage", "en");
        shown.put("memberOf", json.memberOf(account));
        return shown;
    }
}
