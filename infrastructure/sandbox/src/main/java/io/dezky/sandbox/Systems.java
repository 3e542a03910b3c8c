package io.dezky.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The systems that the operator works with: simulators, but for those that the given configuration names. Writes the
 * operator's configuration for them.
 */
final class Systems implements AutoCloseable {

    private static final String AUTHENTIK_TOKEN = "sandbox-authentik-token";
    private static final String FILES_PASSWORD = "sandbox-files-password";
    private static final String STALWART_KEY = "API_sandbox-stalwart-key";

    private final Path folder;
    private final ObjectNode config;
    private final Optional<AuthentikSimulator> authentik;
    private final Optional<StalwartSimulator> stalwart;
    private final Optional<OcisSimulator> ocis;
    private final Optional<DnsSimulator> dns;

    private Systems(Path folder, ObjectNode config) {
        this.folder = folder;
        this.config = config;
        Clock clock = Clock.systemUTC();
        String host = config.at("/authentik/publicHost").asText("auth." + baseDomain(config));
        this.authentik = config.has("authentik")
                ? Optional.empty()
                : Optional.of(AuthentikSimulator.start(
                        0,
                        AuthentikSeed.platform(host)
                                .operatorToken(AUTHENTIK_TOKEN)
                                .filesPassword(FILES_PASSWORD),
                        clock));
        this.stalwart = config.has("stalwart")
                ? Optional.empty()
                : Optional.of(StalwartSimulator.start(
                        0,
                        StalwartSeed.platform(STALWART_KEY)
                                .withOperatorPermissions(
                                        "sysMailingListQuery", "sysMailingListGet", "sysMailingListDestroy"),
                        clock));
        this.ocis =
                config.has("ocis") ? Optional.empty() : Optional.of(OcisSimulator.start(0, files(authentik), clock));
        this.dns = config.at("/dns/resolvers").isMissingNode() ? Optional.of(DnsSimulator.start(0)) : Optional.empty();
    }

    /** Starts what the configuration does not name. */
    static Systems start(Optional<Path> given) {
        try {
            JsonNode read = given.isPresent()
                    ? new YAMLMapper().readTree(given.get().toFile())
                    : JsonNodeFactory.instance.objectNode();
            if (!(read instanceof ObjectNode config)) {
                throw new IllegalArgumentException(given.get() + " is no YAML mapping");
            }
            Systems systems = new Systems(Files.createTempDirectory("dezky-sandbox"), config);
            systems.configure();
            return systems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The oCIS simulator trusts the Authentik simulator; without one only people with other means can sign in. */
    private static OcisSeed files(Optional<AuthentikSimulator> authentik) {
        if (authentik.isEmpty()) {
            return OcisSeed.platform(token -> Optional.empty());
        }
        return OcisSeed.platform(authentik.get()::claimsOf)
                .withIssuer(authentik.get().issuer());
    }

    private static String baseDomain(ObjectNode config) {
        return config.at("/platform/baseDomain").asText("dezky.test");
    }

    private void configure() throws IOException {
        section("platform").put("baseDomain", baseDomain(config));
        if (authentik.isPresent()) {
            section("authentik")
                    .put("url", authentik.get().url().toString())
                    .put("tokenFile", secret("authentik", AUTHENTIK_TOKEN));
        }
        if (stalwart.isPresent()) {
            section("stalwart")
                    .put("url", stalwart.get().url().toString())
                    .put("tokenFile", secret("stalwart", STALWART_KEY));
        }
        if (ocis.isPresent()) {
            section("ocis").put("url", ocis.get().url().toString()).put("passwordFile", secret("ocis", FILES_PASSWORD));
        }
        dns.ifPresent(simulator -> section("dns").putArray("resolvers").add(simulator.nameserver()));
        absent("dns", "checkInterval", "1s");
        absent("invites", "acceptanceCheckInterval", "1s");
        absent("kubernetes", "resyncInterval", "30s");
        absent("kubernetes", "retryInitial", "500ms");
        absent("kubernetes", "retryMax", "5s");
        absent("kubernetes", "leaseNamespace", "dezky-system");
        absent("server", "address", "127.0.0.1");
        absent("server", "port", "0");
        absent("logging", "format", "Text");
        absent("logging", "level", "WARN");
        new YAMLMapper().writeValue(configFile().toFile(), config);
    }

    private ObjectNode section(String name) {
        return config.withObject("/" + name);
    }

    private void absent(String section, String key, String value) {
        if (!section(section).has(key)) {
            section(section).put(key, value);
        }
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }

    /** The operator's configuration. */
    Path configFile() {
        return folder.resolve("operator.yaml");
    }

    /** Switches leader election off, where leases do not work. */
    void withoutLeaderElection() {
        section("kubernetes").put("leaderElection", false);
        try {
            new YAMLMapper().writeValue(configFile().toFile(), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<AuthentikSimulator> authentik() {
        return authentik;
    }

    Optional<StalwartSimulator> stalwart() {
        return stalwart;
    }

    Optional<DnsSimulator> dns() {
        return dns;
    }

    /** The simulators that run, by name. */
    List<Simulator> simulators() {
        List<Simulator> running = new ArrayList<>();
        authentik.ifPresent(running::add);
        stalwart.ifPresent(running::add);
        ocis.ifPresent(running::add);
        return running;
    }

    /** From now on the simulator answers nothing but failures. */
    void fail(String system) {
        Simulator simulator = simulators().stream()
                .filter(running -> running.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--fail " + system + ": this system is none of the simulators, --config names it"));
        simulator
                .faults()
                .add(Fault.always(
                        Fault.anyRequest(),
                        new Fault.Effect.AnswerInstead(Answer.json(503, Map.of("error", "failed on command")))));
    }

    @Override
    public void close() {
        simulators().forEach(Simulator::close);
        dns.ifPresent(DnsSimulator::close);
    }
}
