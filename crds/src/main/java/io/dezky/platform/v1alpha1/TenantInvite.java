package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** An invitation to a tenant. */
@Group("platform.dezky.io")
@Version("v1alpha1")
@ShortNames("dzti")
@Categories("dezky")
@JsonClassDescription(
        "An invitation to a tenant: the operator creates the user in Authentik, in the tenant's group, and hands over"
                + " exactly one credential, in a Secret of this namespace or by mail.")
@ValidationRule(value = Rules.INVITE_NAME_LEAVES_ROOM, message = Rules.INVITE_NAME_LEAVES_ROOM_MESSAGE)
@AdditionalPrinterColumn(name = "Email", jsonPath = ".spec.email", type = Type.STRING)
@AdditionalPrinterColumn(name = "Tenant", jsonPath = ".spec.tenantRef.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Role", jsonPath = ".spec.role", type = Type.STRING)
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", type = Type.STRING)
@AdditionalPrinterColumn(name = "Method", jsonPath = ".status.handoff.method", type = Type.STRING)
@AdditionalPrinterColumn(name = "Secret", jsonPath = ".status.handoff.secretRef.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".status.handoff.expiresAt", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Requested by", jsonPath = ".status.requestedBy", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class TenantInvite extends CustomResource<TenantInviteSpec, InviteStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @Required
    @JsonPropertyDescription("Whom to invite to which tenant, and how.")
    public TenantInviteSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("Where the invite stands. Written by the operator only.")
    public InviteStatus getStatus() {
        return super.getStatus();
    }

    // Records have no constructor without arguments, which is what the superclass would call.
    @Override
    protected TenantInviteSpec initSpec() {
        return null;
    }

    @Override
    protected InviteStatus initStatus() {
        return null;
    }
}
