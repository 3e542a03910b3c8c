package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One mail domain. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.catchAll) || self.catchAll.endsWith('@' + self.name)",
        message =
                "spec.mail.domains[].catchAll must be an address of this very domain: write what stands in name after the @",
        fieldPath = ".catchAll")
public record MailDomainSpec(
        @Required
        @ValidationRule(value = Rules.DNS_ASCII, message = "spec.mail.domains[].name" + Rules.DNS_ASCII_MESSAGE)
        @ValidationRule(value = Rules.DNS_NAME, message = "spec.mail.domains[].name" + Rules.DNS_NAME_MESSAGE)
        @ValidationRule(
                value = Rules.NOT_AN_ADDRESS,
                message = "spec.mail.domains[].name" + Rules.NOT_AN_ADDRESS_MESSAGE)
        @JsonPropertyDescription(
                "The domain, such as acme.test: lower case, at least two labels, no dot at the end, 4 to 253 characters; an"
                        + " international name in its xn-- form.")
        @Size(min = 4, max = 253) String name,

        @Default("{}")
        @JsonPropertyDescription(
                "How mail of this domain is signed. The operator makes the keys; a key signs only after the resolvers show its DNS"
                        + " record.")
        DkimSpec dkim,

        @ValidationRule(
                value =
                        "self.matches(r'^[a-z0-9!#$%&*+/=?^_{|}~-]+(\\.[a-z0-9!#$%&*+/=?^_{|}~-]+)*@[^@]+$') && self.matches(r'^[^@]{1,64}@')",
                message =
                        "spec.mail.domains[].catchAll must be an e-mail address in lower case such as postmaster@acme.test, with 1 to 64 characters before"
                                + " the @, without a dot at their ends or two in a row")
        @JsonPropertyDescription(
                "The address that gets mail for addresses of this domain that do not exist, such as postmaster@acme.test: an address in"
                        + " lower case of this very domain. Without it such mail is refused.")
        @Size(min = 6, max = 318) String catchAll) {}
