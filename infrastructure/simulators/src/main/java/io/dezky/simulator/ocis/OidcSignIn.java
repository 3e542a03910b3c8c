package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Answer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Turns the claims of a token into an account, making it at the first sign-in and bringing changes over later. */
final class OidcSignIn {

    private final Accounts accounts;
    private final Groups groups;
    private final GroupSync groupSync;
    private final OcisSettings settings;
    private final Clock clock;

    OidcSignIn(Accounts accounts, Groups groups, GroupSync groupSync, OcisSettings settings, Clock clock) {
        this.accounts = accounts;
        this.groups = groups;
        this.groupSync = groupSync;
        this.settings = settings;
        this.clock = clock;
    }

    Caller signIn(JsonNode claims) {
        String login = text(claims, settings.userClaim())
                .filter(text -> !text.isEmpty())
                .orElseThrow(OidcSignIn::failed);
        Account account = accounts.withLogin(login).orElseGet(() -> provisioned(login, claims));
        if (!account.enabled()) {
            // The proxy of the real server panics: docs/systems/ocis.md, "A disabled account closes the connection".
            throw Refusal.of(Answer.connectionClosed());
        }
        assignRole(account, claims);
        Caller caller = new Caller(
                account,
                groups.groupsOf(account.id()),
                accounts.assignmentOf(account.id())
                        .map(Accounts.Assignment::roleId)
                        .orElse(""),
                Optional.of(settings.issuer()));
        groupSync.sync(account.id(), texts(claims, "groups"));
        accounts.put(oneChange(account, claims).signedIn(clock.instant()));
        return caller;
    }

    private Account provisioned(String login, JsonNode claims) {
        String name = text(claims, "name").filter(text -> !text.isEmpty()).orElseThrow(OidcSignIn::failed);
        Optional<String> mail = text(claims, "email");
        if (mail.filter(String::isEmpty).isPresent()) {
            throw failed();
        }
        Account account = Account.named(UUID.randomUUID().toString(), login, name)
                .withMail(mail.orElse(""))
                .withIdentity(settings.issuer(), text(claims, "sub").orElse(""));
        accounts.put(account);
        return account;
    }

    /** After the account is made: one whose role is missing stays behind. */
    private void assignRole(Account account, JsonNode claims) {
        if (!settings.rolesComeFromClaims()) {
            if (accounts.assignmentOf(account.id()).isEmpty()) {
                accounts.assign(account.id(), PlatformRole.USER);
            }
            return;
        }
        List<String> claimed = texts(claims, "roles");
        PlatformRole role = settings.roleMapping().entrySet().stream()
                .filter(mapping -> claimed.contains(mapping.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(OidcSignIn::failed);
        accounts.assign(account.id(), role);
    }

    /** Of several changed claims one comes over with each request, the name first. */
    private static Account oneChange(Account account, JsonNode claims) {
        Optional<String> name =
                text(claims, "name").filter(text -> !text.isEmpty() && !text.equals(account.displayName()));
        if (name.isPresent()) {
            return account.withDisplayName(name.get());
        }
        return text(claims, "email")
                .filter(text -> !text.isEmpty())
                .map(account::withMail)
                .orElse(account);
    }

    private static Optional<String> text(JsonNode claims, String name) {
        return Optional.ofNullable(claims.get(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** A claim that is a list, or a single text. */
    private static List<String> texts(JsonNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (claim.isTextual()) {
            return List.of(claim.asText());
        }
        List<String> texts = new ArrayList<>();
        claim.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Refusal failed() {
        return Refusal.of(Answer.empty(500));
    }
}
