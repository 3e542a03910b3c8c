package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a Tenant of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantReference(
        @Required
        @ValidationRule(
                value = Rules.OBJECT_NAME,
                message =
                        "spec.tenantRef.name must be the metadata.name of a Tenant: lower case letters, digits, hyphens and dots")
        @ValidationRule(
                value = Rules.IMMUTABLE,
                message = "spec.tenantRef.name is immutable: create a new invite for another tenant")
        @JsonPropertyDescription(
                "The metadata.name of a Tenant in the namespace of this invite, such as acme. Immutable.")
        @Size(min = 1, max = 253) String name) {}
