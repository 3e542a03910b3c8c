package io.dezky.operator.identity;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.List;

/** Makes a tenant's part of Authentik true, and takes it down. */
public final class TenantIdentity {

    /** What came of it. */
    public sealed interface Result {

        /** All is there. */
        record InPlace(Ids ids, String clientSecret) implements Result {
            @Override
            public String toString() {
                return "InPlace " + ids;
            }
        }

        /** Nothing was touched, because something needs a person. */
        record Blocked(List<Obstacle> obstacles) implements Result {}
    }

    /** Under which ids all of it is found. */
    public record Ids(
            String groupId,
            String adminsGroupId,
            String applicationId,
            String applicationSlug,
            int providerId,
            String brandId,
            String clientId) {}

    private final Authentik authentik;
    private final PlanExecutor executor;
    private final Convergence convergence;

    public TenantIdentity(Authentik authentik, PlanExecutor executor) {
        this.authentik = authentik;
        this.executor = executor;
        this.convergence = new Convergence(executor);
    }

    /**
     * Observes, plans and applies.
     *
     * @param known what status tells of an earlier run
     */
    public Result reconcile(Subject subject, DesiredIdentity desired, Known known) {
        IdentityObserver observer = observer(desired.mark(), desired.names(), known);
        IdentityCaller caller = new IdentityCaller(authentik);
        // Nothing known of an earlier run: names are unique, so a create finds out by itself whether there is one.
        ObservedIdentity first = known.groupId() == null ? ObservedIdentity.nothing() : observer.observe();
        Convergence.Applied<ObservedIdentity, IdentityCall> applied = convergence.run(
                subject, first, observer::observe, observed -> IdentityPlanner.plan(desired, observed), caller);
        if (!applied.plan().obstacles().isEmpty()) {
            return new Result.Blocked(applied.plan().obstacles());
        }
        return inPlace(desired, applied, caller);
    }

    private IdentityObserver observer(Mark mark, TenantNames names, Known known) {
        return new IdentityObserver(authentik, names, new IdentityOwner(mark, known));
    }

    private Result inPlace(
            DesiredIdentity desired,
            Convergence.Applied<ObservedIdentity, IdentityCall> applied,
            IdentityCaller caller) {
        ObservedIdentity observed = applied.observed();
        String groupId = caller.madeGroup(desired.names().groupName())
                .or(observed::group)
                .map(Group::pk)
                .orElseThrow();
        Application application = guarded(desired, applied, groupId);
        Ids ids = new Ids(
                groupId,
                caller.madeGroup(desired.names().adminsGroupName())
                        .or(observed::adminsGroup)
                        .map(Group::pk)
                        .orElseThrow(),
                application.pk(),
                application.slug(),
                application.provider(),
                caller.madeBrand().or(observed::brand).map(Brand::brandUuid).orElseThrow(),
                desired.names().clientId());
        String secret = observed.provider().map(OAuth2Provider::clientSecret).orElse(desired.clientSecret());
        return new Result.InPlace(ids, secret);
    }

    /** The application as it is now, of which is certain that it lets in the tenant's group and nobody else. */
    private Application guarded(
            DesiredIdentity desired, Convergence.Applied<ObservedIdentity, IdentityCall> applied, String groupId) {
        String slug = desired.names().applicationSlug();
        boolean touched = applied.plan().changes().stream()
                .anyMatch(change -> change.call() instanceof IdentityCall.ApplicationCall
                        || change.call() instanceof IdentityCall.BindingCall);
        Application application = (touched
                        ? authentik.application(slug)
                        : applied.observed().application())
                .filter(app -> app.provider() != null)
                .orElseThrow(() -> changed(slug));
        if (touched && !admitsOnly(application, groupId)) {
            throw changed(slug);
        }
        if (authentik.admitsOperator(slug)) {
            throw open(slug);
        }
        return application;
    }

    private boolean admitsOnly(Application application, String groupId) {
        List<PolicyBinding> bindings = authentik.bindings(application.pk());
        return bindings.size() == 1 && bindings.get(0).admitsOnly(groupId);
    }

    private static ExternalException.Conflict open(String slug) {
        return new ExternalException.Conflict(
                Authentik.SYSTEM,
                "ApplicationOpen",
                "The application " + slug
                        + " in Authentik lets the operator's own account in, though its only binding is to the tenant's"
                        + " group. Take that account out of the group and out of all groups below it.");
    }

    private static ExternalException.Transient changed(String slug) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikChanged",
                "The application " + slug
                        + " in Authentik was changed by somebody else meanwhile. The operator looks again by itself.",
                false,
                null,
                null);
    }

    /** Whether the group of the tenant's slug carries the tenant's mark: it was made for it, whatever else is known. */
    public boolean hasSlug(Mark mark, TenantNames names) {
        return authentik
                .group(names.groupName())
                .filter(group -> mark.in(group.attributes()).isOurs())
                .isPresent();
    }

    /** Whether there is a group of the tenant's slug, whosever it is. */
    public boolean hasGroup(TenantNames names) {
        return authentik.group(names.groupName()).isPresent();
    }

    /** Whether a brand of the tenant's host carries the tenant's mark. */
    public boolean hasHost(Mark mark, TenantNames names) {
        return authentik.brandsWithDomain(names.host()).stream()
                .anyMatch(brand -> mark.in(brand.attributes()).isOurs());
    }

    /** Takes everything down. What is not ours stays. */
    public void tearDown(Subject subject, Mark mark, TenantNames names, Known known) {
        apply(subject, end(mark, names, known).tearDown());
    }

    /** Lets everything be, and takes our marks off. */
    public void release(Subject subject, Mark mark, TenantNames names, Known known) {
        apply(subject, end(mark, names, known).release());
    }

    private IdentityEnd end(Mark mark, TenantNames names, Known known) {
        return new IdentityEnd(mark, names, observer(mark, names, known).observe());
    }

    private void apply(Subject subject, Plan<IdentityCall> plan) {
        executor.apply(subject, plan, new IdentityCaller(authentik));
    }
}
