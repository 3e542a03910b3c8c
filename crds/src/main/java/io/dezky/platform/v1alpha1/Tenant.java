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

/** A customer of the platform. */
@Group("platform.dezky.io")
@Version("v1alpha1")
@ShortNames("dzt")
@Categories("dezky")
@JsonClassDescription(
        "A customer of the platform: sign-in (Authentik), mail (Stalwart) and files (oCIS), made and kept as described"
                + " here.")
@ValidationRule(value = Rules.NAME_IS_SLUG, message = Rules.NAME_IS_SLUG_MESSAGE)
@ValidationRule(value = Rules.TENANT_NAME_LEAVES_ROOM, message = Rules.TENANT_NAME_LEAVES_ROOM_MESSAGE)
@AdditionalPrinterColumn(name = "Slug", jsonPath = ".status.slug", type = Type.STRING)
@AdditionalPrinterColumn(name = "Host", jsonPath = ".status.host", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "DNS",
        jsonPath = ".status.conditions[?(@.type==\"DnsVerified\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Identity",
        jsonPath = ".status.conditions[?(@.type==\"IdentityReady\")].status",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Mail",
        jsonPath = ".status.conditions[?(@.type==\"MailReady\")].status",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Files",
        jsonPath = ".status.conditions[?(@.type==\"FilesReady\")].status",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class Tenant extends CustomResource<TenantSpec, TenantStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @Required
    @JsonPropertyDescription("What the tenant is to be.")
    public TenantSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What the tenant is. Written by the operator only.")
    public TenantStatus getStatus() {
        return super.getStatus();
    }

    /** The slug in use: {@code spec.slug}, or {@code metadata.name} where that is absent. */
    public String slug() {
        return getSpec() == null || getSpec().slug() == null
                ? getMetadata().getName()
                : getSpec().slug();
    }

    // Records have no constructor without arguments, which is what the superclass would call.
    @Override
    protected TenantSpec initSpec() {
        return null;
    }

    @Override
    protected TenantStatus initStatus() {
        return null;
    }
}
