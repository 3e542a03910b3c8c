package io.dezky.operator.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A resolver in the network, over UDP and, for long answers, TCP. */
public final class NetworkResolver implements DnsResolver {

    private final String name;
    private final Resolver resolver;

    private NetworkResolver(String name, Resolver resolver) {
        this.name = name;
        this.resolver = resolver;
    }

    /**
     * The resolvers at these addresses.
     *
     * @param addresses each {@code host} or {@code host:port}; empty for the resolvers of the machine
     */
    public static List<DnsResolver> at(List<String> addresses, Duration timeout) {
        List<DnsResolver> resolvers = new ArrayList<>();
        if (addresses.isEmpty()) {
            for (InetSocketAddress server : ResolverConfig.getCurrentConfig().servers()) {
                resolvers.add(new NetworkResolver(server.getHostString(), resolver(server, timeout)));
            }
        }
        for (String text : addresses) {
            resolvers.add(new NetworkResolver(text, resolver(address(text), timeout)));
        }
        return List.copyOf(resolvers);
    }

    private static Resolver resolver(InetSocketAddress server, Duration timeout) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
        return resolver;
    }

    private static InetSocketAddress address(String resolver) {
        boolean ipv6 = resolver.startsWith("[");
        int colon = resolver.lastIndexOf(':');
        boolean hasPort = ipv6 ? resolver.lastIndexOf("]:") > 0 : colon > 0;
        String host = hasPort ? resolver.substring(0, colon) : resolver;
        int port = hasPort ? Integer.parseInt(resolver.substring(colon + 1)) : SimpleResolver.DEFAULT_PORT;
        try {
            return new InetSocketAddress(InetAddress.getByName(host.replaceAll("[\\[\\]]", "")), port);
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply ask(String owner, String type) {
        int wanted = Type.value(type);
        try {
            Record question = Record.newRecord(Name.fromString(owner, Name.root), wanted, DClass.IN);
            return reply(resolver.send(Message.newQuery(question)), wanted);
        } catch (TextParseException noName) {
            return new Reply.Records(List.of());
        } catch (IOException | RuntimeException noAnswer) {
            return new Reply.Silence();
        }
    }

    private static Reply reply(Message answer, int wanted) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Reply.Failure(Rcode.string(code));
        }
        // All of the type, whatever their owner: behind a CNAME it is the other name.
        return new Reply.Records(answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == wanted)
                .map(NetworkResolver::value)
                .toList());
    }

    private static String value(Record record) {
        return record instanceof TXTRecord txt ? String.join("", txt.getStrings()) : record.rdataToString();
    }

    @Override
    public String toString() {
        return name;
    }
}
