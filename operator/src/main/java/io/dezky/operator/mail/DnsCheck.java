package io.dezky.operator.mail;

import io.dezky.operator.mail.DnsResolver.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Whether DNS shows a record. It counts when every resolver shows it. */
public final class DnsCheck {

    /** A record that was seen is looked up again only after this time; one that was not, each time. */
    private static final Duration SEEN_FOR = Duration.ofHours(1);

    /** A resolver that did not answer is left alone for this time: each question to it costs a time-out. */
    private static final Duration SILENT_FOR = Duration.ofSeconds(30);

    private final List<DnsResolver> resolvers;
    private final Clock clock;
    private final Map<DnsRecord, Instant> seen = new ConcurrentHashMap<>();
    private final Map<String, Instant> silent = new ConcurrentHashMap<>();

    public DnsCheck(List<DnsResolver> resolvers, Clock clock) {
        this.resolvers = List.copyOf(resolvers);
        this.clock = clock;
    }

    /** A look at DNS for one run: the same record is asked for once. */
    public Look look() {
        return new Look();
    }

    /** What DNS shows during one run. */
    public final class Look {

        private final Map<DnsRecord, Boolean> asked = new HashMap<>();
        private final Set<String> troubles = new TreeSet<>();

        private Look() {}

        /** Whether every resolver shows the record, asked in this run. */
        public boolean showsNow(DnsRecord record) {
            return asked.computeIfAbsent(record, this::ask);
        }

        /** Whether every resolver showed the record within the last hour, or shows it now. */
        public boolean shows(DnsRecord record) {
            Instant last = seen.get(record);
            boolean fresh = last != null && clock.instant().isBefore(last.plus(SEEN_FOR));
            return fresh || showsNow(record);
        }

        /** What the resolvers that could not say anything did instead, in words; empty when all could. */
        public List<String> troubles() {
            return List.copyOf(troubles);
        }

        private boolean ask(DnsRecord record) {
            boolean shown = !resolvers.isEmpty();
            for (DnsResolver resolver : resolvers) {
                shown &= shownBy(resolver, record);
            }
            if (shown) {
                seen.put(record, clock.instant());
            } else {
                seen.remove(record);
            }
            return shown;
        }

        private boolean shownBy(DnsResolver resolver, DnsRecord record) {
            if (isLeftAlone(resolver)) {
                troubles.add(resolver.name() + " does not answer");
                return false;
            }
            Reply reply = resolver.ask(record.name(), record.type());
            if (reply instanceof Reply.Records records) {
                return RecordMatch.matches(record, records.values());
            }
            if (reply instanceof Reply.Failure failure) {
                troubles.add(resolver.name() + " answers " + failure.code());
                return false;
            }
            silent.put(resolver.name(), clock.instant());
            troubles.add(resolver.name() + " does not answer");
            return false;
        }
    }

    private boolean isLeftAlone(DnsResolver resolver) {
        Instant since = silent.get(resolver.name());
        return since != null && clock.instant().isBefore(since.plus(SILENT_FOR));
    }
}
