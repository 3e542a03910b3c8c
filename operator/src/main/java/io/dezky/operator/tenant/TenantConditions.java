package io.dezky.operator.tenant;

import io.dezky.operator.kubernetes.ConditionSet;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a Tenant, as kstatus reads them: Ready sums up; Stalled stands while nothing happens before somebody
 * acts, Reconciling while the operator goes on by itself. Every condition is of the generation that was worked on.
 */
final class TenantConditions {

    private static final List<String> OF_SYSTEMS = List.of(
            ConditionTypes.IDENTITY_READY,
            ConditionTypes.MAIL_READY,
            ConditionTypes.FILES_READY,
            ConditionTypes.CREDENTIALS_READY,
            ConditionTypes.DNS_VERIFIED);

    private final ConditionSet conditions;

    TenantConditions(List<Condition> before, long generation, Clock clock) {
        this.conditions = new ConditionSet(before, generation, clock);
    }

    /** After a run over all parts. */
    List<Condition> worked(Parts parts, DnsState dns) {
        ready(parts, dns);
        parts.forEach(this::say);
        dns.say(conditions);
        progress(parts);
        return conditions.list();
    }

    /** Nothing was done, because something has to be settled first. */
    List<Condition> hindered(Part hindrance) {
        say(ConditionTypes.READY, hindrance);
        OF_SYSTEMS.forEach(type -> conditions.unknown(
                type, "NotLookedAt", "Not looked at before what the condition Ready tells of is settled."));
        // Tells the next run that there are invites, which may have to go.
        conditions.keep(ConditionTypes.ADMINS_INVITED);
        Parts parts = new Parts();
        parts.put(ConditionTypes.READY, hindrance);
        progress(parts);
        return conditions.list();
    }

    private void say(String type, Part part) {
        if (part.isReady()) {
            conditions.holds(type, part.reason(), part.message());
        } else {
            conditions.fails(type, part.reason(), part.message());
        }
    }

    private void ready(Parts parts, DnsState dns) {
        List<String> failing = parts.failing();
        if (failing.isEmpty()) {
            conditions.holds(ConditionTypes.READY, "Reconciled", "All is as the spec wants it." + dns.hint());
            return;
        }
        Part first = parts.get(failing.get(0));
        conditions.fails(
                ConditionTypes.READY,
                first.reason(),
                "Not True: " + String.join(", ", failing) + ". " + first.message());
    }

    private void progress(Parts parts) {
        Optional<Part> stalled = parts.first(Part.Verdict.STALLED);
        if (stalled.isPresent()) {
            conditions.holds(
                    ConditionTypes.STALLED,
                    stalled.get().reason(),
                    stalled.get().message());
        } else if (!parts.areReady()) {
            conditions.holds(ConditionTypes.RECONCILING, "Progressing", "The operator tries again by itself.");
        }
    }
}
