package io.dezky.operator.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class HealthServer implements AutoCloseable {

    /** What hinders: empty when all is well. */
    @FunctionalInterface
    public interface Check {
        List<String> problems();
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthServer(HttpServer server) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    /**
     * Starts the server.
     *
     * @param port 0 for any free one
     * @param metrics the page of metrics
     */
    public static HealthServer start(String address, int port, Check live, Check ready, Supplier<String> metrics) {
        try {
            HealthServer health = new HealthServer(HttpServer.create(new InetSocketAddress(address, port), 0));
            health.server.createContext("/livez", exchange -> answer(exchange, live));
            health.server.createContext("/readyz", exchange -> answer(exchange, ready));
            health.server.createContext(
                    "/metrics",
                    exchange -> send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
            health.server.createContext(
                    "/", exchange -> send(exchange, 404, "text/plain", "/livez /readyz /metrics\n"));
            health.server.start();
            return health;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't listen on " + address + ":" + port + " (server.port)", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Check check) throws IOException {
        List<String> problems = check.problems();
        if (problems.isEmpty()) {
            send(exchange, 200, "text/plain", "ok\n");
        } else {
            send(exchange, 503, "text/plain", String.join("\n", problems) + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, method.equals("HEAD") ? -1 : body.length);
            if (!method.equals("HEAD")) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
