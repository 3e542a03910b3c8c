package io.dezky.operator.mail;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at what Stalwart has of one tenant, and at what DNS shows of it. */
final class MailObserver {

    private final Stalwart stalwart;
    private final DnsCheck.Look dns;
    private final DesiredMail desired;
    private final KnownDomains known;

    MailObserver(Stalwart stalwart, DnsCheck.Look dns, DesiredMail desired, KnownDomains known) {
        this.stalwart = stalwart;
        this.dns = dns;
        this.desired = desired;
        this.known = known;
    }

    /**
     * The state to plan from at first. Names are unique, so of a domain that was never made a create finds out by itself
     * whether there is one; what was made is looked for.
     */
    ObservedMail first() {
        if (!known.isEmpty()) {
            return withDns(marked(known::has), Set.of());
        }
        ObservedMail nothing = withDns(List.of(), Set.of());
        boolean allMayBeMade = !desired.proofRequired()
                || nothing.proven().size() == desired.domains().size();
        // A domain that was made before its status was lost needs no second proof.
        return allMayBeMade ? nothing : withDns(marked(name -> false), Set.of());
    }

    /** All domains with our mark, and those of a wanted name whosever they are. */
    ObservedMail everything() {
        List<Domain> domains = marked(name -> true);
        Set<String> aliases = new HashSet<>();
        for (DesiredDomain wanted : desired.domains()) {
            if (isMissing(wanted, domains) && stalwart.isAlias(wanted.name())) {
                aliases.add(wanted.name());
            }
        }
        return withDns(domains, aliases);
    }

    /** The domains as they are now. */
    List<Domain> domains() {
        return marked(name -> true);
    }

    /** All domains with our mark, and of those without it the wanted ones whose name passes. */
    private List<Domain> marked(Predicate<String> byName) {
        List<Domain> domains =
                new ArrayList<>(stalwart.domainsWithWord(desired.mark().searchWord()));
        for (DesiredDomain wanted : desired.domains()) {
            if (isMissing(wanted, domains) && byName.test(wanted.name())) {
                stalwart.domainNamed(wanted.name()).ifPresent(domains::add);
            }
        }
        return domains;
    }

    private static boolean isMissing(DesiredDomain wanted, List<Domain> domains) {
        return domains.stream().noneMatch(domain -> domain.name().equals(wanted.name()));
    }

    private ObservedMail withDns(List<Domain> domains, Set<String> aliases) {
        ObservedMail observed = new ObservedMail(known, domains, aliases, Set.of(), Set.of());
        Set<String> proven = new HashSet<>();
        Set<String> published = new HashSet<>();
        for (DesiredDomain wanted : desired.domains()) {
            Optional<Domain> found = observed.named(wanted.name());
            if (found.isPresent()) {
                published.addAll(published(wanted, found.get()));
            } else if (desired.proofRequired() && dns.showsNow(desired.challenge(wanted.name()))) {
                proven.add(wanted.name());
            }
        }
        return new ObservedMail(known, domains, aliases, proven, published);
    }

    private List<String> published(DesiredDomain wanted, Domain found) {
        return KeyPlanner.toLookUp(wanted, found).stream()
                .filter(key -> dns.showsNow(MailRecords.dkim(wanted.name(), key)))
                .map(DkimSignature::id)
                .toList();
    }
}
