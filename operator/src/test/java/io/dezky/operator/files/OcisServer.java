package io.dezky.operator.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.operator.http.Credential;
import io.dezky.operator.http.Json;
import io.dezky.operator.http.SystemHttp;
import io.dezky.operator.http.SystemSettings;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.ocis.OcisSpace;
import io.dezky.simulator.ocis.PlatformRole;
import io.dezky.simulator.ocis.TokenVerifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/** The oCIS simulator, and the operator's client to it. */
final class OcisServer implements AutoCloseable {

    static final String TOKEN = "operators-token";
    private static final OkHttpClient HTTP = new OkHttpClient();

    final OcisSimulator simulator;
    private final Clock clock;

    OcisServer(Clock clock) {
        this(clock, "ocisAdmin", TokenVerifier.NONE);
    }

    /**
     * Starts a server.
     *
     * @param role the value of the role claim in {@link #TOKEN}
     */
    OcisServer(Clock clock, String role, TokenVerifier identityProvider) {
        this.clock = clock;
        OcisSeed seed = OcisSeed.platform(identityProvider)
                .withToken("operator", TOKEN, operatorClaims(role))
                .withUser("boss", "Boss", "boss-password", PlatformRole.USER);
        this.simulator = OcisSimulator.start(0, seed, clock);
    }

    static ObjectNode operatorClaims(String role) {
        ObjectNode claims = Json.mapper().createObjectNode();
        claims.put("sub", "5c6ff8aa").put("files_id", "dezky-operator").put("name", "Dezky operator");
        claims.putArray("groups").add(OcisModel.OPERATORS);
        claims.putArray("roles").add(role);
        return claims;
    }

    HttpOcis client() {
        return client(bearer(TOKEN));
    }

    HttpOcis client(Credential credential) {
        return new HttpOcis(http("ocis", "oCIS", simulator.url(), credential, clock), Duration.ofMinutes(1));
    }

    static SystemHttp http(String system, String displayName, URI url, Credential credential, Clock clock) {
        SystemSettings settings = new SystemSettings(
                system, displayName, url, null, Duration.ofSeconds(2), Duration.ofSeconds(10), 8, 10_000);
        return new SystemHttp(
                settings, credential, new SystemHttp.Surroundings(HTTP, new SimpleMeterRegistry(), clock, pause -> {}));
    }

    static Credential bearer(String token) {
        return new Credential() {
            @Override
            public Optional<String> authorization() {
                return Optional.of("Bearer " + token);
            }

            @Override
            public boolean refused(String authorization) {
                return false;
            }
        };
    }

    // ---- what was asked

    List<String> requests() {
        return simulator.requests().all().stream()
                .map(exchange ->
                        exchange.request().method() + " " + exchange.request().path())
                .toList();
    }

    List<String> writes() {
        return simulator.requests().all().stream()
                .filter(RequestLog.Exchange::isWrite)
                .map(exchange ->
                        exchange.request().method() + " " + exchange.request().path())
                .toList();
    }

    void forgetRequests() {
        simulator.requests().clear();
    }

    // ---- what goes wrong

    void failing(Predicate<SimulatedRequest> requests, Fault.Effect effect) {
        simulator.faults().add(Fault.once(requests, effect));
    }

    static Predicate<SimulatedRequest> request(String method, String path) {
        return Fault.on(method, path);
    }

    // ---- what is there

    OcisSpace onlySpace() {
        List<OcisSpace> spaces = simulator.projectSpaces();
        if (spaces.size() != 1) {
            throw new AssertionError("not one space: " + spaces);
        }
        return spaces.get(0);
    }

    /** The role of a group or user in a space, in lower case; empty for none. */
    static String roleOf(OcisSpace space, String name) {
        return space.grants().stream()
                .filter(grant -> grant.name().equals(name))
                .map(grant -> grant.role().name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        simulator.close();
    }
}
