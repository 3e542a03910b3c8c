package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** One mail domain in Stalwart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailDomainStatus(
        @Required @JsonPropertyDescription("The domain.") String name,

        @JsonPropertyDescription("Stalwart's id of the domain.")
        String id,

        @Schema.ListMap("selector")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription("The domain's DKIM keys, told apart by selector.")
        List<DkimKeyStatus> dkim,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The records that belong into the domain's DNS zone. Publishing them is the customer's work.")
        List<DnsRecordStatus> dnsRecords) {
    public MailDomainStatus {
        dkim = Lists.copy(dkim);
        dnsRecords = Lists.copy(dnsRecords);
    }
}
