package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an oCIS simulator begins with. Never changed: each {@code with} gives another seed.
 *
 * @see #platform(TokenVerifier)
 * @see #fromTranscript(JsonNode)
 */
public final class OcisSeed {

    /** Of {@link #platform(TokenVerifier)} as long as no other one is named. */
    public static final String DEFAULT_ISSUER = "https://auth.dezky.test/application/o/dezky-files/";

    record SeededAccount(Account account, PlatformRole role) {}

    record SeededGroup(String name, List<String> members) {}

    private final OcisSettings settings;
    private final TokenVerifier identityProvider;
    private final List<SeededAccount> accounts;
    private final List<SeededGroup> groups;
    private final List<FixedTokens.FixedToken> tokens;
    private final Map<String, Map<String, String>> actors;
    private final Map<String, JsonNode> variables;

    OcisSeed(
            OcisSettings settings,
            TokenVerifier identityProvider,
            List<SeededAccount> accounts,
            List<SeededGroup> groups,
            List<FixedTokens.FixedToken> tokens,
            Map<String, Map<String, String>> actors,
            Map<String, JsonNode> variables) {
        this.settings = settings;
        this.identityProvider = identityProvider;
        this.accounts = List.copyOf(accounts);
        this.groups = List.copyOf(groups);
        this.tokens = List.copyOf(tokens);
        this.actors = new LinkedHashMap<>(actors);
        this.variables = new LinkedHashMap<>(variables);
    }

    /**
     * The state in which a recorded conversation begins: its users, groups and tokens.
     *
     * @param transcriptRoot the whole file
     * @throws IllegalArgumentException when the file wants something that this simulator cannot begin with
     */
    public static OcisSeed fromTranscript(JsonNode transcriptRoot) {
        return TranscriptSeed.of(transcriptRoot);
    }

    /**
     * An instance as the platform sets it up: people and machines sign in with tokens of one identity provider, accounts
     * and groups are made from the claims {@code files_id}, {@code name}, {@code email}, {@code groups} and {@code
     * roles}, and nobody has a password. It is empty.
     *
     * @param identityProvider asked for every token that was not seen before
     */
    public static OcisSeed platform(TokenVerifier identityProvider) {
        return new OcisSeed(
                OcisSettings.platform(DEFAULT_ISSUER),
                identityProvider,
                List.of(),
                List.of(),
                List.of(),
                Map.of("nobody", Map.of()),
                Map.of("issuer", TextNode.valueOf(DEFAULT_ISSUER)));
    }

    /** With this identity provider: tokens whose claim {@code iss} is another one are refused. Without that claim any is good. */
    public OcisSeed withIssuer(String issuer) {
        Map<String, JsonNode> more = new LinkedHashMap<>(variables);
        more.put("issuer", TextNode.valueOf(issuer));
        return new OcisSeed(settings.withIssuer(issuer), identityProvider, accounts, groups, tokens, actors, more);
    }

    /** With a local user who signs in with a password, and is an actor of that name. Passwords are then taken at all. */
    public OcisSeed withUser(String login, String displayName, String password, PlatformRole role) {
        Account account = Account.named(UUID.randomUUID().toString(), login, displayName)
                .withPassword(password)
                .withMail(login + "@dezky.test");
        List<SeededAccount> more = new ArrayList<>(accounts);
        more.add(new SeededAccount(account, role));
        return new OcisSeed(
                settings.withBasicAuth(),
                identityProvider,
                more,
                groups,
                tokens,
                actorsWith(login, basic(login, password)),
                variables);
    }

    /** With a bearer token that never ends, and an actor who sends it. */
    public OcisSeed withToken(String actor, String token, ObjectNode claims) {
        List<FixedTokens.FixedToken> more = new ArrayList<>(tokens);
        more.add(new FixedTokens.FixedToken(token, claims.deepCopy(), Optional.empty()));
        return new OcisSeed(
                settings, identityProvider, accounts, groups, more, actorsWith(actor, bearer(token)), variables);
    }

    /** With a group without members. */
    public OcisSeed withGroup(String displayName) {
        List<SeededGroup> more = new ArrayList<>(groups);
        more.add(new SeededGroup(displayName, List.of()));
        return new OcisSeed(settings, identityProvider, accounts, more, tokens, actors, variables);
    }

    private Map<String, Map<String, String>> actorsWith(String actor, String authorization) {
        Map<String, Map<String, String>> more = new LinkedHashMap<>(actors);
        more.put(actor, Map.of("Authorization", authorization));
        return more;
    }

    static String basic(String login, String password) {
        String credentials = login + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    static String bearer(String token) {
        return "Bearer " + token;
    }

    OcisSettings settings() {
        return settings;
    }

    TokenVerifier identityProvider() {
        return identityProvider;
    }

    List<SeededAccount> accounts() {
        return accounts;
    }

    List<SeededGroup> groups() {
        return groups;
    }

    List<FixedTokens.FixedToken> tokens() {
        return tokens;
    }

    Map<String, Map<String, String>> actors() {
        return Collections.unmodifiableMap(actors);
    }

    Map<String, JsonNode> variables() {
        return Collections.unmodifiableMap(variables);
    }
}
