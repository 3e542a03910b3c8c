package io.dezky.operator.world;

import io.dezky.operator.Wiring;
import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.mail.DkimAlgorithm;
import io.dezky.operator.mail.DkimKeyGenerator;
import io.dezky.operator.mail.NetworkResolver;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** All that an operator works with, in memory: the three systems, DNS, a Kubernetes API, and time that is moved by hand. */
public final class World implements AutoCloseable {

    static final String STALWART_KEY = "API_operator-key-of-the-tests";

    public final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T09:00:00Z"));
    public final AuthentikSimulator authentik;
    public final StalwartSimulator stalwart;
    public final OcisSimulator ocis;
    public final DnsSimulator dns;
    public final KubernetesClient kubernetes;
    private final EmbeddedKubernetes apiServer = new EmbeddedKubernetes();
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private List<String> nameservers;

    private World(UnaryOperator<PlatformSeed> identity) {
        authentik = AuthentikSimulator.start(0, identity.apply(AuthentikSeed.platform("auth.dezky.test")), clock);
        stalwart = StalwartSimulator.start(
                0,
                StalwartSeed.platform(STALWART_KEY)
                        .withLimits(false)
                        .withOperatorPermissions("sysMailingListQuery", "sysMailingListGet", "sysMailingListDestroy"),
                clock);
        ocis = OcisSimulator.start(0, OcisSeed.platform(authentik::claimsOf).withIssuer(authentik.issuer()), clock);
        dns = DnsSimulator.start(0);
        nameservers = List.of(dns.nameserver());
        kubernetes = apiServer.client(chain -> chain.proceed(chain.request()));
        folder = tokens();
        configure();
    }

    /** The platform with a recovery flow. */
    public static World create() {
        return new World(seed -> seed);
    }

    /** The platform as the seed has it. */
    public static World create(UnaryOperator<PlatformSeed> identity) {
        return new World(identity);
    }

    private Path tokens() {
        try {
            Path folder = Files.createTempDirectory("dezky-world");
            Files.writeString(folder.resolve("authentik"), "operator-api-token");
            Files.writeString(folder.resolve("stalwart"), STALWART_KEY);
            Files.writeString(folder.resolve("ocis"), "operator-files-password");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure() {
        set("DEZKY_PLATFORM_BASE_DOMAIN", "dezky.test");
        set("DEZKY_AUTHENTIK_URL", authentik.url().toString());
        set("DEZKY_AUTHENTIK_TOKEN_FILE", token("authentik").toString());
        set("DEZKY_STALWART_URL", stalwart.url().toString());
        set("DEZKY_STALWART_TOKEN_FILE", token("stalwart").toString());
        set("DEZKY_OCIS_URL", ocis.url().toString());
        set("DEZKY_OCIS_PASSWORD_FILE", token("ocis").toString());
        set("DEZKY_DNS_RESOLVERS", dns.nameserver());
        set("DEZKY_MAIL_DOMAIN_PROOF", "NotRequired");
        set("DEZKY_KUBERNETES_LEADER_ELECTION", "false");
        // The simulators bear more than real servers, and the limits have tests of their own.
        set("DEZKY_AUTHENTIK_MAX_CALLS_PER_SECOND", "10000");
        set("DEZKY_STALWART_MAX_CALLS_PER_SECOND", "10000");
        set("DEZKY_OCIS_MAX_CALLS_PER_SECOND", "10000");
    }

    /** Sets a key of the operator's configuration, by its environment variable. */
    public World set(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** The resolvers that operators which are started from now on ask, instead of the world's own. */
    public void nameservers(String... addresses) {
        nameservers = List.of(addresses);
    }

    /** The file with the operator's credential for a system. */
    public Path token(String system) {
        return folder.resolve(system);
    }

    /** The operator's configuration. */
    public OperatorConfig config() {
        return ConfigReader.read(null, settings);
    }

    /**
     * What the API server refuses.
     *
     * @param path a regular expression for the whole path
     * @param message what it says
     */
    public record Refusal(String method, String path, int code, String message) {

        boolean befalls(Request request) {
            return request.method().equals(method)
                    && request.url().encodedPath().matches(path);
        }

        Response answer(Request request) {
            Status status = new StatusBuilder()
                    .withStatus("Failure")
                    .withCode(code)
                    .withMessage(message)
                    .build();
            return new Response.Builder()
                    .request(request)
                    .protocol(Protocol.HTTP_1_1)
                    .code(code)
                    .message("Refused")
                    .body(ResponseBody.create(Serialization.asJson(status), MediaType.get("application/json")))
                    .build();
        }
    }

    /** From now on the API server refuses this; null for nothing. */
    public void refuse(Refusal refusal) {
        apiServer.refuse(refusal);
    }

    /** A new operator process. */
    public OperatorUnderTest operator() {
        return operator(Wire.whole());
    }

    /** A new operator process, which dies where the wire is cut. */
    public OperatorUnderTest operator(Wire wire) {
        KubernetesClient client = apiServer.client(wire.kubernetes());
        return new OperatorUnderTest(this, client, wire);
    }

    /** One for all, because its TLS set-up is dear; connections are each operator's own. */
    private static final OkHttpClient HTTP = new OkHttpClient();

    Wiring.Outside outside(KubernetesClient client, Wire wire, MeterRegistry metrics) {
        OkHttpClient http = HTTP.newBuilder()
                .connectionPool(new ConnectionPool())
                .addInterceptor(wire.external("external"))
                .build();
        return new Wiring.Outside(
                client,
                http,
                metrics,
                clock,
                time -> {},
                NetworkResolver.at(nameservers, Duration.ofSeconds(2)),
                FIXED_KEYS,
                new java.security.SecureRandom(),
                "operator-under-test");
    }

    /** Making RSA keys is slow, and which key it is does not matter here. */
    private static final DkimKeyGenerator FIXED_KEYS = fixedKeys();

    private static DkimKeyGenerator fixedKeys() {
        Map<DkimAlgorithm, String> keys = new HashMap<>();
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            keys.put(algorithm, DkimKeyGenerator.secure().generate(algorithm));
        }
        return keys::get;
    }

    @Override
    public void close() {
        kubernetes.close();
        authentik.close();
        stalwart.close();
        ocis.close();
        dns.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
