package io.dezky.operator.mail;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a tenant's part of Stalwart true, and takes it down. */
public final class TenantMail {

    /**
     * What is there now.
     *
     * @param domains in the order of the spec; then those that should be gone and are not
     * @param obstacles what needs a person
     * @param dnsTroubles what resolvers did that could not be asked, in words; records may be there though not verified
     */
    public record Result(List<DomainResult> domains, List<Obstacle> obstacles, List<String> dnsTroubles) {

        /** Of a tenant without mail. */
        static Result nothing() {
            return new Result(List.of(), List.of(), List.of());
        }
    }

    /**
     * One domain.
     *
     * @param id null while it is not made
     * @param keys the operator's own, one of each selector
     * @param records what its owner should publish
     */
    public record DomainResult(String name, String id, List<DkimSignature> keys, List<RecordResult> records) {}

    /**
     * One record.
     *
     * @param verified whether DNS shows it
     */
    public record RecordResult(DnsRecord record, boolean verified) {}

    private final Stalwart stalwart;
    private final DnsCheck dns;
    private final PlanExecutor executor;
    private final Convergence convergence;

    public TenantMail(Stalwart stalwart, DnsCheck dns, PlanExecutor executor) {
        this.stalwart = stalwart;
        this.dns = dns;
        this.executor = executor;
        this.convergence = new Convergence(executor);
    }

    /**
     * Observes, plans and applies.
     *
     * @param known what status tells of an earlier run
     */
    public Result reconcile(Subject subject, DesiredMail desired, KnownDomains known) {
        if (desired.domains().isEmpty() && known.isEmpty()) {
            return Result.nothing();
        }
        return new Run(subject, desired, known).take();
    }

    /** One run over the mail of one tenant. */
    private final class Run {

        private final Subject subject;
        private final DesiredMail desired;
        private final DnsCheck.Look look = dns.look();
        private final MailObserver observer;
        private final MailOwner owner;
        private final MailCaller caller = new MailCaller(stalwart);

        Run(Subject subject, DesiredMail desired, KnownDomains known) {
            this.subject = subject;
            this.desired = desired;
            this.observer = new MailObserver(stalwart, look, desired, known);
            this.owner = new MailOwner(desired.mark(), known);
        }

        Result take() {
            List<Obstacle> obstacles = new ArrayList<>();
            Convergence.Applied<ObservedMail, MailCall> applied = converge(desired, observer::first, obstacles);
            obstacles.addAll(applied.plan().obstacles());
            List<DomainResult> results = new ArrayList<>();
            List<Domain> now = now(applied);
            desired.domains().forEach(wanted -> results.add(result(wanted, now)));
            for (Domain domain : MailPlanner.toDestroy(desired, applied.observed())) {
                destroy(domain).ifPresent(obstacle -> {
                    obstacles.add(obstacle);
                    results.add(stillThere(domain));
                });
            }
            return new Result(results, obstacles, look.troubles());
        }

        /** A domain that Stalwart refuses does not hold up the others. */
        private Convergence.Applied<ObservedMail, MailCall> converge(
                DesiredMail wanted, Supplier<ObservedMail> first, List<Obstacle> refusals) {
            try {
                return convergence.run(
                        subject,
                        first.get(),
                        observer::everything,
                        observed -> MailPlanner.plan(wanted, observed),
                        caller);
            } catch (MailCaller.Refused refused) {
                refusals.add(refused.obstacle());
                return converge(wanted.withholding(refused.domain()), observer::everything, refusals);
            }
        }

        /** What can't be destroyed, because something else refers to it, does not hold up the other domains. */
        private Optional<Obstacle> destroy(Domain domain) {
            try {
                TenantMail.this.destroy(subject, domain);
                return Optional.empty();
            } catch (ExternalException.Conflict e) {
                return Optional.of(
                        Obstacle.conflict(MailPlanner.target("Domain", domain.name()), e.reason(), e.getMessage()));
            }
        }

        /** Known on, because only what is known is destroyed. */
        private static DomainResult stillThere(Domain domain) {
            return new DomainResult(domain.name(), domain.id(), keys(domain), List.of());
        }

        /** What was made is known from its creation; after any other change one looks again. */
        private List<Domain> now(Convergence.Applied<ObservedMail, MailCall> applied) {
            boolean onlyMade = applied.plan().changes().stream()
                    .allMatch(change -> change.call() instanceof MailCall.CreateDomain);
            return onlyMade ? caller.withMade(applied.observed().domains()) : observer.domains();
        }

        private DomainResult result(DesiredDomain wanted, List<Domain> now) {
            return now.stream()
                    .filter(domain -> domain.name().equals(wanted.name()))
                    .filter(domain -> owner.otherHolder(domain).isEmpty())
                    .findFirst()
                    .map(this::made)
                    .orElseGet(() -> notMade(wanted));
        }

        private DomainResult made(Domain domain) {
            Optional<String> challenge = desired.proofRequired()
                    ? Optional.of(DesiredMail.challenge(desired.mark(), domain.name()))
                    : Optional.empty();
            List<RecordResult> records = MailRecords.of(domain, challenge).stream()
                    .map(record -> new RecordResult(record, look.shows(record)))
                    .toList();
            return new DomainResult(domain.name(), domain.id(), keys(domain), records);
        }

        private DomainResult notMade(DesiredDomain wanted) {
            List<RecordResult> records = desired.proofRequired()
                    ? List.of(new RecordResult(desired.challenge(wanted.name()), false))
                    : List.of();
            return new DomainResult(wanted.name(), null, List.of(), records);
        }
    }

    /** One of each selector, the one that signs if one does: status tells keys apart by it. */
    private static List<DkimSignature> keys(Domain domain) {
        return domain.signatures().stream()
                .filter(key -> key.serial().isPresent())
                .sorted(Comparator.comparing((DkimSignature key) -> key.stage() != DkimStage.ACTIVE)
                        .thenComparing(DkimSignature::stage)
                        .thenComparing(DkimSignature::id))
                .collect(Collectors.toMap(DkimSignature::selector, key -> key, (one, other) -> one))
                .values()
                .stream()
                .sorted(Comparator.comparing(DkimSignature::selector))
                .toList();
    }

    /** Whether a domain of this name carries the tenant's mark: it was made for this tenant, whatever else is known. */
    public boolean isMarked(Mark mark, String domain) {
        return stalwart.domainNamed(domain)
                .filter(found -> mark.in(found.description()).isOurs())
                .isPresent();
    }

    /** Destroys every domain of the tenant, with all mail. */
    public void tearDown(Subject subject, Mark mark, KnownDomains known) {
        forEachOwn(mark, known, domain -> destroy(subject, domain));
    }

    /** Lets every domain be, and takes our marks off. */
    public void release(Subject subject, Mark mark, KnownDomains known) {
        forEachOwn(
                mark,
                known,
                domain -> executor.apply(
                        subject, Plan.of(List.of(MailPlanner.released(mark, domain))), new MailCaller(stalwart)));
    }

    /** One domain that can't be had does not hold up the others; its trouble is told in the end. */
    private void forEachOwn(Mark mark, KnownDomains known, Consumer<Domain> work) {
        ExternalException first = null;
        for (Domain domain : own(mark, known)) {
            try {
                work.accept(domain);
            } catch (ExternalException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private List<Domain> own(Mark mark, KnownDomains known) {
        List<Domain> domains = new ArrayList<>(stalwart.domainsWithWord(mark.searchWord()));
        for (String name : known.byName().keySet()) {
            if (domains.stream().noneMatch(domain -> domain.name().equals(name))) {
                stalwart.domainNamed(name).ifPresent(domains::add);
            }
        }
        MailOwner owner = new MailOwner(mark, known);
        return domains.stream().filter(owner::holds).toList();
    }

    private void destroy(Subject subject, Domain domain) {
        Stalwart.Contents contents = stalwart.contents(domain.id(), domain.name());
        executor.apply(subject, MailPlanner.destroyed(domain, contents), new MailCaller(stalwart));
    }
}
