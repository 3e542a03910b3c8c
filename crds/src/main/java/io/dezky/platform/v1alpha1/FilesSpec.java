package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A tenant's files. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilesSpec(
        @Schema.ListMap("name")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The tenant's project spaces. At most 50, told apart by name. Changing a name means another space. A space that is"
                        + " removed here is destroyed only if deletionPolicy is Delete and confirmed; else it stays in oCIS.")
        @Size(max = 50) List<SpaceSpec> spaces) {

    public FilesSpec {
        spaces = Lists.copy(spaces);
    }
}
