package io.dezky.operator.identity;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.List;
import java.util.Optional;

/** Makes a tenant's part of Authentik true, and takes it down. */
public final class TenantIdentity {

    /**
     * What is known of an earlier run. All of it can be lost: names find everything again.
     *
     * @param groupId null when nothing was made yet
     * @param brandId null when no brand was made yet
     */
    public record Known(String groupId, String brandId) {}

    /**
     * What is there now. Fields are null where an obstacle kept them from being made.
     *
     * @param clientSecret of the provider
     * @param obstacles what needs a person
     */
    public record Result(
            String groupId,
            String adminsGroupId,
            String applicationId,
            String applicationSlug,
            Integer providerId,
            String brandId,
            String clientId,
            String clientSecret,
            List<Obstacle> obstacles) {

        @Override
        public String toString() {
            return "Result of " + applicationSlug + " (redacted)";
        }
    }

    private final Authentik authentik;
    private final PlanExecutor executor;
    private final Convergence convergence;

    public TenantIdentity(Authentik authentik, PlanExecutor executor) {
        this.authentik = authentik;
        this.executor = executor;
        this.convergence = new Convergence(executor);
    }

    /** Observes, plans and applies. */
    public Result reconcile(Subject subject, DesiredIdentity desired, Known known) {
        // Nothing known of an earlier run: names are unique, so a create finds out by itself whether there is one.
        ObservedIdentity first =
                known.groupId() == null ? ObservedIdentity.nothing() : observe(desired, known.brandId());
        IdentityCaller caller = new IdentityCaller(authentik);
        Observation observation = new Observation(first);
        Plan<IdentityCall> plan = convergence
                .run(
                        subject,
                        first,
                        () -> observation.renew(observe(desired, known.brandId())),
                        observed -> IdentityPlanner.plan(desired, observed),
                        caller)
                .plan();
        if (!plan.obstacles().isEmpty()) {
            return new Result(null, null, null, desired.applicationSlug(), null, null, null, null, plan.obstacles());
        }
        return result(desired, observation.latest, caller, plan);
    }

    /** The observation that the last plan was made from. */
    private static final class Observation {
        private ObservedIdentity latest;

        Observation(ObservedIdentity first) {
            this.latest = first;
        }

        ObservedIdentity renew(ObservedIdentity observed) {
            latest = observed;
            return observed;
        }
    }

    private Result result(
            DesiredIdentity desired, ObservedIdentity observed, IdentityCaller caller, Plan<IdentityCall> plan) {
        boolean applicationTouched = plan.changes().stream()
                .anyMatch(change -> change.target().kind().matches("Application|OAuth2Provider|PolicyBinding"));
        Application application = applicationTouched
                ? authentik.application(desired.applicationSlug()).orElseThrow(() -> changed(desired))
                : observed.application().orElseThrow(() -> changed(desired));
        if (application.provider() == null) {
            throw changed(desired);
        }
        if (authentik.admitsOperator(desired.applicationSlug())) {
            throw new ExternalException.Conflict(
                    Authentik.SYSTEM,
                    "ApplicationOpen",
                    "The application " + desired.applicationSlug()
                            + " in Authentik lets people in who are not in the tenant's group: a binding is missing or too"
                            + " wide, or the operator's account was put into the group. Take the operator's account out of"
                            + " it; bindings are mended by the operator.");
        }
        boolean createdTogether = observed.provider().isEmpty();
        String clientSecret = createdTogether
                ? desired.clientSecret()
                : observed.provider().get().clientSecret();
        return new Result(
                caller.madeGroup(desired.groupName())
                        .or(observed::group)
                        .map(Group::pk)
                        .orElseThrow(),
                caller.madeGroup(desired.adminsGroupName())
                        .or(observed::adminsGroup)
                        .map(Group::pk)
                        .orElseThrow(),
                application.pk(),
                application.slug(),
                application.provider(),
                caller.madeBrand().or(observed::brand).map(Brand::brandUuid).orElseThrow(),
                desired.clientId(),
                clientSecret,
                List.of());
    }

    private static ExternalException.Transient changed(DesiredIdentity desired) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikChanged",
                "The application " + desired.applicationSlug()
                        + " in Authentik was changed by somebody else meanwhile. The operator looks again by itself.",
                false,
                null,
                null);
    }

    private ObservedIdentity observe(DesiredIdentity desired, String brandId) {
        return observe(desired.mark(), desired.slug(), desired.applicationSlug(), desired.host(), brandId);
    }

    private ObservedIdentity observe(Mark mark, String slug, String applicationSlug, String host, String brandId) {
        Optional<Application> application = authentik.application(applicationSlug);
        Optional<OAuth2Provider> provider = application
                .flatMap(app -> Optional.ofNullable(app.provider()))
                .flatMap(authentik::provider)
                .or(() -> authentik.providerNamed(applicationSlug));
        Optional<Brand> atHost = authentik.brandFor(host);
        Optional<Brand> own = atHost.filter(brand -> isOurs(mark.in(brand.attributes())))
                .or(() -> Optional.ofNullable(brandId)
                        .flatMap(authentik::brand)
                        .filter(brand -> isOurs(mark.in(brand.attributes()))));
        return new ObservedIdentity(
                authentik.group(DesiredIdentity.groupName(slug)),
                authentik.group(DesiredIdentity.adminsGroupName(slug)),
                application,
                provider,
                application.map(app -> authentik.bindings(app.pk())).orElse(List.of()),
                own,
                atHost);
    }

    private static boolean isOurs(Ownership ownership) {
        return ownership == Ownership.OURS || ownership == Ownership.OURS_RENEWED;
    }

    /** Takes everything down. What is not ours stays. */
    public void tearDown(Subject subject, Mark mark, String slug, String host, String brandId) {
        ObservedIdentity observed = observe(mark, slug, "tenant-" + slug, host, brandId);
        executor.apply(
                subject,
                IdentityPlanner.tearDown(mark, observed, mark.instance() + "-" + slug),
                new IdentityCaller(authentik));
    }

    /** Lets everything be, and takes our marks off. */
    public void release(Subject subject, Mark mark, String slug, String host, String brandId) {
        ObservedIdentity observed = observe(mark, slug, "tenant-" + slug, host, brandId);
        executor.apply(subject, IdentityPlanner.release(mark, observed), new IdentityCaller(authentik));
    }
}
