package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.CreateBrand;
import io.dezky.operator.identity.IdentityCall.UpdateBrand;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldChanges;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark.Ownership;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The brand of a tenant: its login page at its host. It starts from the platform's default brand. */
final class BrandPlanner {

    private final DesiredIdentity desired;
    private final ObservedIdentity observed;

    BrandPlanner(DesiredIdentity desired, ObservedIdentity observed) {
        this.desired = desired;
        this.observed = observed;
    }

    List<Change<IdentityCall>> changes() {
        return observed.brand().map(this::update).orElseGet(() -> List.of(create()));
    }

    private Map<String, Object> wanted() {
        Brand model = desired.platform().defaultBrand();
        DesiredIdentity.Branding branding = desired.branding();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("domain", desired.names().host());
        fields.put("branding_title", branding.title() == null ? desired.displayName() : branding.title());
        fields.put("branding_logo", branding.logo() == null ? model.brandingLogo() : branding.logo());
        fields.put("branding_favicon", branding.favicon() == null ? model.brandingFavicon() : branding.favicon());
        // A brand without a recovery flow has none: there is no fall-back to the default brand's.
        fields.putAll(model.flows());
        return fields;
    }

    private Change<IdentityCall> create() {
        Map<String, Object> fields = wanted();
        fields.put("attributes", desired.mark().attributes());
        String host = desired.names().host();
        return new Change.Create<>(
                IdentityPlanner.target("Brand", host),
                List.of(new FieldDiff("domain", "", host)),
                new CreateBrand(fields));
    }

    private List<Change<IdentityCall>> update(Brand found) {
        Map<String, Object> actual = new LinkedHashMap<>();
        actual.put("domain", found.domain());
        actual.put("branding_title", found.brandingTitle());
        actual.put("branding_logo", found.brandingLogo());
        actual.put("branding_favicon", found.brandingFavicon());
        actual.putAll(found.flows());
        FieldChanges changes = new FieldChanges();
        wanted().forEach((field, value) -> changes.compare(field, actual.get(field), value));
        // As the default brand it would serve every host that has no brand of its own.
        changes.compare("default", found.isDefault(), false);
        if (desired.mark().in(found.attributes()) != Ownership.OURS) {
            changes.set(
                    "attributes",
                    IdentityPlanner.marked(found.attributes(), desired.mark().attributes()),
                    new FieldDiff("attributes", "", desired.mark().text()));
        }
        return changes.isEmpty()
                ? List.of()
                : List.of(new Change.Update<>(
                        IdentityPlanner.target("Brand", found.domain()),
                        changes.diff(),
                        new UpdateBrand(found.brandUuid(), changes.fields())));
    }
}
