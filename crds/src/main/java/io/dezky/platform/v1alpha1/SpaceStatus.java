package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One space in oCIS. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpaceStatus(
        @Required @JsonPropertyDescription("The space's name in spec.files.spaces.")
        String name,

        @JsonPropertyDescription("oCIS' id of the space. Absent while state is Creating.")
        String id,

        @JsonPropertyDescription(
                "Creating: written before the space is created, so that one whose creation was not answered is found"
                        + " again. Ready: it exists.")
        SpaceState state,

        @JsonPropertyDescription("Where the space opens in a browser.")
        String webUrl,

        @JsonPropertyDescription("The quota in force, as a Kubernetes quantity such as 50Gi.")
        String quota,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The folders of the spec that were made, such as HR/Payroll. Each is made once: people may rename or delete"
                        + " it afterwards.")
        @Size(max = 500) List<String> folders) {
    public SpaceStatus {
        folders = Lists.copy(folders);
    }
}
