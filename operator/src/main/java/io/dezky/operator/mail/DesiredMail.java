package io.dezky.operator.mail;

import io.dezky.operator.plan.Digest;
import io.dezky.operator.plan.Mark;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a tenant shall have in Stalwart: its domains with their DKIM keys.
 *
 * @param mark of the Tenant
 * @param domains the domains that this tenant may have: claims of others are sorted out before
 * @param withheld names of domains that the spec wants and that can't be had, because another tenant has them or
 *     Stalwart refuses them: neither made nor let go
 * @param proofRequired whether a domain is made only after its owner has published the challenge
 * @param mayDestroy whether domains that are no longer wanted are destroyed with all their mail, or only let go
 */
public record DesiredMail(
        Mark mark, List<DesiredDomain> domains, Set<String> withheld, boolean proofRequired, boolean mayDestroy) {

    public DesiredMail {
        domains = List.copyOf(domains);
        withheld = Set.copyOf(withheld);
    }

    /**
     * One domain.
     *
     * @param name lower case, A-labels, no dot at the end
     * @param algorithms of its DKIM keys; at least one
     * @param catchAll address that gets mail for addresses that do not exist; null for none
     */
    public record DesiredDomain(String name, List<DkimAlgorithm> algorithms, String catchAll) {
        public DesiredDomain {
            algorithms = List.copyOf(algorithms);
        }
    }

    /** The same without a domain that can't be had. */
    DesiredMail withholding(String domain) {
        Set<String> more = new HashSet<>(withheld);
        more.add(domain);
        List<DesiredDomain> rest =
                domains.stream().filter(wanted -> !wanted.name().equals(domain)).toList();
        return new DesiredMail(mark, rest, more, proofRequired, mayDestroy);
    }

    /** Whether the spec names the domain, whoever may have it. */
    boolean names(String domain) {
        return withheld.contains(domain)
                || domains.stream().anyMatch(wanted -> wanted.name().equals(domain));
    }

    /** The record by which the owner of a domain proves that it is theirs. */
    DnsRecord challenge(String domain) {
        return MailRecords.ownership(domain, challenge(mark, domain), true);
    }

    /**
     * What the owner of a domain publishes at {@code _dezky-challenge.<domain>}. It depends on the tenant, so that no
     * other can use it, and not on its uid, so that it survives a restore.
     */
    public static String challenge(Mark mark, String domain) {
        return "dezky-challenge="
                + Digest.hex(
                        mark.instance() + "|" + mark.kind() + "|" + mark.namespace() + "/" + mark.name() + "|" + domain,
                        40);
    }
}
