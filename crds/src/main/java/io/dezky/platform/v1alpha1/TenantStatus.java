package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a tenant is. Only a cache: with it wiped, the operator finds all of it again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantStatus(
        @JsonPropertyDescription(
                "The metadata.generation that this status was made for. While it is less than metadata.generation, the"
                        + " Tenant has not been looked at since its last change.")
        @Min(0) Long observedGeneration,

        @Schema.ListMap("type")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "What holds, each told apart by type. kubectl wait and GitOps tools read Ready. Types and reasons:"
                        + " docs/reference/conditions.md.")
        @Size(max = 16) List<Condition> conditions,

        @JsonPropertyDescription("The slug in use: spec.slug, or metadata.name where that is absent.")
        String slug,

        @JsonPropertyDescription("The host name of the tenant's login page in use.")
        String host,

        @JsonPropertyDescription("What the tenant has in Authentik.")
        IdentityStatus identity,

        @JsonPropertyDescription("What the tenant has in Stalwart, and the DNS records that the customer must publish.")
        MailStatus mail,

        @JsonPropertyDescription("What the tenant has in oCIS.")
        FilesStatus files,

        @JsonPropertyDescription("The value of the annotation platform.dezky.io/reconcile-at that was last handled.")
        String lastHandledReconcileAt) {
    public TenantStatus {
        conditions = Lists.copy(conditions);
    }

    /** A status that says nothing yet. */
    public static TenantStatus empty() {
        return new TenantStatus(null, List.of(), null, null, null, null, null, null);
    }
}
