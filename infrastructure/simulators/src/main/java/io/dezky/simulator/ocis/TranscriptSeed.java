package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a recorded conversation says of the server before its first step. */
final class TranscriptSeed {

    private static final String ISSUER = "https://idp.dezky.test/application/o/dezky-files/";
    private static final Pattern MADE_LATER = Pattern.compile("user (\\S+), made in this scenario");
    private static final Pattern LITERAL_STORAGE = Pattern.compile("\"([0-9a-f-]{36})\\$\\$\\{");
    private static final String LITERAL_HEADER = "Authorization: ";

    private final JsonNode root;
    private final boolean oidc;
    /** Recorded with an identity provider beside it: passwords off, all services on. */
    private final boolean withIdentityProvider;

    private TranscriptSeed(JsonNode root) {
        this.root = root;
        this.oidc = root.has("tokens");
        this.withIdentityProvider = root.path("server").asText().contains("as identity provider");
    }

    static OcisSeed of(JsonNode root) {
        if (!root.at("/precondition/projectSpaces").isEmpty()) {
            throw new IllegalArgumentException("a transcript that begins with project spaces is not supported");
        }
        TranscriptSeed seed = new TranscriptSeed(root);
        return new OcisSeed(
                seed.settings(),
                TokenVerifier.NONE,
                seed.accounts(),
                seed.groups(),
                seed.tokens(),
                seed.actors(),
                Map.of("issuer", TextNode.valueOf(ISSUER)));
    }

    private OcisSettings settings() {
        String product = root.path("server").asText().startsWith("OpenCloud") ? "OpenCloud" : "ownCloud Infinite Scale";
        Map<String, PlatformRole> roles = new LinkedHashMap<>();
        root.at("/config/roleMapping")
                .properties()
                .forEach(mapping -> roles.put(
                        mapping.getKey(), PlatformRole.named(mapping.getValue().asText())));
        return new OcisSettings(
                product,
                storageId(),
                ISSUER,
                root.at("/config/userClaim").asText("preferred_username"),
                roles,
                !withIdentityProvider,
                withIdentityProvider,
                withIdentityProvider);
    }

    /** Part of the set-up of the recorded server: where it differs from run to run the file has a name in its place. */
    private String storageId() {
        Matcher literal = LITERAL_STORAGE.matcher(root.path("steps").toString());
        return literal.find() ? literal.group(1) : UUID.randomUUID().toString();
    }

    private List<OcisSeed.SeededAccount> accounts() {
        List<OcisSeed.SeededAccount> accounts = new ArrayList<>();
        for (JsonNode user : root.at("/precondition/users")) {
            String login = user.get("login").asText();
            Account account = Account.named(
                            UUID.randomUUID().toString(),
                            login,
                            user.get("displayName").asText())
                    .withGivenName(user.path("givenName").asText())
                    .withSurname(user.path("surname").asText(login))
                    .withMail(user.path("mail").asText())
                    .withPassword(passwordOf(login));
            accounts.add(new OcisSeed.SeededAccount(
                    account, PlatformRole.named(user.get("role").asText())));
        }
        return accounts;
    }

    private List<OcisSeed.SeededGroup> groups() {
        List<OcisSeed.SeededGroup> groups = new ArrayList<>();
        for (JsonNode group : root.at("/precondition/groups")) {
            groups.add(new OcisSeed.SeededGroup(group.get("displayName").asText(), StrictBody.texts(group, "members")));
        }
        return groups;
    }

    private List<FixedTokens.FixedToken> tokens() {
        List<FixedTokens.FixedToken> tokens = new ArrayList<>();
        root.path("tokens").properties().forEach(token -> {
            // A token of another issuer is not known here, as if its signature did not fit.
            if (token.getValue().path("issuer").asText().equals("${issuer}")) {
                Duration lifetime = Duration.ofSeconds(
                        token.getValue().path("expiresInSeconds").asLong());
                tokens.add(new FixedTokens.FixedToken(
                        tokenOf(token.getKey()), token.getValue().get("claims"), Optional.of(lifetime)));
            }
        });
        return tokens;
    }

    private Map<String, Map<String, String>> actors() {
        Map<String, Map<String, String>> actors = new LinkedHashMap<>();
        root.path("actors")
                .properties()
                .forEach(actor -> actors.put(
                        actor.getKey(),
                        authorization(actor.getKey(), actor.getValue().asText())
                                .map(value -> Map.of("Authorization", value))
                                .orElse(Map.of())));
        return actors;
    }

    private Optional<String> authorization(String actor, String description) {
        if (actor.equals("nobody")) {
            return Optional.empty();
        }
        if (description.startsWith(LITERAL_HEADER)) {
            return Optional.of(description.substring(LITERAL_HEADER.length()));
        }
        if (oidc) {
            return Optional.of(OcisSeed.bearer(tokenOf(actor)));
        }
        if (description.contains("wrong password")) {
            String login = description.split(" ")[0];
            return Optional.of(OcisSeed.basic(login, passwordOf(login) + "-wrong"));
        }
        Matcher later = MADE_LATER.matcher(description);
        return Optional.of(
                later.find()
                        ? OcisSeed.basic(later.group(1), passwordInSteps(later.group(1)))
                        : OcisSeed.basic(actor, passwordOf(actor)));
    }

    private String passwordInSteps(String login) {
        for (JsonNode step : root.path("steps")) {
            JsonNode body = step.at("/request/body");
            if (body.path("onPremisesSamAccountName").asText().equals(login)) {
                return body.at("/passwordProfile/password").asText();
            }
        }
        return "";
    }

    private static String passwordOf(String login) {
        return login + "-password";
    }

    private static String tokenOf(String actor) {
        return "token-of-" + actor;
    }
}
