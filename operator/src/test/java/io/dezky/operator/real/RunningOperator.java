package io.dezky.operator.real;

import io.dezky.operator.OperatorProcess;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.kubernetes.Kube;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One process of the operator. All that it sends goes through gates of its own, so that it can be cut off; when it loses
 * the leadership nothing of it gets through any more, as when the JVM is halted.
 */
final class RunningOperator implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What an HTTP endpoint of the operator said. */
    record Said(int status, String text) {}

    final Gate apiServer;
    private final List<Gate> systems = new ArrayList<>();
    private final OperatorProcess process;
    private final KubernetesClient client;
    private final String identity = "test-" + UUID.randomUUID();
    private final AtomicBoolean halted = new AtomicBoolean();
    private boolean closed;

    private RunningOperator(Systems systems, Config config, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(systems.settings());
        settings.put("DEZKY_AUTHENTIK_URL", gate(systems.authentik.url()));
        settings.put("DEZKY_STALWART_URL", gate(systems.stalwart.url()));
        settings.put("DEZKY_OCIS_URL", gate(systems.ocis.url()));
        settings.putAll(more);
        OperatorConfig read = ConfigReader.read(null, settings);
        apiServer = Gate.to(URI.create(config.getMasterUrl()));
        config.setMasterUrl(apiServer.url() + "/");
        client = Kube.client(config, read.kubernetes().workers());
        process = new OperatorProcess(read, client, identity, this::halt);
    }

    /** A process with the operator's own service account. */
    static RunningOperator of(RealCluster cluster, Systems systems) {
        return of(cluster, systems, Map.of());
    }

    /** A process with the operator's own service account. */
    static RunningOperator of(RealCluster cluster, Systems systems, Map<String, String> settings) {
        return of(cluster, systems, settings, RealCluster.ACCOUNT);
    }

    /** A process with another service account of the same namespace. */
    static RunningOperator of(RealCluster cluster, Systems systems, Map<String, String> settings, String account) {
        Config config = cluster.api.serviceAccountConfig(RealCluster.SYSTEM, account);
        return new RunningOperator(systems, config, settings);
    }

    private String gate(URI system) {
        Gate gate = Gate.to(system);
        systems.add(gate);
        return gate.url().toString();
    }

    RunningOperator start() {
        process.start();
        return this;
    }

    /** As {@code Runtime.halt}: nothing gets out any more. */
    void halt() {
        halted.set(true);
        apiServer.cut();
        systems.forEach(Gate::cut);
    }

    /** As the Lease names it. */
    String identity() {
        return identity;
    }

    boolean isHalted() {
        return halted.get();
    }

    /** The hosts by which this process calls the systems, to tell its calls from those of another. */
    List<String> hosts() {
        return systems.stream().map(gate -> gate.url().getAuthority()).toList();
    }

    /** Asks an HTTP endpoint of the process. */
    Said ask(String path) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Said(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A value of {@code /metrics}, summed over labels; 0 where it is not there. */
    double metric(String name) {
        return ask("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    boolean leads() {
        return metric("dezky_leader") == 1;
    }

    /** Stops it as SIGTERM would, or what is left of it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (halted.get()) {
            // Nothing of it gets out: nobody has to wait for its threads.
            client.close();
            Thread rest = new Thread(process::close, "rest-of-a-halted-process");
            rest.setDaemon(true);
            rest.start();
        } else {
            process.close();
            client.close();
        }
        apiServer.close();
        systems.forEach(Gate::close);
    }
}
