package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How a tenant's people sign in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdentitySpec(
        @ValidationRule(value = Rules.DNS_ASCII, message = "spec.identity.host" + Rules.DNS_ASCII_MESSAGE)
        @ValidationRule(value = Rules.DNS_NAME, message = "spec.identity.host" + Rules.DNS_NAME_MESSAGE)
        @ValidationRule(value = Rules.NOT_AN_ADDRESS, message = "spec.identity.host" + Rules.NOT_AN_ADDRESS_MESSAGE)
        @JsonPropertyDescription(
                "The host name of the tenant's own login page, such as acme.dezky.test: a domain name in lower case, without port."
                        + " It is the domain of the tenant's brand and part of its issuer, so after a change every client of the tenant needs the new"
                        + " issuer. Default: <slug>.<platform's base domain>.")
        @Size(min = 4, max = 253) String host,

        @JsonPropertyDescription(
                "How the tenant's login page looks. Without it: the platform's look with the tenant's displayName.")
        BrandingSpec branding,

        @Schema.ListSet
        @Schema.ItemRule(
                value = Rules.REDIRECT_SCHEME,
                message =
                        "spec.identity.redirectUris must begin with https:// (http:// is for localhost and 127.0.0.1 only): change the scheme")
        @Schema.ItemRule(
                value = Rules.REDIRECT_HOST,
                message =
                        "spec.identity.redirectUris must be complete URLs with a host, such as https://acme.dezky.test/auth/callback")
        @Schema.ItemRule(
                value = Rules.REDIRECT_NO_USER,
                message = "spec.identity.redirectUris must not hold a user name or password: remove all up to the @")
        @Schema.ItemRule(
                value = Rules.REDIRECT_NO_FRAGMENT,
                message =
                        "spec.identity.redirectUris must have no fragment, as OAuth 2.0 demands: remove the # and what follows")
        @Schema.ItemRule(
                value = Rules.REDIRECT_NO_WILDCARD,
                message =
                        "spec.identity.redirectUris are compared letter by letter, so a * would match nothing: list each URL")
        @Schema.ItemRule(
                value = Rules.REDIRECT_CHARACTERS,
                message =
                        "spec.identity.redirectUris must hold no spaces and only characters that a URL may hold: percent-encode the others")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "Where the tenant's own OpenID Connect client may send people after sign-in: complete https URLs, such as"
                        + " https://acme.dezky.test/auth/callback, compared letter by letter; no fragment, wildcard or user name. http is allowed for"
                        + " localhost and 127.0.0.1. At most 20, each once, each at most 2048 characters.")
        @Size(max = 20) List<@Size(min = 1, max = 2048) String> redirectUris) {

    public IdentitySpec {
        redirectUris = Lists.copy(redirectUris);
    }
}
