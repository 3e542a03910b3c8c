package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One of a tenant's first administrators. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdminSpec(
        @Required
        @ValidationRule(value = Rules.EMAIL, message = "spec.admins[].email" + Rules.EMAIL_MESSAGE)
        @JsonPropertyDescription(
                "The administrator's e-mail address, such as it@acme.test. At most 150 characters; written in lower case.")
        @Size(min = 1, max = 150) String email,

        @Required
        @ValidationRule(value = Rules.TEXT, message = "spec.admins[].name" + Rules.TEXT_MESSAGE)
        @JsonPropertyDescription("The administrator's full name, such as Acme IT. 1 to 150 characters on one line.")
        @Size(min = 1, max = 150) String name) {}
