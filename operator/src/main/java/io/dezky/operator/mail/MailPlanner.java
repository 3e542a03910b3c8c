package io.dezky.operator.mail;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares what a tenant shall have in Stalwart with what is there, and with what DNS shows. Pure. */
public final class MailPlanner {

    private final DesiredMail desired;
    private final ObservedMail observed;
    private final List<Change<MailCall>> changes = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    private MailPlanner(DesiredMail desired, ObservedMail observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** What must change so that all is as desired. One domain's obstacle does not stop the others. */
    public static Plan<MailCall> plan(DesiredMail desired, ObservedMail observed) {
        MailPlanner planner = new MailPlanner(desired, observed);
        desired.domains().forEach(planner::domain);
        planner.unwanted();
        return new Plan<>(planner.changes, planner.obstacles);
    }

    static Target target(String kind, String name) {
        return new Target(Stalwart.SYSTEM, kind, name);
    }

    private void domain(DesiredDomain wanted) {
        Optional<Domain> found = observed.domains().stream()
                .filter(domain -> domain.name().equals(wanted.name()))
                .findFirst();
        if (found.isEmpty()) {
            create(wanted);
            return;
        }
        Ownership ownership = desired.mark().in(found.get().description());
        Optional<String> holder = Mark.holder(ownership);
        if (holder.isPresent()) {
            obstacles.add(
                    Obstacle.conflict(
                            target("Domain", wanted.name()),
                            "DomainTaken",
                            "Stalwart already has the domain " + wanted.name() + " and " + holder.get()
                                    + ". Remove it from spec.mail.domains, or have it removed in Stalwart by whoever made it."));
            return;
        }
        properties(wanted, found.get());
        keys(wanted, found.get());
    }

    private void create(DesiredDomain wanted) {
        if (desired.proofRequired() && !observed.proven().contains(wanted.name())) {
            DnsRecord challenge =
                    MailRecords.ownership(wanted.name(), DesiredMail.challenge(desired.mark(), wanted.name()), true);
            obstacles.add(Obstacle.waiting(
                    target("Domain", wanted.name()),
                    "OwnershipUnproven",
                    "The owner of " + wanted.name() + " has not proved it. Publish the TXT record " + challenge.name()
                            + " with the value " + challenge.value() + "; the operator looks for it again by itself."));
            return;
        }
        List<NewDomain.NewKey> keys = wanted.algorithms().stream()
                .map(algorithm -> new NewDomain.NewKey(DkimSignature.selector(1, algorithm), algorithm))
                .toList();
        changes.add(new Change.Create<>(
                target("Domain", wanted.name()),
                List.of(
                        new FieldDiff("name", "", wanted.name()),
                        new FieldDiff("catchAllAddress", "", wanted.catchAll()),
                        new FieldDiff(
                                "DkimSignature",
                                "",
                                keys.stream().map(NewDomain.NewKey::selector).toList() + " pending")),
                new MailCall.CreateDomain(
                        new NewDomain(wanted.name(), description(desired.mark()), wanted.catchAll(), keys))));
    }

    /** The mark, and the word by which all domains of a tenant are found. Nothing in it comes from a user. */
    static String description(Mark mark) {
        return mark.text() + " " + mark.searchWord();
    }

    private void properties(DesiredDomain wanted, Domain found) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        if (!found.description().equals(description(desired.mark()))) {
            properties.put("description", description(desired.mark()));
            diff.add(new FieldDiff("description", found.description(), description(desired.mark())));
        }
        if (!Objects.equals(found.catchAll(), wanted.catchAll())) {
            properties.put("catchAllAddress", wanted.catchAll());
            diff.add(new FieldDiff("catchAllAddress", found.catchAll(), wanted.catchAll()));
        }
        // Left automatic, Stalwart would make keys that sign before DNS shows them.
        for (String automatic : found.automatic()) {
            properties.put(automatic, Map.of("@type", "Manual"));
            diff.add(new FieldDiff(automatic, "Automatic", "Manual"));
        }
        if (!properties.isEmpty()) {
            changes.add(new Change.Update<>(
                    target("Domain", found.name()), diff, new MailCall.UpdateDomain(found.id(), properties)));
        }
    }

    // ---- DKIM keys. Only the operator's own, by their selectors; others are left alone.

    private void keys(DesiredDomain wanted, Domain found) {
        List<DkimSignature> ours = found.signatures().stream()
                .filter(key -> key.serial().isPresent())
                .toList();
        int next = ours.stream().mapToInt(key -> key.serial().orElse(0)).max().orElse(0) + 1;
        boolean signs = false;
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            if (wanted.algorithms().contains(algorithm)) {
                signs |= wantedKey(found, ours, algorithm, next);
            }
        }
        for (DkimSignature key : ours) {
            boolean unwanted =
                    key.algorithm().filter(wanted.algorithms()::contains).isEmpty();
            if (unwanted) {
                unwantedKey(found, key, signs);
            }
        }
    }

    /** One key of the algorithm shall be there, and sign as soon as DNS shows it. Tells whether one signs by then. */
    private boolean wantedKey(Domain found, List<DkimSignature> ours, DkimAlgorithm algorithm, int next) {
        List<DkimSignature> candidates = ours.stream()
                .filter(key -> key.algorithm().filter(algorithm::equals).isPresent())
                .filter(key -> key.stage() == DkimStage.PENDING || key.stage() == DkimStage.ACTIVE)
                .sorted(Comparator.comparing(DkimSignature::stage, Comparator.reverseOrder())
                        .thenComparing(DkimSignature::id))
                .toList();
        if (candidates.isEmpty()) {
            // After a key of this number was retired or destroyed its name may still be cached: never used again.
            String selector = DkimSignature.selector(next, algorithm);
            changes.add(new Change.Create<>(
                    target("DkimSignature", selector + "." + found.name()),
                    List.of(new FieldDiff("stage", "", "pending"), FieldDiff.secret("privateKey")),
                    new MailCall.CreateSignature(found.id(), new NewDomain.NewKey(selector, algorithm))));
            return false;
        }
        DkimSignature key = candidates.get(0);
        // A create whose answer was lost may have been made twice: Stalwart takes any number of equal keys.
        for (DkimSignature twin : candidates.subList(1, candidates.size())) {
            if (twin.stage() == DkimStage.PENDING) {
                destroy(found, twin);
            }
        }
        if (key.stage() == DkimStage.ACTIVE) {
            return true;
        }
        if (!observed.published().contains(key.id())) {
            return false;
        }
        changeStage(found, key, DkimStage.ACTIVE);
        return true;
    }

    /** A key of an algorithm that is no longer wanted stops signing once another one signs. */
    private void unwantedKey(Domain found, DkimSignature key, boolean anotherSigns) {
        if (key.stage() == DkimStage.PENDING) {
            destroy(found, key);
        } else if (key.stage() == DkimStage.ACTIVE && anotherSigns) {
            changeStage(found, key, DkimStage.RETIRING);
        }
    }

    private void changeStage(Domain found, DkimSignature key, DkimStage stage) {
        changes.add(new Change.Update<>(
                target("DkimSignature", key.selector() + "." + found.name()),
                List.of(new FieldDiff("stage", key.stage().word(), stage.word())),
                new MailCall.ChangeStage(key.id(), stage)));
    }

    private void destroy(Domain found, DkimSignature key) {
        changes.add(new Change.Delete<>(
                target("DkimSignature", key.selector() + "." + found.name()),
                false,
                new MailCall.DestroySignature(key.id())));
    }

    // ---- domains that the spec no longer names

    private void unwanted() {
        observed.domains().stream()
                .filter(domain -> !desired.names(domain.name()))
                .filter(domain -> isOurs(desired.mark(), domain))
                .filter(domain -> !desired.mayDestroy())
                .forEach(domain -> changes.add(released(desired.mark(), domain)));
    }

    /** The domains that are no longer wanted and may be destroyed; what lives in them has to be looked up first. */
    static List<Domain> toDestroy(DesiredMail desired, ObservedMail observed) {
        return observed.domains().stream()
                .filter(domain -> desired.mayDestroy() && !desired.names(domain.name()))
                .filter(domain -> isOurs(desired.mark(), domain))
                .toList();
    }

    static boolean isOurs(Mark mark, Domain domain) {
        Ownership ownership = mark.in(domain.description());
        return ownership == Ownership.OURS || ownership == Ownership.OURS_RENEWED;
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
        changes.add(new Change.Delete<>(
                target("Domain", domain.name()),
                true,
                new MailCall.DestroyDomain(
                        domain.id(),
                        domain.signatures().stream().map(DkimSignature::id).toList())));
        return Plan.of(changes);
    }
}
