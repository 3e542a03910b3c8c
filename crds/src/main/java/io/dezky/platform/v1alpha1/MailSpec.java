package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A tenant's mail. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailSpec(
        @Schema.ListMap("name")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The tenant's mail domains. At most 20, told apart by name. No domain can be two tenants': the older Tenant keeps it.")
        @Size(max = 20) List<MailDomainSpec> domains) {

    public MailSpec {
        domains = Lists.copy(domains);
    }
}
