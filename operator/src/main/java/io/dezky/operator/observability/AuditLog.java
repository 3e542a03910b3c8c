package io.dezky.operator.observability;

import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each thing that the operator changed somewhere, in the logger {@code audit}: who it was for, what, where.
 * Diffs are redacted before they come here.
 */
public final class AuditLog implements PlanExecutor.Listener {

    private static final Logger AUDIT = LoggerFactory.getLogger("audit");

    private final MeterRegistry metrics;

    public AuditLog(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void applied(Subject subject, Change<?> change) {
        Counter.builder("dezky.changes")
                .description("Changes made in external systems")
                .tag("system", change.target().system())
                .tag("kind", change.target().kind())
                .tag("action", change.action())
                .register(metrics)
                .increment();
        LoggingEventBuilder line = AUDIT.atInfo()
                .addKeyValue("event", "platform.change_applied")
                .addKeyValue("subject", subject.toString())
                .addKeyValue("uid", subject.uid())
                .addKeyValue("generation", subject.generation())
                .addKeyValue("system", change.target().system())
                .addKeyValue("kind", change.target().kind())
                .addKeyValue("name", change.target().name())
                .addKeyValue("action", change.action())
                .addKeyValue("destroysData", change.destroysData())
                .addKeyValue(
                        "fields", change.diff().stream().map(FieldDiff::field).collect(Collectors.joining(",")));
        line.log("{} {}", change.action(), change.target());
    }

    /**
     * Something that people do to people, beyond single changes: an invitation, a revocation.
     *
     * @param facts what else is to be known, by name; never a credential
     * @param requestedBy who asked for it; null when nobody knows
     */
    public void event(String event, Subject subject, Map<String, String> facts, String requestedBy) {
        LoggingEventBuilder line = AUDIT.atInfo()
                .addKeyValue("event", event)
                .addKeyValue("subject", subject.toString())
                .addKeyValue("uid", subject.uid())
                .addKeyValue("generation", subject.generation())
                .addKeyValue("requestedBy", requestedBy == null ? "unknown" : requestedBy);
        for (Map.Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
            line = line.addKeyValue(fact.getKey(), fact.getValue());
        }
        line.log("{} {}", event, subject);
    }
}
