package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.DeleteApplication;
import io.dezky.operator.identity.IdentityCall.DeleteBrand;
import io.dezky.operator.identity.IdentityCall.DeleteGroup;
import io.dezky.operator.identity.IdentityCall.DeleteProvider;
import io.dezky.operator.identity.IdentityCall.UpdateApplication;
import io.dezky.operator.identity.IdentityCall.UpdateBrand;
import io.dezky.operator.identity.IdentityCall.UpdateGroup;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done in Authentik when a tenant goes. What is not the tenant's is left alone. Pure. */
final class IdentityEnd {

    private final Mark mark;
    private final TenantNames names;
    private final ObservedIdentity observed;
    private final IdentityOwner owner;

    IdentityEnd(Mark mark, TenantNames names, ObservedIdentity observed) {
        this.mark = mark;
        this.names = names;
        this.observed = observed;
        this.owner = new IdentityOwner(mark, observed.known());
    }

    /**
     * Everything goes, in the order that never opens the application: it goes first, the group that it is bound to goes
     * last (docs/systems/authentik.md, Tear-down).
     */
    Plan<IdentityCall> tearDown() {
        List<Change<IdentityCall>> changes = new ArrayList<>();
        application()
                .ifPresent(app -> changes.add(delete("Application", app.slug(), new DeleteApplication(app.slug()))));
        observed.provider()
                .filter(this::isOurs)
                .ifPresent(provider ->
                        changes.add(delete("OAuth2Provider", provider.name(), new DeleteProvider(provider.pk()))));
        brand().ifPresent(brand -> changes.add(delete("Brand", brand.domain(), new DeleteBrand(brand.brandUuid()))));
        groups().forEach(group -> changes.add(delete("Group", group.name(), new DeleteGroup(group.pk()))));
        return Plan.of(changes);
    }

    /** All stays; only the marks go. */
    Plan<IdentityCall> release() {
        List<Change<IdentityCall>> changes = new ArrayList<>();
        application()
                .ifPresent(app -> changes.add(released(
                        "Application",
                        app.slug(),
                        new UpdateApplication(app.slug(), Map.of("meta_publisher", mark.releasedText())))));
        brand().ifPresent(brand -> changes.add(
                released("Brand", brand.domain(), new UpdateBrand(brand.brandUuid(), letGo(brand.attributes())))));
        groups().forEach(group -> changes.add(
                released("Group", group.name(), new UpdateGroup(group.pk(), List.of(), letGo(group.attributes())))));
        return Plan.of(changes);
    }

    private Optional<Application> application() {
        return observed.application().filter(app -> owner.otherHolder(app).isEmpty());
    }

    /**
     * Providers carry no mark. Its client id is one that any Tenant of this slug would give it, also one that never got
     * the slug; so it must hang on our application or, when that is gone already, our groups must still be there or
     * status must know it. One that hangs on another's application stays, whatever status says.
     */
    private boolean isOurs(OAuth2Provider provider) {
        if (!names.clientId().equals(provider.clientId())) {
            return false;
        }
        String user = provider.assignedApplicationSlug();
        boolean ourApplications =
                application().filter(app -> app.slug().equals(user)).isPresent();
        boolean traced =
                !groups().isEmpty() || provider.pk().equals(observed.known().providerId());
        return ourApplications || (user == null && traced);
    }

    private Optional<Brand> brand() {
        return observed.brand().filter(brand -> owner.otherHolder(brand).isEmpty());
    }

    /** The admins' group, and the members' group last. */
    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        observed.adminsGroup().ifPresent(groups::add);
        observed.group().ifPresent(groups::add);
        return groups.stream()
                .filter(group -> owner.otherHolder(group).isEmpty())
                .toList();
    }

    private static Change<IdentityCall> delete(String kind, String name, IdentityCall call) {
        return new Change.Delete<>(IdentityPlanner.target(kind, name), false, call);
    }

    private static Change<IdentityCall> released(String kind, String name, IdentityCall call) {
        return new Change.Update<>(
                IdentityPlanner.target(kind, name), List.of(new FieldDiff("mark", "ours", "released")), call);
    }

    private Map<String, Object> letGo(Map<String, Object> attributes) {
        return Map.of("attributes", IdentityPlanner.marked(attributes, mark.releasedAttributes()));
    }
}
