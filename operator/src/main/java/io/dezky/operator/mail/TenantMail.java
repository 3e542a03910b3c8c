package io.dezky.operator.mail;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Caller;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a tenant's part of Stalwart true, and takes it down. */
public final class TenantMail {

    /**
     * What is there now.
     *
     * @param domains in the order of the spec
     * @param obstacles what needs a person
     */
    public record Result(List<DomainResult> domains, List<Obstacle> obstacles) {}

    /**
     * One domain.
     *
     * @param id null while it is not made
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
     * @param known whether a domain of this tenant was ever made, as far as status tells
     */
    public Result reconcile(Subject subject, DesiredMail desired, boolean known) {
        if (desired.domains().isEmpty() && !known) {
            return new Result(List.of(), List.of());
        }
        Recorder recorder = new Recorder(stalwart);
        Latest latest = new Latest(firstLook(desired, known));
        Plan<MailCall> plan = convergence
                .run(
                        subject,
                        latest.observed,
                        () -> latest.renew(withDns(desired, look(desired))),
                        observed -> MailPlanner.plan(desired, observed),
                        recorder)
                .plan();
        for (Domain domain : MailPlanner.toDestroy(desired, latest.observed)) {
            Stalwart.Contents contents = stalwart.contents(domain.id(), domain.name());
            executor.apply(subject, MailPlanner.destroyed(domain, contents), recorder);
        }
        List<Domain> now = plan.changes().stream().allMatch(change -> change.call() instanceof MailCall.CreateDomain)
                ? recorder.withMade(latest.observed.domains())
                : look(desired);
        return result(desired, now, plan.obstacles());
    }

    private ObservedMail firstLook(DesiredMail desired, boolean known) {
        if (known) {
            return withDns(desired, stalwart.domainsWithWord(desired.mark().searchWord()));
        }
        // Nothing known of an earlier run: names are unique, so a create finds out by itself whether there is one.
        ObservedMail assumed = withDns(desired, List.of());
        boolean allMayBeMade = !desired.proofRequired()
                || assumed.proven().size() == desired.domains().size();
        // A domain that was made before its status was lost needs no second proof.
        return allMayBeMade
                ? assumed
                : withDns(desired, stalwart.domainsWithWord(desired.mark().searchWord()));
    }

    private static final class Latest {
        private ObservedMail observed;

        Latest(ObservedMail first) {
            this.observed = first;
        }

        ObservedMail renew(ObservedMail observed) {
            this.observed = observed;
            return observed;
        }
    }

    /** All domains with our mark, and those of a wanted name whosever they are. */
    private List<Domain> look(DesiredMail desired) {
        List<Domain> domains =
                new ArrayList<>(stalwart.domainsWithWord(desired.mark().searchWord()));
        for (DesiredDomain wanted : desired.domains()) {
            if (domains.stream().noneMatch(domain -> domain.name().equals(wanted.name()))) {
                stalwart.domainNamed(wanted.name()).ifPresent(domains::add);
            }
        }
        return domains;
    }

    private ObservedMail withDns(DesiredMail desired, List<Domain> domains) {
        Set<String> proven = new HashSet<>();
        Set<String> published = new HashSet<>();
        for (DesiredDomain wanted : desired.domains()) {
            Optional<Domain> found = domains.stream()
                    .filter(domain -> domain.name().equals(wanted.name()))
                    .findFirst();
            if (found.isEmpty() && desired.proofRequired() && dns.showsNow(challenge(desired, wanted))) {
                proven.add(wanted.name());
            }
            found.stream()
                    .flatMap(domain -> domain.signatures().stream())
                    .filter(key -> key.stage() == DkimStage.PENDING)
                    .filter(key -> dns.showsNow(MailRecords.dkim(wanted.name(), key)))
                    .forEach(key -> published.add(key.id()));
        }
        return new ObservedMail(domains, proven, published);
    }

    private static DnsRecord challenge(DesiredMail desired, DesiredDomain wanted) {
        return MailRecords.ownership(wanted.name(), DesiredMail.challenge(desired.mark(), wanted.name()), true);
    }

    private Result result(DesiredMail desired, List<Domain> domains, List<Obstacle> obstacles) {
        List<DomainResult> results = new ArrayList<>();
        for (DesiredDomain wanted : desired.domains()) {
            Optional<Domain> ours = domains.stream()
                    .filter(domain -> domain.name().equals(wanted.name()))
                    .filter(domain -> MailPlanner.isOurs(desired.mark(), domain))
                    .findFirst();
            results.add(ours.map(domain -> made(desired, domain)).orElseGet(() -> notMade(desired, wanted)));
        }
        return new Result(results, obstacles);
    }

    private DomainResult made(DesiredMail desired, Domain domain) {
        Optional<String> challenge = desired.proofRequired()
                ? Optional.of(DesiredMail.challenge(desired.mark(), domain.name()))
                : Optional.empty();
        List<RecordResult> records = MailRecords.of(domain, challenge).stream()
                .map(record -> new RecordResult(record, dns.shows(record)))
                .toList();
        List<DkimSignature> keys = domain.signatures().stream()
                .filter(key -> key.serial().isPresent())
                .sorted(Comparator.comparing(DkimSignature::selector))
                .toList();
        return new DomainResult(domain.name(), domain.id(), keys, records);
    }

    private static DomainResult notMade(DesiredMail desired, DesiredDomain wanted) {
        List<RecordResult> records =
                desired.proofRequired() ? List.of(new RecordResult(challenge(desired, wanted), false)) : List.of();
        return new DomainResult(wanted.name(), null, List.of(), records);
    }

    /** The resolvers that do not answer, for a condition. */
    public Set<String> silentResolvers() {
        return dns.silentResolvers();
    }

    /** Destroys every domain of the tenant, with all mail. */
    public void tearDown(Subject subject, Mark mark) {
        for (Domain domain : stalwart.domainsWithWord(mark.searchWord())) {
            if (MailPlanner.isOurs(mark, domain)) {
                Stalwart.Contents contents = stalwart.contents(domain.id(), domain.name());
                executor.apply(subject, MailPlanner.destroyed(domain, contents), new Recorder(stalwart));
            }
        }
    }

    /** Lets every domain be, and takes our marks off. */
    public void release(Subject subject, Mark mark) {
        for (Domain domain : stalwart.domainsWithWord(mark.searchWord())) {
            if (MailPlanner.isOurs(mark, domain)) {
                executor.apply(subject, Plan.of(List.of(MailPlanner.released(mark, domain))), new Recorder(stalwart));
            }
        }
    }

    /** Makes the requests, and keeps the domains that they make. */
    private static final class Recorder implements Caller<MailCall> {

        private final Stalwart stalwart;
        private final Map<String, Domain> made = new LinkedHashMap<>();

        Recorder(Stalwart stalwart) {
            this.stalwart = stalwart;
        }

        List<Domain> withMade(List<Domain> observed) {
            List<Domain> all = new ArrayList<>(observed);
            all.addAll(made.values());
            return all;
        }

        @Override
        public Outcome make(MailCall call) {
            if (call instanceof MailCall.CreateDomain create) {
                Optional<Domain> domain = stalwart.createDomain(create.domain());
                domain.ifPresent(d -> made.put(d.name(), d));
                return domain.isPresent() ? Outcome.DONE : Outcome.EXISTS;
            }
            if (call instanceof MailCall.UpdateDomain update) {
                stalwart.updateDomain(update.id(), update.properties());
            } else if (call instanceof MailCall.CreateSignature create) {
                stalwart.createSignature(create.domainId(), create.key());
            } else if (call instanceof MailCall.ChangeStage change) {
                stalwart.changeStage(change.signatureId(), change.stage());
            } else if (call instanceof MailCall.DestroySignature destroy) {
                stalwart.destroySignature(destroy.signatureId());
            } else if (call instanceof MailCall.DestroyContents destroy) {
                stalwart.destroyContents(destroy.contents());
            } else if (call instanceof MailCall.DestroyDomain destroy) {
                stalwart.destroyDomain(destroy.id(), destroy.signatureIds());
            }
            return Outcome.DONE;
        }
    }
}
