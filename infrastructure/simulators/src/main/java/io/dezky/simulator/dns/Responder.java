package io.dezky.simulator.dns;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns questions into answers, bytes to bytes. */
final class Responder {

    /** What fits into an answer over UDP when the one who asks names no other size. */
    private static final int PLAIN_UDP_SIZE = 512;

    private static final int LARGEST_DATAGRAM = 65507;
    private static final int LARGEST_MESSAGE = 65535;

    private final Zones zones;
    private final Function<Name, DnsBehaviour> behaviour;
    private final Consumer<DnsQuery> log;

    Responder(Zones zones, Function<Name, DnsBehaviour> behaviour, Consumer<DnsQuery> log) {
        this.zones = zones;
        this.behaviour = behaviour;
        this.log = log;
    }

    /** Empty: no answer is sent. */
    Optional<byte[]> answer(byte[] question, String transport) {
        Message query;
        try {
            query = new Message(question);
        } catch (IOException notDns) {
            return Optional.empty();
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        Record asked = query.getQuestion();
        if (asked == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            return Optional.of(response(query, asked == null ? Rcode.FORMERR : Rcode.NOTIMP)
                    .toWire(PLAIN_UDP_SIZE));
        }
        DnsBehaviour wanted = behaviour.apply(asked.getName());
        if (wanted == DnsBehaviour.TIME_OUT) {
            log.accept(entry(transport, asked, "NONE", 0, false));
            return Optional.empty();
        }
        Message response = response(query, wanted, asked);
        byte[] wire = response.toWire(transport.equals("udp") ? udpSize(query) : LARGEST_MESSAGE);
        log.accept(entry(
                transport,
                asked,
                Rcode.string(response.getRcode()),
                response.getSection(Section.ANSWER).size(),
                isTruncated(wire)));
        return Optional.of(wire);
    }

    private Message response(Message query, DnsBehaviour wanted, Record asked) {
        return switch (wanted) {
            case REFUSE -> response(query, Rcode.REFUSED);
            case SERVFAIL -> response(query, Rcode.SERVFAIL);
            case ANSWER, TIME_OUT -> {
                Zones.Found found = zones.find(asked.getName(), asked.getType());
                Message response = response(query, found.code());
                found.answers().forEach(record -> response.addRecord(record, Section.ANSWER));
                found.authority().ifPresent(record -> response.addRecord(record, Section.AUTHORITY));
                yield response;
            }
        };
    }

    private static Message response(Message query, int code) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(code);
        if (query.getQuestion() != null) {
            response.addRecord(query.getQuestion(), Section.QUESTION);
        }
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(LARGEST_MESSAGE, 0, 0), Section.ADDITIONAL);
        }
        return response;
    }

    private static int udpSize(Message query) {
        OPTRecord options = query.getOPT();
        return options == null
                ? PLAIN_UDP_SIZE
                : Math.min(LARGEST_DATAGRAM, Math.max(PLAIN_UDP_SIZE, options.getPayloadSize()));
    }

    private static boolean isTruncated(byte[] wire) {
        return (wire[2] & 0x02) != 0;
    }

    private static DnsQuery entry(String transport, Record asked, String code, int records, boolean truncated) {
        return new DnsQuery(
                transport,
                asked.getName().toString().toLowerCase(Locale.ROOT),
                Type.string(asked.getType()),
                code,
                records,
                truncated);
    }
}
