package io.dezky.simulator.dns;

import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatorServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A DNS server on 127.0.0.1, over UDP and TCP. It stands for a resolver and for the authoritative servers behind it at
 * once: every name that was not published does not exist.
 *
 * <p>It is steered in Java, or over HTTP at {@link #controlUrl()}: see {@link DnsControl}.
 */
public final class DnsSimulator implements AutoCloseable {

    private final Zones zones = new Zones();
    private final List<DnsQuery> queries = new CopyOnWriteArrayList<>();
    private final Map<Name, DnsBehaviour> exceptions = new ConcurrentHashMap<>();
    private volatile DnsBehaviour behaviour = DnsBehaviour.ANSWER;
    private final DnsTransport transport;
    private final SimulatorServer control;

    private DnsSimulator(int port) {
        Responder responder = new Responder(zones, this::behaviourOf, queries::add);
        this.transport = DnsTransport.start(port, responder);
        this.control = SimulatorServer.start(
                0, request -> Answer.json(404, Map.of("error", "see /_simulator/zone")), new DnsControl(this));
    }

    /**
     * Starts a server without any records.
     *
     * @param port of both transports; 0 for any free one
     */
    public static DnsSimulator start(int port) {
        return new DnsSimulator(port);
    }

    /** Where to ask. */
    public InetSocketAddress address() {
        return transport.address();
    }

    /** Where to ask, as {@code host:port}. */
    public String nameserver() {
        return "127.0.0.1:" + address().getPort();
    }

    /** Where it is steered over HTTP. */
    public URI controlUrl() {
        return control.url();
    }

    /**
     * Adds records. What is there already stays.
     *
     * @param zoneText in the format of zone files; owner names absolute, with or without the dot at the end; a time to
     *     live is not needed
     * @return how many records the text has
     * @throws IllegalArgumentException when it cannot be read; nothing is added then
     */
    public int publish(String zoneText) {
        var records = Zones.parse(zoneText);
        zones.add(records);
        return records.size();
    }

    /** As {@link #publish(String)}, but what was there before is gone. */
    public int replace(String zoneText) {
        var records = Zones.parse(zoneText);
        zones.replace(records);
        return records.size();
    }

    /**
     * Takes back all records of a name that are of a type.
     *
     * @param type as in {@code TXT}
     * @return how many there were
     */
    public int withdraw(String name, String type) {
        int number = Type.value(type);
        if (number < 0) {
            throw new IllegalArgumentException("no type of record: " + type);
        }
        return zones.remove(absolute(name), number);
    }

    /** Takes back all records. */
    public void clear() {
        zones.replace(List.of());
    }

    /** All records as zone text. */
    public String zone() {
        return zones.text();
    }

    /** From now on all questions are treated like this, but those for names with a behaviour of their own. */
    public void behave(DnsBehaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** From now on questions for this name are treated like this. */
    public void behave(String name, DnsBehaviour behaviour) {
        exceptions.put(absolute(name), behaviour);
    }

    /** Everything is answered again. */
    public void behaveNormally() {
        exceptions.clear();
        behaviour = DnsBehaviour.ANSWER;
    }

    /** All questions since the start, or since {@link #clearQueries()}. */
    public List<DnsQuery> queries() {
        return List.copyOf(queries);
    }

    /** Forgets all questions. */
    public void clearQueries() {
        queries.clear();
    }

    @Override
    public void close() {
        transport.close();
        control.close();
    }

    private DnsBehaviour behaviourOf(Name name) {
        return exceptions.getOrDefault(name, behaviour);
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException noName) {
            throw new IllegalArgumentException("no domain name: " + name, noName);
        }
    }
}
