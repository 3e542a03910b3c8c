package io.dezky.simulator.authentik;

import io.dezky.simulator.contract.Contract;
import io.dezky.simulator.contract.KnownDeviation;
import io.dezky.simulator.contract.Violation.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where Authentik of the simulated version does not do what its published document (of a later version) says. */
public final class AuthentikDeviations {

    private static final String LATER = "the document is of a later version than the simulated server";
    private static final String SAID_OTHERWISE = "the real server was seen to do so, whatever the document says";
    private static final String REFUSALS = "the document has no body for refusals here, and the real server gives one";

    /** A transactional request may make providers of eleven kinds; the operator makes one kind. */
    private static final Map<String, String> ONE_KIND_OF_PROVIDER = Map.of("modelRequest", "OAuth2ProviderRequest");

    private AuthentikDeviations() {}

    /** Authentik's published document, with these deviations known. */
    public static Contract contract(Path document) {
        return Contract.read(document, ONE_KIND_OF_PROVIDER).knowing(all());
    }

    /** All of them. */
    public static List<KnownDeviation> all() {
        return List.of(
                answer(
                        "POST /core/users/\\{id}/recovery(_email)?/",
                        "/non_field_errors: string found, array expected",
                        "a text instead of a list: docs/systems/authentik.md, How errors look"),
                answer("GET /core/users/", "array found, object expected", SAID_OTHERWISE),
                answer("POST /core/users/\\{id}/set_password/", "a body, and the document has none", REFUSALS),
                answer(
                        "POST /core/groups/\\{group_uuid}/(add|remove)_user/",
                        "a body, and the document has none",
                        REFUSALS),
                answer(
                        "PUT /core/transactional/applications/",
                        "required property 'detail'",
                        "a 403 names the entry: docs/systems/authentik.md, All in one request"),
                answer(
                        ".*",
                        "/(meta_launch_url|logout_uri): does not match the uri pattern",
                        "an empty text stands for no URL"),
                answer("GET /providers/oauth2/\\{id}/setup_urls/", "required property 'dcr_registration'", LATER),
                answer(
                        "GET /providers/oauth2/\\{id}/setup_urls/",
                        "required property 'jwks'|/(issuer|provider_info|logout): null found",
                        "a provider without an application has no URLs of its own"),
                answer(
                        "GET /core/authenticated_sessions/",
                        "/user_agent/user_agent/(major|minor|patch): null found",
                        SAID_OTHERWISE),
                answer(".* /policies/bindings/.*", "required property '(expires|expiring)'", LATER),
                answer(".* /core/applications/.*", "required property 'pbm_uuid'", LATER),
                answer("GET /core/users/me/", "required property '(users|is_current)'", LATER),
                answer("GET /core/brands/current/", "required property 'branding_map_tiles'", LATER),
                answer(".* /admin/settings/", "/flags: required property", LATER));
    }

    private static KnownDeviation answer(String operation, String message, String reason) {
        return KnownDeviation.of(Kind.RESPONSE, operation, message, reason);
    }
}
