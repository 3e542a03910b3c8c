package io.dezky.operator.identity;

import io.dezky.operator.plan.FieldChanges;
import io.dezky.operator.plan.FieldDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a tenant's OAuth2 provider, all that the operator answers for but the client secret. */
record ProviderFields(DesiredIdentity desired) {

    private static final List<String> GRANTS = List.of("authorization_code", "refresh_token");

    /** The fields, as they are sent. */
    Map<String, Object> wanted() {
        Map<String, Object> fields = new LinkedHashMap<>(plain());
        // Without it newer releases let no grant work; older ones ignore it.
        fields.put("grant_types", GRANTS);
        fields.put("redirect_uris", redirectUris());
        fields.put("property_mappings", desired.platform().scopeMappings());
        return fields;
    }

    private Map<String, Object> plain() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", desired.names().applicationSlug());
        fields.put("authorization_flow", desired.platform().authorizationFlow());
        fields.put("invalidation_flow", desired.platform().invalidationFlow());
        fields.put("client_type", "confidential");
        fields.put("client_id", desired.names().clientId());
        fields.put("signing_key", desired.platform().signingKey());
        fields.put("sub_mode", "user_uuid");
        fields.put("issuer_mode", "per_provider");
        fields.put("include_claims_in_id_token", true);
        fields.put("access_code_validity", "minutes=1");
        fields.put("access_token_validity", "minutes=10");
        fields.put("refresh_token_validity", "days=30");
        return fields;
    }

    private List<Map<String, String>> redirectUris() {
        return desired.redirectUris().stream()
                .map(url -> Map.of("matching_mode", "strict", "url", url))
                .toList();
    }

    FieldChanges comparedWith(OAuth2Provider found) {
        Map<String, Object> actual = actual(found);
        FieldChanges changes = new FieldChanges();
        plain().forEach((field, wanted) -> changes.compare(field, actual.get(field), wanted));
        if (found.grantTypes() != null) {
            changes.compareAsSets("grant_types", found.grantTypes(), GRANTS);
        }
        compareRedirectUris(found, changes);
        // The server gives them back in an order of its own.
        changes.compareAsSets(
                "property_mappings",
                found.propertyMappings(),
                desired.platform().scopeMappings());
        return changes;
    }

    private static Map<String, Object> actual(OAuth2Provider found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", found.name());
        fields.put("authorization_flow", found.authorizationFlow());
        fields.put("invalidation_flow", found.invalidationFlow());
        fields.put("client_type", found.clientType());
        fields.put("client_id", found.clientId());
        fields.put("signing_key", found.signingKey());
        fields.put("sub_mode", found.subMode());
        fields.put("issuer_mode", found.issuerMode());
        fields.put("include_claims_in_id_token", found.includeClaimsInIdToken());
        fields.put("access_code_validity", found.accessCodeValidity());
        fields.put("access_token_validity", found.accessTokenValidity());
        fields.put("refresh_token_validity", found.refreshTokenValidity());
        return fields;
    }

    /** In order, and without what newer releases add to each. */
    private void compareRedirectUris(OAuth2Provider found, FieldChanges changes) {
        List<String> actual = found.redirectUris() == null
                ? List.of()
                : found.redirectUris().stream()
                        .map(uri -> uri.matchingMode() + " " + uri.url())
                        .toList();
        List<String> wanted =
                desired.redirectUris().stream().map(url -> "strict " + url).toList();
        if (!actual.equals(wanted)) {
            changes.set(
                    "redirect_uris",
                    redirectUris(),
                    new FieldDiff("redirect_uris", actual.toString(), wanted.toString()));
        }
    }
}
