package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One DKIM key. Its private half is nowhere but in Stalwart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DkimKeyStatus(
        @Required @JsonPropertyDescription("The selector: the key's record stands at <selector>._domainkey.<domain>.")
        String selector,

        @JsonPropertyDescription("RSA2048 or Ed25519.") DkimAlgorithm algorithm,

        @JsonPropertyDescription(
                "Pending: waits for its DNS record and signs nothing. Active: signs. Retiring: signs nothing any more,"
                        + " its record has to stay for now. Retired: its record may go.")
        DkimStage stage,

        @JsonPropertyDescription("Stalwart's id of the key.")
        String id) {}
