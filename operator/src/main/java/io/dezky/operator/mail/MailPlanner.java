package io.dezky.operator.mail;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldChanges;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a tenant shall have in Stalwart with what is there, and with what DNS shows. Pure. */
public final class MailPlanner {

    private final DesiredMail desired;
    private final ObservedMail observed;
    private final MailOwner owner;
    private final List<Change<MailCall>> changes = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    private MailPlanner(DesiredMail desired, ObservedMail observed) {
        this.desired = desired;
        this.observed = observed;
        this.owner = new MailOwner(desired.mark(), observed.known());
    }

    /** What must change so that all is as desired. One domain's obstacle does not stop the others. */
    public static Plan<MailCall> plan(DesiredMail desired, ObservedMail observed) {
        MailPlanner planner = new MailPlanner(desired, observed);
        desired.domains().forEach(planner::domain);
        planner.letGo();
        return new Plan<>(planner.changes, planner.obstacles);
    }

    static Target target(String kind, String name) {
        return new Target(Stalwart.SYSTEM, kind, name);
    }

    private void domain(DesiredDomain wanted) {
        Optional<Domain> found = observed.named(wanted.name());
        Optional<Obstacle> obstacle =
                found.map(domain -> taken(wanted, owner.otherHolder(domain))).orElseGet(() -> mayNotBeMade(wanted));
        if (obstacle.isPresent()) {
            obstacles.add(obstacle.get());
        } else if (found.isEmpty()) {
            changes.add(create(wanted));
        } else {
            properties(wanted, found.get()).ifPresent(changes::add);
            changes.addAll(new KeyPlanner(wanted, found.get(), observed).changes());
        }
    }

    // ---- what can't be had

    private static Optional<Obstacle> taken(DesiredDomain wanted, Optional<String> holder) {
        return holder.map(who -> Obstacle.conflict(
                target("Domain", wanted.name()),
                "DomainTaken",
                "Stalwart already has the domain " + wanted.name() + " and " + who
                        + ". Remove it from spec.mail.domains, or have it removed in Stalwart by whoever made it."));
    }

    private Optional<Obstacle> mayNotBeMade(DesiredDomain wanted) {
        if (observed.aliases().contains(wanted.name())) {
            return taken(wanted, Optional.of("it is an alias of another domain there"));
        }
        boolean unproven = desired.proofRequired() && !observed.proven().contains(wanted.name());
        return unproven ? Optional.of(unproven(wanted)) : Optional.empty();
    }

    private Obstacle unproven(DesiredDomain wanted) {
        DnsRecord challenge = desired.challenge(wanted.name());
        return Obstacle.waiting(
                target("Domain", wanted.name()),
                "OwnershipUnproven",
                "The owner of " + wanted.name() + " has not proved it. Publish the TXT record " + challenge.name()
                        + " with the value " + challenge.value() + "; the operator looks for it again by itself.");
    }

    // ---- the domain itself

    private Change<MailCall> create(DesiredDomain wanted) {
        // Numbers of keys that this domain had before it went are never used again: their records may still be there.
        int serial = observed.known().lastSerial(wanted.name()) + 1;
        List<NewDomain.NewKey> keys = wanted.algorithms().stream()
                .map(algorithm -> new NewDomain.NewKey(DkimSignature.selector(serial, algorithm), algorithm))
                .toList();
        List<String> selectors = keys.stream().map(NewDomain.NewKey::selector).toList();
        return new Change.Create<>(
                target("Domain", wanted.name()),
                List.of(
                        new FieldDiff("name", "", wanted.name()),
                        new FieldDiff("catchAllAddress", "", wanted.catchAll()),
                        new FieldDiff("DkimSignature", "", selectors + " pending")),
                new MailCall.CreateDomain(
                        new NewDomain(wanted.name(), description(desired.mark()), wanted.catchAll(), keys)));
    }

    /** The mark, and the word by which all domains of a tenant are found. Nothing in it comes from a user. */
    static String description(Mark mark) {
        return mark.text() + " " + mark.searchWord();
    }

    private Optional<Change<MailCall>> properties(DesiredDomain wanted, Domain found) {
        FieldChanges differing = new FieldChanges();
        differing.compare("name", found.name(), wanted.name());
        differing.compare("description", found.description(), description(desired.mark()));
        differing.compare("catchAllAddress", found.catchAll(), wanted.catchAll());
        // Left automatic, Stalwart would make keys that sign before DNS shows them.
        for (String automatic : found.automatic()) {
            differing.set(automatic, Map.of("@type", "Manual"), new FieldDiff(automatic, "Automatic", "Manual"));
        }
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Update<>(
                        target("Domain", found.name()),
                        differing.diff(),
                        new MailCall.UpdateDomain(found.id(), differing.fields())));
    }

    // ---- domains that the spec no longer names

    private void letGo() {
        List<Domain> goes = toDestroy(desired, observed);
        unwanted().stream()
                .filter(domain -> !goes.contains(domain))
                .forEach(domain -> changes.add(released(desired.mark(), domain)));
    }

    private List<Domain> unwanted() {
        List<Domain> wanted = desired.domains().stream()
                .flatMap(domain -> observed.named(domain.name()).stream())
                .toList();
        return observed.domains().stream()
                .filter(domain -> !wanted.contains(domain) && !desired.names(domain.name()))
                .filter(owner::hasMarked)
                .toList();
    }

    /**
     * The domains that are no longer wanted and may be destroyed; what lives in them has to be looked up first. Only what
     * status knows by this name and id: a domain that somebody renamed, or one of which nothing is known, keeps its mail.
     */
    static List<Domain> toDestroy(DesiredMail desired, ObservedMail observed) {
        return new MailPlanner(desired, observed)
                .unwanted().stream()
                        .filter(domain -> desired.mayDestroy())
                        .filter(domain -> observed.known().isIdOf(domain.name(), domain.id()))
                        .toList();
    }

    /** The domain stays as it is, with all mail in it; only the mark goes. */
    static Change<MailCall> released(Mark mark, Domain domain) {
        return new Change.Update<>(
                target("Domain", domain.name()),
                List.of(new FieldDiff("mark", "ours", "released")),
                new MailCall.UpdateDomain(domain.id(), Map.of("description", mark.releasedText())));
    }

    /** The domain goes, with all mail in it. */
    static Plan<MailCall> destroyed(Domain domain, Stalwart.Contents contents) {
        List<Change<MailCall>> changes = new ArrayList<>();
        if (!contents.isEmpty()) {
            changes.add(new Change.Delete<>(
                    target("Account", contents.size() + " in " + domain.name()),
                    true,
                    new MailCall.DestroyContents(contents)));
        }
        List<String> keys = domain.signatures().stream().map(DkimSignature::id).toList();
        changes.add(new Change.Delete<>(
                target("Domain", domain.name()), true, new MailCall.DestroyDomain(domain.id(), keys)));
        return Plan.of(changes);
    }
}
