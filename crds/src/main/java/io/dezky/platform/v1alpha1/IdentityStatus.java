package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a tenant has in Authentik. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdentityStatus(
        @JsonPropertyDescription("UUID of the group tenant-<slug>.")
        String groupId,

        @JsonPropertyDescription("UUID of the group tenant-<slug>-admins.")
        String adminsGroupId,

        @JsonPropertyDescription("UUID of the tenant's application.")
        String applicationId,

        @JsonPropertyDescription("Slug of the tenant's application; part of the issuer.")
        String applicationSlug,

        @JsonPropertyDescription("Number of the OAuth2 provider behind the application.")
        Integer providerId,

        @JsonPropertyDescription("UUID of the brand of the tenant's host.")
        String brandId,

        @JsonPropertyDescription(
                "The OpenID Connect client id. Its secret stands in the Secret that clientSecretRef names.")
        String clientId,

        @JsonPropertyDescription("The OpenID Connect issuer, an https URL that ends in a slash.")
        String issuer,

        @JsonPropertyDescription(
                "The Secret with issuer, client-id and client-secret for the tenant's OpenID Connect client.")
        SecretReference clientSecretRef) {}
