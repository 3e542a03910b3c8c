package io.dezky.simulator.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** All records that are published. Safe for several threads. */
final class Zones {

    /** Of records that name no time to live themselves, in seconds. */
    private static final long DEFAULT_TTL = 60;

    private static final int LONGEST_ALIAS_CHAIN = 16;

    /**
     * What is known of a question.
     *
     * @param code {@link Rcode#NOERROR} or {@link Rcode#NXDOMAIN}
     * @param answers aliases first, in the order in which they were followed
     * @param authority the start of authority of the zone when there is nothing to answer and it was published
     */
    record Found(int code, List<Record> answers, Optional<Record> authority) {}

    private final Map<Name, Set<Record>> byName = new TreeMap<>();

    /**
     * Reads a text in the format of zone files. Names without a dot at the end count as absolute.
     *
     * @throws IllegalArgumentException when it is none, with the line
     */
    static List<Record> parse(String zoneText) {
        byte[] bytes = zoneText.getBytes(StandardCharsets.UTF_8);
        List<Record> records = new ArrayList<>();
        try (Master zone = new Master(new ByteArrayInputStream(bytes), Name.root, DEFAULT_TTL)) {
            for (Record record = zone.nextRecord(); record != null; record = zone.nextRecord()) {
                records.add(record);
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("no zone text: " + malformed.getMessage(), malformed);
        }
        return records;
    }

    synchronized void add(List<Record> records) {
        for (Record record : records) {
            byName.computeIfAbsent(record.getName(), name -> new LinkedHashSet<>())
                    .add(record);
        }
    }

    synchronized void replace(List<Record> records) {
        byName.clear();
        add(records);
    }

    /** How many records went. */
    synchronized int remove(Name name, int type) {
        Set<Record> there = byName.getOrDefault(name, Set.of());
        int before = there.size();
        there.removeIf(record -> record.getType() == type);
        int removed = before - there.size();
        if (there.isEmpty()) {
            byName.remove(name);
        }
        return removed;
    }

    /** All records as zone text. */
    synchronized String text() {
        return byName.values().stream()
                .flatMap(Set::stream)
                .map(record -> record + "\n")
                .collect(Collectors.joining());
    }

    synchronized Found find(Name asked, int type) {
        List<Record> answers = new ArrayList<>();
        Name name = asked;
        for (int hop = 0; hop < LONGEST_ALIAS_CHAIN; hop++) {
            Optional<List<Record>> there = at(name);
            if (there.isEmpty()) {
                return new Found(hasNamesBelow(name) ? Rcode.NOERROR : Rcode.NXDOMAIN, answers, authority(name));
            }
            List<Record> fitting = there.get().stream()
                    .filter(record -> type == Type.ANY || record.getType() == type)
                    .toList();
            answers.addAll(fitting);
            Optional<CNAMERecord> alias = there.get().stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .findFirst();
            if (!fitting.isEmpty() || alias.isEmpty()) {
                return new Found(Rcode.NOERROR, answers, fitting.isEmpty() ? authority(name) : Optional.empty());
            }
            answers.add(alias.get());
            name = alias.get().getTarget();
        }
        return new Found(Rcode.SERVFAIL, List.of(), Optional.empty());
    }

    /** The records of a name, by a wildcard if need be; empty when the name itself has none. */
    private Optional<List<Record>> at(Name name) {
        if (byName.containsKey(name)) {
            return Optional.of(List.copyOf(byName.get(name)));
        }
        if (hasNamesBelow(name)) {
            return Optional.empty();
        }
        for (int labels = 1; labels < name.labels(); labels++) {
            Set<Record> wild = byName.get(name.wild(labels));
            if (wild != null) {
                return Optional.of(
                        wild.stream().map(record -> record.withName(name)).toList());
            }
            Name parent = new Name(name, labels);
            if (byName.containsKey(parent) || hasNamesBelow(parent)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A name without records that has some below it exists all the same: the answer is empty, not NXDOMAIN. */
    private boolean hasNamesBelow(Name name) {
        return byName.keySet().stream().anyMatch(other -> !other.equals(name) && other.subdomain(name));
    }

    private Optional<Record> authority(Name name) {
        for (int labels = 0; labels < name.labels(); labels++) {
            Optional<Record> start = byName.getOrDefault(new Name(name, labels), Set.of()).stream()
                    .filter(record -> record.getType() == Type.SOA)
                    .findFirst();
            if (start.isPresent()) {
                return start;
            }
        }
        return Optional.empty();
    }
}
