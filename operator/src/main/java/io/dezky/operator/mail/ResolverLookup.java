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

/** Asks real resolvers. Nothing is cached here, so that a record counts as soon as the resolvers show it. */
public final class ResolverLookup implements DnsLookup {

    private record Named(String name, Resolver resolver) {}

    private final List<Named> resolvers;

    private ResolverLookup(List<Named> resolvers) {
        this.resolvers = List.copyOf(resolvers);
    }

    /**
     * A look-up at these resolvers.
     *
     * @param resolvers each {@code host} or {@code host:port}; empty for those of the machine
     */
    public static ResolverLookup at(List<String> resolvers, Duration timeout) {
        List<Named> named = new ArrayList<>();
        if (resolvers.isEmpty()) {
            for (InetSocketAddress server : ResolverConfig.getCurrentConfig().servers()) {
                named.add(new Named(server.getHostString(), resolver(server, timeout)));
            }
        }
        for (String resolver : resolvers) {
            named.add(new Named(resolver, resolver(address(resolver), timeout)));
        }
        return new ResolverLookup(named);
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
    public List<Reply> ask(String name, String type) {
        return resolvers.stream().map(resolver -> ask(resolver, name, type)).toList();
    }

    private static Reply ask(Named resolver, String name, String type) {
        int wanted = Type.value(type);
        try {
            Record question = Record.newRecord(Name.fromString(name, Name.root), wanted, DClass.IN);
            Message answer = resolver.resolver().send(Message.newQuery(question));
            int code = answer.getRcode();
            boolean answered = code == Rcode.NOERROR || code == Rcode.NXDOMAIN;
            List<String> values = new ArrayList<>();
            // All of the type, whatever their owner: behind a CNAME it is the other name.
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record.getType() == wanted) {
                    values.add(value(record));
                }
            }
            return new Reply(resolver.name(), answered, values);
        } catch (TextParseException noName) {
            return new Reply(resolver.name(), true, List.of());
        } catch (IOException | RuntimeException noAnswer) {
            return new Reply(resolver.name(), false, List.of());
        }
    }

    private static String value(Record record) {
        return record instanceof TXTRecord txt ? String.join("", txt.getStrings()) : record.rdataToString();
    }
}
