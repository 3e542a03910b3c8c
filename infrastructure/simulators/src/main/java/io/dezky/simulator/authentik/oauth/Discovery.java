package io.dezky.simulator.authentik.oauth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Origin;
import io.dezky.simulator.authentik.rest.Pages;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.http.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What anybody may read of a provider: the discovery document, the signing keys, and the claims of a token. */
public final class Discovery {

    static final String ACR = "goauthentik.io/providers/oauth2/default";

    private static final List<String> PROTOCOL_CLAIMS =
            List.of("sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce");

    private final Store store;
    private final Function<String, Optional<SigningKey>> signingKeys;
    private final ScopeClaims claims;
    private final TokenIssuer issuer;

    public Discovery(
            Store store, Function<String, Optional<SigningKey>> signingKeys, ScopeClaims claims, TokenIssuer issuer) {
        this.store = store;
        this.signingKeys = signingKeys;
        this.claims = claims;
        this.issuer = issuer;
    }

    public void addTo(Routes routes) {
        String application = "/application/o/{slug}/";
        Routes.Access access = Routes.Access.OUTSIDE_API;
        routes.on("GET", application + ".well-known/openid-configuration", access, call -> found(call, this::document))
                .on("GET", application + "jwks/", access, call -> found(call, this::keys))
                .on("GET", "/application/o/userinfo/", access, this::userInfo)
                .on("POST", "/application/o/userinfo/", access, this::userInfo);
    }

    /**
     * The issuer of a provider as seen from this host: each host has its own. docs/systems/authentik.md, The host of
     * the request decides.
     */
    static String issuer(Origin origin, Row provider, Row application) {
        boolean global = provider.text("issuer_mode").equals("global");
        return origin.base() + (global ? "/" : "/application/o/" + application.text("slug") + "/");
    }

    private Answer found(Call call, BiFunction<Call, Row, Answer> answer) {
        return application(call)
                .filter(application -> provider(application).isPresent())
                .map(application -> answer.apply(call, application))
                .orElseGet(Pages::notFound);
    }

    private Optional<Row> application(Call call) {
        return store.applications().first("slug", call.path("slug"));
    }

    private Optional<Row> provider(Row application) {
        return application.optional("provider").flatMap(store.providers()::byKey);
    }

    private Answer document(Call call, Row application) {
        Row provider = provider(application).orElseThrow();
        String base = call.origin().base() + "/application/o/";
        String own = base + application.text("slug") + "/";
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("issuer", issuer(call.origin(), provider, application));
        document.put("authorization_endpoint", base + "authorize/");
        document.put("token_endpoint", base + "token/");
        document.put("userinfo_endpoint", base + "userinfo/");
        document.put("end_session_endpoint", own + "end-session/");
        document.put("introspection_endpoint", base + "introspect/");
        document.put("revocation_endpoint", base + "revoke/");
        document.put("device_authorization_endpoint", base + "device/");
        document.put("backchannel_logout_supported", true);
        document.put("backchannel_logout_session_supported", true);
        list(document, "response_types_supported", "code", "id_token", "id_token token", "code token", "code id_token")
                .add("code id_token token");
        list(document, "response_modes_supported", "query", "fragment", "form_post");
        document.put("jwks_uri", own + "jwks/");
        list(document, "grant_types_supported", "authorization_code", "refresh_token", "implicit", "client_credentials")
                .add("password")
                .add("urn:ietf:params:oauth:grant-type:device_code");
        String algorithm = provider.optional("signing_key").isPresent() ? "RS256" : "HS256";
        list(document, "id_token_signing_alg_values_supported", algorithm);
        list(document, "subject_types_supported", "public");
        list(document, "token_endpoint_auth_methods_supported", "client_secret_post", "client_secret_basic");
        list(document, "acr_values_supported", ACR);
        ArrayNode scopes = document.putArray("scopes_supported");
        claims.mappings(provider).stream().map(ScopeClaims::scope).distinct().forEach(scopes::add);
        document.put("request_parameter_supported", false);
        claimNames(document.putArray("claims_supported"), provider);
        document.put("claims_parameter_supported", false);
        list(document, "code_challenge_methods_supported", "plain", "S256");
        return Answer.json(200, document);
    }

    /** As for somebody of whom nothing is known: a claim that such a person has not is missing here. */
    private void claimNames(ArrayNode names, Row provider) {
        PROTOCOL_CLAIMS.forEach(names::add);
        Set<String> scopes = new HashSet<>();
        claims.mappings(provider).forEach(mapping -> scopes.add(ScopeClaims.scope(mapping)));
        claims.of(provider, scopes, store.nobody()).fieldNames().forEachRemaining(names::add);
    }

    private static ArrayNode list(ObjectNode document, String name, String... values) {
        ArrayNode list = document.putArray(name);
        List.of(values).forEach(list::add);
        return list;
    }

    private Answer keys(Call call, Row application) {
        Optional<SigningKey> key = provider(application)
                .flatMap(row -> row.optional("signing_key"))
                .flatMap(signingKeys);
        return Answer.json(
                200, key.map(present -> Map.of("keys", List.of(present.jwk()))).orElse(Map.of()));
    }

    private Answer userInfo(Call call) {
        String header = call.request().header("Authorization").orElse("");
        Optional<ObjectNode> info = header.startsWith("Bearer ")
                ? issuer.userInfo(header.substring("Bearer ".length()), call.now())
                : Optional.empty();
        return info.map(claims -> Answer.json(200, claims)).orElseGet(() -> Pages.empty(401)
                .with(
                        "WWW-Authenticate",
                        "error=\"invalid_token\", error_description=\"The access token provided is expired, revoked,"
                                + " malformed, or invalid for other reasons\""));
    }
}
