package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;

/**
 * One thing that holds or does not, in the shape of the Kubernetes API conventions. The time is cut to whole seconds, as Kubernetes writes it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Required
        @JsonPropertyDescription("What this is about, such as Ready.")
        @Size(min = 1, max = 316) @Pattern(
                "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,

        @Required
        @Schema.AllowedValues({"True", "False", "Unknown"})
        @JsonPropertyDescription("Whether it holds: True, False, or Unknown.")
        String status,

        @Required
        @JsonPropertyDescription("Why, in one word for machines, such as Synced or AuthentikUnavailable.")
        @Size(min = 1, max = 1024) @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$") String reason,

        @Required
        @JsonPropertyDescription("Why, in words for people: what, which system, and what to do next. May be empty.")
        @Size(max = 32768) String message,

        @JsonPropertyDescription("The metadata.generation that this condition was made for.") @Min(0) Long observedGeneration,

        @Required
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @JsonPropertyDescription("When status last changed, such as 2026-11-22T15:00:00Z.")
        Instant lastTransitionTime) {
    /** The three values of {@code status}. */
    public static final String TRUE = "True";

    public static final String FALSE = "False";
    public static final String UNKNOWN = "Unknown";

    public Condition {
        lastTransitionTime = Timestamps.wholeSeconds(lastTransitionTime);
    }

    /** Whether the status is True. */
    public boolean holds() {
        return TRUE.equals(status);
    }
}
