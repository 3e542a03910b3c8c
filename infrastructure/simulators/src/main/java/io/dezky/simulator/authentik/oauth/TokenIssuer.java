package io.dezky.simulator.authentik.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.access.Admission;
import io.dezky.simulator.authentik.rest.Durations;
import io.dezky.simulator.authentik.rest.Origin;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Secrets;
import io.dezky.simulator.authentik.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives out codes and access tokens, and remembers what it gave. */
public final class TokenIssuer {

    /** A token that was given out, or the right to one. */
    private record Grant(String provider, String user, Set<String> scopes, Instant expires, ObjectNode payload) {}

    /** What a token request is answered with. */
    record Issued(String accessToken, String idToken, Set<String> scopes, Duration life) {}

    private final Store store;
    private final Admission admission;
    private final Function<String, Optional<SigningKey>> signingKeys;
    private final ScopeClaims claims;
    private final Map<String, Grant> codes = new HashMap<>();
    private final Map<String, Grant> accessTokens = new HashMap<>();

    public TokenIssuer(
            Store store, Admission admission, Function<String, Optional<SigningKey>> signingKeys, ScopeClaims claims) {
        this.store = store;
        this.admission = admission;
        this.signingKeys = signingKeys;
        this.claims = claims;
    }

    /** Whether the user may have a token for the application: active, and let through by the bindings. */
    boolean admits(Row application, Row user) {
        return user.flag("is_active") && admission.admits(application, user);
    }

    /**
     * A code for a person who is let in; none for others, and none where the application has no provider. Bindings are
     * asked here, and not again when the code is exchanged.
     */
    public Optional<String> code(Row application, Row user, Set<String> scopes, Instant now) {
        Optional<Row> provider = application.optional("provider").flatMap(store.providers()::byKey);
        if (provider.isEmpty() || !admits(application, user)) {
            return Optional.empty();
        }
        String code = Secrets.random(32);
        Instant expires = now.plus(life(provider.get(), "access_code_validity"));
        codes.put(
                code,
                new Grant(provider.get().key(), user.key(), scopes, expires, JsonNodeFactory.instance.objectNode()));
        return Optional.of(code);
    }

    /** Exchanges a code, once. */
    Optional<Issued> exchange(String code, Row provider, String issuer, Instant now) {
        return Optional.ofNullable(codes.remove(code))
                .filter(grant -> grant.provider().equals(provider.key()))
                .filter(grant -> grant.expires().isAfter(now))
                .flatMap(grant -> store.users()
                        .byKey(grant.user())
                        .filter(user -> user.flag("is_active"))
                        .map(user -> issue(provider, user, grant.scopes(), issuer, now)));
    }

    /** As {@link #exchange}, by an application that says who it is; only the access token. */
    public Optional<String> redeem(String code, Row application, Origin origin, Instant now) {
        return application
                .optional("provider")
                .flatMap(store.providers()::byKey)
                .flatMap(provider -> exchange(code, provider, Discovery.issuer(origin, provider, application), now))
                .map(Issued::accessToken);
    }

    /** A token for a user, whatever the bindings say. Only scopes that the provider has a mapping for are given. */
    Issued issue(Row provider, Row user, Set<String> asked, String issuer, Instant now) {
        Set<String> scopes = claims.mappings(provider).stream()
                .map(ScopeClaims::scope)
                .filter(asked::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Duration life = life(provider, "access_token_validity");
        ObjectNode payload = payload(provider, user, issuer, now, now.plus(life));
        if (provider.flag("include_claims_in_id_token")) {
            payload.setAll(claims.of(provider, scopes, user));
        }
        Optional<SigningKey> key = provider.optional("signing_key").flatMap(signingKeys);
        String idToken = Jwt.signed(payload, key, provider.text("client_secret"));
        payload.put("azp", provider.text("client_id"));
        payload.put("uid", Secrets.random(40));
        payload.put("scope", String.join(" ", scopes));
        String accessToken = Jwt.signed(payload, key, provider.text("client_secret"));
        accessTokens.put(accessToken, new Grant(provider.key(), user.key(), scopes, now.plus(life), payload));
        return new Issued(accessToken, idToken, scopes, life);
    }

    private static ObjectNode payload(Row provider, Row user, String issuer, Instant now, Instant expires) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("iss", issuer)
                .put("sub", subject(provider, user))
                .put("aud", provider.text("client_id"))
                .put("exp", expires.getEpochSecond())
                .put("iat", now.getEpochSecond())
                .put("auth_time", now.getEpochSecond())
                .put("acr", Discovery.ACR);
    }

    private static String subject(Row provider, Row user) {
        return switch (provider.text("sub_mode")) {
            case "user_id" -> user.key();
            case "user_uuid" -> user.text("uuid");
            case "user_username" -> user.text("username");
            case "user_email" -> user.text("email");
            case "user_upn" -> user.get("attributes").path("upn").asText(user.text("uid"));
            default -> user.text("uid");
        };
    }

    private static Duration life(Row provider, String member) {
        return Durations.parse(provider.text(member)).orElseThrow();
    }

    /**
     * What an access token is good for at this moment: the claims as they are now, as {@code userinfo} gives them. None
     * when it was never given out, has expired, or its user was deactivated or deleted.
     */
    Optional<ObjectNode> userInfo(String accessToken, Instant now) {
        return live(accessToken, now).map(this::userInfo);
    }

    /** As {@link #userInfo}, with what stands in the token itself around it. */
    public Optional<ObjectNode> claims(String accessToken, Instant now) {
        return live(accessToken, now).map(grant -> {
            ObjectNode all = grant.payload().deepCopy();
            all.setAll(userInfo(grant));
            return all;
        });
    }

    private Optional<Grant> live(String accessToken, Instant now) {
        return Optional.ofNullable(accessTokens.get(accessToken))
                .filter(grant -> grant.expires().isAfter(now))
                .filter(grant -> store.providers().byKey(grant.provider()).isPresent())
                .filter(grant -> store.users()
                        .byKey(grant.user())
                        .filter(user -> user.flag("is_active"))
                        .isPresent());
    }

    private ObjectNode userInfo(Grant grant) {
        Row provider = store.providers().byKey(grant.provider()).orElseThrow();
        Row user = store.users().byKey(grant.user()).orElseThrow();
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("sub", subject(provider, user));
        info.setAll(claims.of(provider, grant.scopes(), user));
        return info;
    }
}
