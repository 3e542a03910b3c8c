package io.dezky.operator.mail;

import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import java.util.Optional;

/**
 * Whose a domain in Stalwart is: the Tenant's is what carries its mark; what this very Tenant has let go, when its spec
 * did not name it for a while; and what carries no mark but is known by its id and has keys that the operator made, for
 * then somebody has taken the mark off (docs/decisions/ownership-marks.md).
 *
 * @param mark of the Tenant
 * @param known what status tells
 */
record MailOwner(Mark mark, KnownDomains known) {

    /** Who has this domain, if it is somebody else. */
    Optional<String> otherHolder(Domain domain) {
        boolean ours = mark.hasLetGo(domain.description()) || hasLostItsMark(domain);
        return ours ? Optional.empty() : Mark.holder(mark.in(domain.description()));
    }

    private boolean hasLostItsMark(Domain domain) {
        return mark.in(domain.description()) == Ownership.UNMARKED
                && known.isIdOf(domain.name(), domain.id())
                && domain.signatures().stream().anyMatch(key -> key.serial().isPresent());
    }

    /** Whether the domain carries the mark. */
    boolean hasMarked(Domain domain) {
        return mark.in(domain.description()).isOurs();
    }

    /** Whether it is the tenant's now: not one that it has let go. */
    boolean holds(Domain domain) {
        return hasMarked(domain) || hasLostItsMark(domain);
    }
}
