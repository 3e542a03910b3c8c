package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How a tenant's login page looks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BrandingSpec(
        @ValidationRule(value = Rules.TEXT, message = "spec.identity.branding.title" + Rules.TEXT_MESSAGE)
        @JsonPropertyDescription(
                "The title of the login page, such as Acme. 1 to 100 characters on one line. Default: spec.displayName.")
        @Size(min = 1, max = 100) String title,

        @ValidationRule(value = Rules.HTTPS_URL, message = "spec.identity.branding.logo" + Rules.HTTPS_URL_MESSAGE)
        @JsonPropertyDescription(
                "https URL of the logo on the login page, such as https://acme.test/logo.svg; every visitor's browser loads it. At most"
                        + " 2048 characters. Default: the platform's logo.")
        @Size(min = 1, max = 2048) String logo,

        @ValidationRule(value = Rules.HTTPS_URL, message = "spec.identity.branding.favicon" + Rules.HTTPS_URL_MESSAGE)
        @JsonPropertyDescription(
                "https URL of the icon in the browser's tab, such as https://acme.test/favicon.png. At most 2048 characters. Default:"
                        + " the platform's icon.")
        @Size(min = 1, max = 2048) String favicon) {}
