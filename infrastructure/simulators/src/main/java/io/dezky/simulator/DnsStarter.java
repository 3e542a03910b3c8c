package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.dns.DnsSimulator;
import java.util.Map;

/** Starts the DNS server. Its URL is that of its control paths; where to ask is the variable {@code nameserver}. */
final class DnsStarter implements SystemStarter {

    @Override
    public String system() {
        return "dns";
    }

    @Override
    public boolean recorded(Recording recording) {
        return false;
    }

    @Override
    public Started start(int port, Running others) {
        DnsSimulator dns = DnsSimulator.start(port);
        return new Started(
                system(),
                dns.controlUrl(),
                Map.of("nobody", Map.of()),
                Map.of("nameserver", TextNode.valueOf(dns.nameserver())),
                dns);
    }

    @Override
    public Started startFor(JsonNode transcript, int port) {
        throw new IllegalArgumentException("nobody has recorded a conversation with DNS");
    }
}
