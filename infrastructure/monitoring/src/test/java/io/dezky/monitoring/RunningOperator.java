package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.operator.OperatorProcess;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.kubernetes.Kube;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Crds;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator itself with all that it works with, driven until every metric that it can expose has appeared: those of
 * failures, retries and waiting objects too.
 */
final class RunningOperator implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STALWART_KEY = "API_operator-key-of-the-tests";

    private static final Pattern METER = Pattern.compile("\"((?:dezky|reconciliations)\\.[a-z.]+)\"");

    /** What Prometheus's names have after those of the meters: of counters, and of units. */
    private static final List<String> ENDINGS = List.of("", "_total", "_seconds", "_bytes");

    /** Of those that libraries register, the one that comes late. */
    private static final Set<String> METERS_OF_FRAMEWORKS = Set.of("jvm.gc.pause");

    /** Kept, or its level would be forgotten: the server tells of every request. */
    private static final java.util.logging.Logger LOG = java.util.logging.Logger.getLogger("io.fabric8.mockwebserver");

    /**
     * With all that an API server would fill in. One Tenant is paused and has a status: what is told of it is there at
     * the first counting, and nobody waits for the second.
     */
    private static final String OBJECTS = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata: {name: acme, namespace: tenants}
            spec:
              displayName: Acme GmbH
              deletionPolicy: Retain
              adoptionPolicy: Never
              mail: {domains: [{name: acme.test, dkim: {algorithms: [RSA2048, Ed25519]}}]}
              files: {spaces: [{name: Company, quota: 50Gi, members: Editor, admins: Editor}]}
            ---
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata:
              name: globex
              namespace: tenants
              annotations: {platform.dezky.io/paused: "true"}
            spec: {displayName: Globex SE, deletionPolicy: Retain, adoptionPolicy: Never}
            status:
              conditions:
                - {type: Ready, status: "False", reason: StalwartUnavailable, message: x, lastTransitionTime: "2026-01-01T00:00:00Z"}
              mail: {domains: [{name: globex.test, dnsRecords: [{type: MX, name: globex.test, value: x, required: true}]}]}
            ---
            apiVersion: platform.dezky.io/v1alpha1
            kind: TenantInvite
            metadata: {name: eva, namespace: tenants}
            spec: {tenantRef: {name: acme}, role: Member, email: eva@acme.test, name: Eva Example, handoff: Auto, expiresAfter: 24h, onDelete: Deactivate}
            ---
            apiVersion: platform.dezky.io/v1alpha1
            kind: OperatorInvite
            metadata: {name: unlucky, namespace: dezky-system}
            spec: {email: ada@dezky.test, name: Ada Lovelace, handoff: Auto, expiresAfter: 24h, onDelete: Deactivate}
            """;

    /** Refuses the first statuses of one object, so that the framework sees an exception, and tries again. */
    private static final class Server extends KubernetesCrudDispatcher {

        private final AtomicInteger refusals = new AtomicInteger(2);

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            boolean refused =
                    request.getPath().contains("/operatorinvites/unlucky/status") && refusals.getAndDecrement() > 0;
            return refused ? new MockResponse().setResponseCode(422) : super.dispatch(request);
        }
    }

    private final Path folder;
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final AuthentikSimulator authentik;
    private final StalwartSimulator stalwart;
    private final OcisSimulator ocis;
    private final DnsSimulator dns;
    private final OperatorProcess operator;

    private RunningOperator() throws IOException {
        folder = Files.createTempDirectory("dezky-monitoring");
        LOG.setLevel(java.util.logging.Level.WARNING);
        server = new KubernetesMockServer(
                new Context(new ObjectMapper()), new MockWebServer(), new HashMap<>(), new Server(), false);
        server.init();
        client = server.createClient(builder -> builder.withKubernetesSerialization(Kube.serialization()));
        Clock clock = Clock.systemUTC();
        authentik = AuthentikSimulator.start(0, AuthentikSeed.platform("auth.dezky.test"), clock);
        stalwart = StalwartSimulator.start(
                0,
                StalwartSeed.platform(STALWART_KEY)
                        .withLimits(false)
                        .withOperatorPermissions("sysMailingListQuery", "sysMailingListGet", "sysMailingListDestroy"),
                clock);
        ocis = OcisSimulator.start(0, OcisSeed.platform(authentik::claimsOf).withIssuer(authentik.issuer()), clock);
        dns = DnsSimulator.start(0);
        operator = new OperatorProcess(config(), client, "monitoring", () -> {});
    }

    /** Starts all of it, and waits until it has been through everything. */
    static RunningOperator start() {
        try {
            RunningOperator running = new RunningOperator();
            running.work();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OperatorConfig config() throws IOException {
        return ConfigReader.read(
                null,
                Map.ofEntries(
                        Map.entry("DEZKY_PLATFORM_BASE_DOMAIN", "dezky.test"),
                        Map.entry("DEZKY_AUTHENTIK_URL", authentik.url().toString()),
                        Map.entry("DEZKY_AUTHENTIK_TOKEN_FILE", secret("authentik", "operator-api-token")),
                        Map.entry("DEZKY_STALWART_URL", stalwart.url().toString()),
                        Map.entry("DEZKY_STALWART_TOKEN_FILE", secret("stalwart", STALWART_KEY)),
                        Map.entry("DEZKY_OCIS_URL", ocis.url().toString()),
                        Map.entry("DEZKY_OCIS_PASSWORD_FILE", secret("ocis", "operator-files-password")),
                        Map.entry("DEZKY_DNS_RESOLVERS", dns.nameserver()),
                        Map.entry("DEZKY_MAIL_DOMAIN_PROOF", "NotRequired"),
                        Map.entry("DEZKY_METRICS_PER_TENANT", "true"),
                        Map.entry("DEZKY_KUBERNETES_LEADER_ELECTION", "false"),
                        Map.entry("DEZKY_KUBERNETES_RETRY_INITIAL", "100ms"),
                        Map.entry("DEZKY_SERVER_ADDRESS", "127.0.0.1"),
                        Map.entry("DEZKY_SERVER_PORT", "0")));
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }

    private void work() {
        Crds.all().forEach(crd -> client.resource(crd).create());
        for (HasMetadata object : client.load(
                        new java.io.ByteArrayInputStream(OBJECTS.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()) {
            client.resource(object).create();
            if (object.getMetadata().getAnnotations().containsKey(Annotations.PAUSED)) {
                // A server takes no status of a new object.
                client.resource(object).updateStatus();
            }
        }
        operator.start();
        // So that the metrics of garbage collection are there.
        System.gc();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(missing(scrape()))
                .as("objects: %s", statuses())
                .isEmpty());
    }

    private String statuses() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.addAll(client.resources(Tenant.class).inAnyNamespace().list().getItems());
        objects.addAll(
                client.resources(TenantInvite.class).inAnyNamespace().list().getItems());
        objects.addAll(
                client.resources(OperatorInvite.class).inAnyNamespace().list().getItems());
        return client.getKubernetesSerialization().asYaml(objects);
    }

    /** What the operator's source registers and the page does not show. */
    static Set<String> missing(Scrape scrape) {
        Set<String> missing = new TreeSet<>(METERS_OF_FRAMEWORKS);
        missing.addAll(metersInTheSource());
        missing.removeIf(meter -> ENDINGS.stream().anyMatch(ending -> scrape.family(meter.replace('.', '_') + ending)
                .isPresent()));
        return missing;
    }

    /** The names that the operator's classes give to meters. */
    static Set<String> metersInTheSource() {
        Set<String> names = new TreeSet<>();
        for (Path file : ProjectFiles.below(ProjectFiles.ROOT.resolve("operator/src/main/java"), ".java")) {
            Matcher name = METER.matcher(ProjectFiles.read(file));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    /** What Prometheus reads. */
    Scrape scrape() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.port() + "/metrics"))
                .build();
        try {
            return Scrape.of(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        operator.close();
        client.close();
        server.destroy();
        authentik.close();
        stalwart.close();
        ocis.close();
        dns.close();
    }
}
