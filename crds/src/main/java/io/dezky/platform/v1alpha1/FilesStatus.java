package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a tenant has in oCIS. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilesStatus(
        @JsonPropertyDescription("oCIS' id of the group tenant-<slug>.")
        String groupId,

        @JsonPropertyDescription("oCIS' id of the group tenant-<slug>-admins.")
        String adminsGroupId,

        @Schema.ListMap("name")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription("The tenant's spaces, told apart by name.")
        List<SpaceStatus> spaces) {
    public FilesStatus {
        spaces = Lists.copy(spaces);
    }
}
