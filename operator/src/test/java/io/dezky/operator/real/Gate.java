package io.dezky.operator.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The only way of one process to one server, which a test can cut and mend. */
final class Gate implements AutoCloseable {

    private final ServerSocket door;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Gate(ServerSocket door, URI target) {
        this.door = door;
        this.target = target;
    }

    /** An open gate to the server of this URL. */
    static Gate to(URI target) {
        try {
            Gate gate = new Gate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            run("gate-to-" + target.getPort(), gate::accept);
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL by which the server is reached through this gate. */
    URI url() {
        return URI.create(target.getScheme() + "://127.0.0.1:" + door.getLocalPort());
    }

    /** All connections break, and no new one is let through. */
    void cut() {
        cut = true;
        open.forEach(Gate::closeQuietly);
    }

    /** New connections are let through again. */
    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                if (cut) {
                    closeQuietly(caller);
                } else {
                    connect(caller);
                }
            } catch (IOException doorIsClosed) {
                // Then the loop ends.
            }
        }
    }

    private void connect(Socket caller) {
        Socket server = new Socket();
        open.add(caller);
        open.add(server);
        try {
            server.connect(new InetSocketAddress("127.0.0.1", target.getPort()));
            run("gate-out", () -> copy(caller, server));
            run("gate-back", () -> copy(server, caller));
        } catch (IOException serverIsAway) {
            end(caller, server);
        }
        if (cut) {
            end(caller, server);
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // Both ends are closed below.
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        open.remove(one);
        open.remove(other);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is all it has to be.
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
