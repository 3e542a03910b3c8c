package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a tenant is to be. A section that is null is not wanted: without {@code mail} the tenant has no mail. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.slug) == has(oldSelf.slug)",
        message = "spec.slug is immutable, and can be neither added nor removed: create a new Tenant",
        fieldPath = ".slug")
public record TenantSpec(
        @Required
        @ValidationRule(value = Rules.TEXT, message = "spec.displayName" + Rules.TEXT_MESSAGE)
        @JsonPropertyDescription(
                "The tenant's name for people, such as Acme GmbH. 1 to 100 characters on one line. May be changed at any time.")
        @Size(min = 1, max = 100) String displayName,

        @ValidationRule(value = Rules.SLUG, message = Rules.SLUG_MESSAGE)
        @ValidationRule(
                value = Rules.SLUG_NOT_ADMINS,
                message =
                        "spec.slug must not end in -admins: the group tenant-<slug> would be the administrators' group of another tenant; choose"
                                + " another slug")
        @ValidationRule(value = Rules.IMMUTABLE, message = "spec.slug is immutable: create a new Tenant")
        @JsonPropertyDescription(
                "The tenant's name in all systems, such as acme: groups are tenant-<slug> and tenant-<slug>-admins, the default"
                        + " host is <slug>.<platform's base domain>. 2 to 40 lower case letters, digits and single hyphens, not ending in -admins;"
                        + " unique on the platform; immutable. Default: metadata.name, which must then be such a name.")
        @Size(min = 2, max = 40) String slug,

        @Default("Retain")
        @JsonPropertyDescription(
                "What deleting this object does. Retain (default): all that the operator made in Authentik, Stalwart and oCIS stays,"
                        + " users, mail and files included, and only the operator's hold on it ends. Delete: all of it is destroyed, mail and files"
                        + " included, and can't be brought back; this needs the annotation platform.dezky.io/confirm-delete: <slug> on the object as well,"
                        + " and without it nothing is destroyed.")
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription(
                "How the tenant's people sign in. The tenant's groups, application and brand in Authentik are made in any case;"
                        + " without this section all of it has defaults.")
        IdentitySpec identity,

        @JsonPropertyDescription("The tenant's mail in Stalwart. Without it the tenant has no mail domain.")
        MailSpec mail,

        @JsonPropertyDescription("The tenant's files in oCIS. Without it the tenant has no spaces.")
        FilesSpec files,

        @Schema.ListMap("email")
        @ValidationRule(
                value = "self.all(a, self.exists_one(b, a.email.lowerAscii() == b.email.lowerAscii()))",
                message =
                        "spec.admins must not name an e-mail address twice, not even in another case: remove one of them")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
                "The tenant's first administrators. Each becomes a TenantInvite that this Tenant owns. At most 50, told apart by email"
                        + " (ignoring case). Removing one here removes the invite.")
        @Size(max = 50) List<AdminSpec> admins) {

    public TenantSpec {
        admins = Lists.copy(admins);
    }
}
