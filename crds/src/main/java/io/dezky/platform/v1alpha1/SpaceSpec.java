package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;

/** One project space. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(self.members == 'Editor' && self.admins == 'Viewer')",
        message =
                "spec.files.spaces[].admins must not be less than members, for administrators are members too: set members: Viewer as well",
        fieldPath = ".admins")
public record SpaceSpec(
        @Required
        @ValidationRule(
                value = Rules.SPACE_CHARACTERS,
                message =
                        "spec.files.spaces[].name must hold none of / \\ . : ? * \" > < | and no control characters: remove them")
        @ValidationRule(
                value = Rules.SPACE_BLANKS,
                message = "spec.files.spaces[].name must have no blanks at its ends: remove them")
        @ValidationRule(
                value = Rules.SPACE_BYTES,
                message = "spec.files.spaces[].name must be at most 255 bytes in UTF-8: choose a shorter name")
        @JsonPropertyDescription(
                "The space's name as people see it, such as Company. 1 to 100 characters (at most 255 bytes in UTF-8), none of"
                        + " / \\ . : ? * \" > < | and no blanks at its ends.")
        @Size(min = 1, max = 100) String name,

        @ValidationRule(
                value = Rules.QUOTA,
                message =
                        "spec.files.spaces[].quota must be a size from 1Mi to 100Ti such as 50Gi: a number with at most three decimals and one of Ki, Mi,"
                                + " Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000)")
        @JsonPropertyDescription(
                "How much the space may hold, in bytes, as a Kubernetes quantity such as 50Gi. From 1Mi to 100Ti. Default: as the"
                        + " operator is configured.")
        @Size(min = 2, max = 20) String quota,

        @Schema.AllowedValues({"Viewer", "Editor"})
        @Default("Editor")
        @JsonPropertyDescription(
                "What the tenant's people may do in the space. Viewer: read. Editor (default): read and write.")
        SpaceRole members,

        @Default("Editor")
        @JsonPropertyDescription(
                "What the tenant's administrators may do in the space; not less than members. Viewer: read. Editor (default): read and"
                        + " write. Manager: decide who may do what as well. Beware: managers can throw the platform out of the space and undo what the"
                        + " operator does there.")
        SpaceRole admins,

        @Schema.ListSet
        @Schema.ItemRule(
                value = Rules.FOLDER_SEGMENTS,
                message =
                        "spec.files.spaces[].folders must be relative paths such as HR/Payroll: names of 1 to 100 characters with one / between them, none at"
                                + " the ends")
        @Schema.ItemRule(
                value = Rules.FOLDER_NO_DOTS,
                message = "spec.files.spaces[].folders must have no part . or ..: write the path from the space's root")
        @Schema.ItemRule(
                value = Rules.FOLDER_CHARACTERS,
                message =
                        "spec.files.spaces[].folders must hold none of \\ : ? * \" < > | and no control characters: remove them")
        @Schema.ItemRule(
                value = Rules.FOLDER_BLANKS,
                message = "spec.files.spaces[].folders must have no blanks at the ends of a folder's name: remove them")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "Folders that are made in the space, such as Contracts or HR/Payroll: paths from its root, each name 1 to 100 characters,"
                        + " none of \\ : ? * \" < > |. Parents are made as well. At most 50, each once, each at most 255 characters. A folder that is"
                        + " removed here stays in the space.")
        @Size(max = 50) List<@Size(min = 1, max = 255) String> folders) {

    public SpaceSpec {
        folders = Lists.copy(folders);
    }

    /**
     * The quota in whole bytes, rounded up; empty where none is set.
     *
     * @throws IllegalArgumentException if it is no quantity, which the API server refuses
     */
    public OptionalLong quotaBytes() {
        if (quota == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Quantity.getAmountInBytes(new Quantity(quota))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }
}
