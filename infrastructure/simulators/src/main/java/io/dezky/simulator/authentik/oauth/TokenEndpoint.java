package io.dezky.simulator.authentik.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /application/o/token/}: tokens for programs, by an app password, and for codes. docs/systems/authentik.md,
 * Tokens for programs.
 */
public final class TokenEndpoint {

    private static final String INVALID_CLIENT = "Client authentication failed (e.g., unknown client, no client"
            + " authentication included, or unsupported authentication method)";
    private static final String INVALID_GRANT = "The provided authorization grant or refresh token is invalid, expired,"
            + " revoked, does not match the redirection URI used in the authorization request, or was issued to"
            + " another client";
    private static final String UNSUPPORTED_GRANT =
            "The authorization grant type is not supported by the authorization server";

    private final Store store;
    private final TokenIssuer issuer;

    public TokenEndpoint(Store store, TokenIssuer issuer) {
        this.store = store;
        this.issuer = issuer;
    }

    public void addTo(Routes routes) {
        routes.on("POST", "/application/o/token/", Routes.Access.OUTSIDE_API, this::token);
    }

    private Answer token(Call call) {
        Map<String, String> form = form(call.request());
        Optional<Row> found = store.providers().first("client_id", form.getOrDefault("client_id", ""));
        if (found.isEmpty() || !isAuthentic(found.get(), form)) {
            return refused("invalid_client", INVALID_CLIENT);
        }
        Row provider = found.get();
        Optional<Row> application = store.applications().first("provider", provider.key());
        if (application.isEmpty()) {
            return refused("invalid_grant", INVALID_GRANT);
        }
        String iss = Discovery.issuer(call.origin(), provider, application.get());
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> forProgram(call, form, provider, application.get(), iss);
            case "authorization_code" ->
                issuer.exchange(form.getOrDefault("code", ""), provider, iss, call.now())
                        .map(TokenEndpoint::given)
                        .orElseGet(() -> refused("invalid_grant", INVALID_GRANT));
            case "refresh_token" -> LeftOutOperations.OTHER_GRANTS.answer();
            default -> refused("unsupported_grant_type", UNSUPPORTED_GRANT);
        };
    }

    /** The same refusal whether the password is wrong or the bindings do not let the account in. */
    private Answer forProgram(Call call, Map<String, String> form, Row provider, Row application, String iss) {
        if (!form.containsKey("username")) {
            return LeftOutOperations.OTHER_GRANTS.answer();
        }
        Optional<Row> user = store.users()
                .first("username", form.get("username"))
                .filter(account -> hasAppPassword(account, form.getOrDefault("password", ""), call))
                .filter(account -> issuer.admits(application, account));
        if (user.isEmpty()) {
            return refused("invalid_grant", INVALID_GRANT);
        }
        Set<String> scopes = Set.of(form.getOrDefault("scope", "").split(" "));
        return given(issuer.issue(provider, user.get(), scopes, iss, call.now()));
    }

    private boolean hasAppPassword(Row account, String password, Call call) {
        return store.tokens()
                .where("key", password)
                .filter(token -> token.text("intent").equals("app_password"))
                .filter(token -> token.text("user").equals(account.key()))
                .anyMatch(token -> !token.flag("expiring")
                        || token.time("expires").map(call.now()::isBefore).orElse(true));
    }

    /** A public client has no secret to show. */
    private static boolean isAuthentic(Row provider, Map<String, String> form) {
        return provider.text("client_type").equals("public")
                || provider.text("client_secret").equals(form.getOrDefault("client_secret", ""));
    }

    private static Answer given(TokenIssuer.Issued issued) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("access_token", issued.accessToken());
        answer.put("token_type", "Bearer");
        answer.put("scope", String.join(" ", issued.scopes()));
        answer.put("expires_in", issued.life().toSeconds());
        answer.put("id_token", issued.idToken());
        return Answer.json(200, answer);
    }

    private static Answer refused(String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        body.put("request_id", UUID.randomUUID().toString().replace("-", ""));
        return Answer.json(400, body);
    }

    /** The members of the form; client id and secret may come by the header {@code Authorization} instead. */
    private static Map<String, String> form(SimulatedRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        SimulatedRequest asQuery = new SimulatedRequest("POST", "/", request.text(), Map.of(), new byte[0]);
        asQuery.parameters().forEach((name, values) -> form.put(name, values.get(values.size() - 1)));
        request.header("Authorization")
                .filter(header -> header.startsWith("Basic "))
                .map(header -> new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
                .filter(pair -> pair.contains(":"))
                .ifPresent(pair -> {
                    form.put("client_id", pair.substring(0, pair.indexOf(':')));
                    form.put("client_secret", pair.substring(pair.indexOf(':') + 1));
                });
        return form;
    }
}
