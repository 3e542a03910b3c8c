package io.dezky.simulator.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP and TCP on one port number. */
final class DnsTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsTransport.class);
    private static final int ATTEMPTS = 50;
    private static final int IDLE_MILLISECONDS = 30_000;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Responder responder;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private DnsTransport(DatagramSocket udp, ServerSocket tcp, Responder responder) {
        this.udp = udp;
        this.tcp = tcp;
        this.responder = responder;
        daemon("udp", this::serveUdp);
        daemon("tcp", this::serveTcp);
    }

    static DnsTransport start(int port, Responder responder) {
        IOException last = null;
        for (int attempt = 0; attempt < (port == 0 ? ATTEMPTS : 1); attempt++) {
            try {
                return bind(port, responder);
            } catch (IOException taken) {
                // A number that is free for UDP may be taken for TCP: another one, then.
                last = taken;
            }
        }
        throw new UncheckedIOException("127.0.0.1:" + port + ": " + last.getMessage(), last);
    }

    private static DnsTransport bind(int port, Responder responder) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, port));
        try {
            return new DnsTransport(udp, new ServerSocket(udp.getLocalPort(), 128, loopback), responder);
        } catch (IOException taken) {
            udp.close();
            throw taken;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    @Override
    public void close() {
        udp.close();
        closeQuietly(tcp);
        connections.forEach(DnsTransport::closeQuietly);
    }

    private void serveUdp() {
        byte[] buffer = new byte[65535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                Optional<byte[]> answer = responder.answer(question, "udp");
                if (answer.isPresent()) {
                    udp.send(new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                LOG.debug("udp: {}", closed.getMessage());
            } catch (RuntimeException defect) {
                LOG.error("the simulator itself failed", defect);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                connections.add(connection);
                daemon("connection", () -> serve(connection));
            } catch (IOException closed) {
                LOG.debug("tcp: {}", closed.getMessage());
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MILLISECONDS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] question = in.readNBytes(in.readUnsignedShort());
                Optional<byte[]> answer = responder.answer(question, "tcp");
                if (answer.isPresent()) {
                    out.writeShort(answer.get().length);
                    out.write(answer.get());
                    out.flush();
                }
            }
        } catch (IOException over) {
            LOG.debug("tcp connection: {}", over.getMessage());
        } finally {
            connections.remove(connection);
        }
    }

    private void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "dns-" + name + "-" + udp.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            LOG.debug("close: {}", alreadyGone.getMessage());
        }
    }
}
