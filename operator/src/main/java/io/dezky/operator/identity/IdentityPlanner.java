package io.dezky.operator.identity;

import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a tenant shall have in Authentik with what is there. Pure. */
public final class IdentityPlanner {

    private final DesiredIdentity desired;
    private final ObservedIdentity observed;

    private IdentityPlanner(DesiredIdentity desired, ObservedIdentity observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** What must change so that all is as desired. */
    public static Plan<IdentityCall> plan(DesiredIdentity desired, ObservedIdentity observed) {
        IdentityPlanner planner = new IdentityPlanner(desired, observed);
        List<Obstacle> obstacles = planner.obstacles();
        // Groups, application and binding hang together: with one of them another's, none is touched.
        return obstacles.isEmpty() ? Plan.of(planner.changes()) : new Plan<>(List.of(), obstacles);
    }

    static Target target(String kind, String name) {
        return new Target(Authentik.SYSTEM, kind, name);
    }

    /** The mark as Authentik keeps it, together with the attributes of others: attributes are replaced as a whole. */
    static Map<String, Object> marked(Map<String, Object> found, Map<String, String> mark) {
        Map<String, Object> merged = new LinkedHashMap<>(found);
        merged.putAll(mark);
        return merged;
    }

    private List<Change<IdentityCall>> changes() {
        List<Change<IdentityCall>> changes = new ArrayList<>();
        GroupPlanner groups = new GroupPlanner(desired, observed);
        changes.addAll(groups.changes());
        changes.addAll(new ApplicationPlanner(desired, observed).changes());
        changes.addAll(new BrandPlanner(desired, observed).changes());
        // Last, because the permission for it is one that the operator may well lack, and nothing else shall suffer.
        changes.addAll(groups.privileges());
        return changes;
    }

    // ---- what is somebody else's

    private List<Obstacle> obstacles() {
        IdentityOwner owner = new IdentityOwner(desired.mark(), observed.known());
        List<Obstacle> obstacles = new ArrayList<>();
        observed.group()
                .flatMap(group -> taken("Group", group.name(), owner.otherHolder(group)))
                .ifPresent(obstacles::add);
        observed.adminsGroup()
                .flatMap(group -> taken("Group", group.name(), owner.otherHolder(group)))
                .ifPresent(obstacles::add);
        observed.application()
                .flatMap(app -> taken("Application", app.slug(), owner.otherHolder(app)))
                .ifPresent(obstacles::add);
        observed.provider().flatMap(this::providerTaken).ifPresent(obstacles::add);
        observed.anothersBrand()
                .flatMap(brand -> taken("Brand", brand.domain(), owner.otherHolder(brand)))
                .ifPresent(obstacles::add);
        return obstacles;
    }

    private Optional<Obstacle> providerTaken(OAuth2Provider provider) {
        boolean ours = desired.names().clientId().equals(provider.clientId())
                || provider.pk().equals(observed.known().providerId())
                || observed.attachedProvider().filter(provider.pk()::equals).isPresent();
        if (!ours) {
            return taken("OAuth2Provider", provider.name(), Mark.holder(Mark.Ownership.UNMARKED));
        }
        String user = provider.assignedApplicationSlug();
        boolean usedElsewhere = user != null
                && observed.application().filter(app -> app.slug().equals(user)).isEmpty();
        return usedElsewhere
                ? Optional.of(Obstacle.conflict(
                        target("OAuth2Provider", provider.name()),
                        "IdentityConflict",
                        "The tenant's OAuth2Provider \"" + provider.name()
                                + "\" in Authentik is used by another application, \"" + user
                                + "\". Take it from that application; the operator then gives it back to its own."))
                : Optional.empty();
    }

    private static Optional<Obstacle> taken(String kind, String name, Optional<String> holder) {
        String field = kind.equals("Brand") ? "spec.identity.host" : "slug";
        return holder.map(who -> Obstacle.conflict(
                target(kind, name),
                "IdentityConflict",
                "Authentik already has a " + kind + " \"" + name + "\" and " + who + ". Choose another " + field
                        + ", or remove the object in Authentik if nobody needs it."));
    }
}
