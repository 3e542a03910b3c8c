package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One DNS record that the customer publishes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsRecordStatus(
        @Required @JsonPropertyDescription("The record's type, such as TXT or MX.")
        String type,

        @Required @JsonPropertyDescription("Its full name, without a dot at the end, such as _dmarc.acme.test.")
        String name,

        @Required
        @JsonPropertyDescription(
                "Its value, as a zone file has it but with a long TXT in one piece and without quotes.")
        String value,

        @JsonPropertyDescription("What it is for, such as DKIM or SPF.")
        String purpose,

        @JsonPropertyDescription("Whether the condition DnsVerified waits for it. The others are recommended.")
        Boolean required,

        @JsonPropertyDescription("Whether the resolvers showed it with this value when they were last asked.")
        Boolean verified) {}
