package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How a domain's mail is signed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DkimSpec(
        @Schema.ListSet
        @Default("[\"RSA2048\",\"Ed25519\"]")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "One key is made for each: RSA2048, which every receiver can check, and Ed25519, whose record is shorter. At least one,"
                        + " each once. Default: both.")
        @Size(min = 1, max = 2) List<DkimAlgorithm> algorithms) {

    public DkimSpec {
        algorithms = Lists.copy(algorithms);
    }
}
