package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Names a Secret of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretReference(
        @Required @JsonPropertyDescription("The metadata.name of a Secret in the namespace of this object.")
        String name) {}
