package io.dezky.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Free ports on loopback. Somebody else may take one before the process that it is meant for does; {@link ControlPlane#start} then tries again.
 *
 * @param api the API server's
 * @param etcd etcd's for clients
 * @param etcdPeer etcd's for other members, of which there are none
 */
record Ports(int api, int etcd, int etcdPeer) {

    /** @param api the API server's, 0 for any */
    static Ports free(int api) {
        // All are held at once, so that no two are the same.
        try (ServerSocket first = listen();
                ServerSocket second = listen();
                ServerSocket third = listen()) {
            return new Ports(api == 0 ? first.getLocalPort() : api, second.getLocalPort(), third.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
