package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a tenant has in Stalwart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailStatus(
        @Schema.ListMap("name")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription("The tenant's mail domains, told apart by name.")
        List<MailDomainStatus> domains) {
    public MailStatus {
        domains = Lists.copy(domains);
    }
}
