package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.authentik.rest.Origin;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Faults;
import io.dezky.simulator.http.Latency;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.http.SimulatorServer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Authentik 2026.5.0-rc1 in memory: the API that the operator uses, with its permissions, caps and odd answers, the token
 * endpoint, and a person who can use what the API hands out. What it leaves out stands in {@link io.dezky.simulator.authentik.rest.LeftOutOperations}; how
 * the real server behaves, in docs/systems/authentik.md.
 */
public final class AuthentikSimulator implements Simulator {

    private final Installation installation;
    private final Dispatcher dispatcher;
    private final ApplicationHistory history;
    private final Planting.Planted planted;
    private final SimulatorServer server;
    private final Optional<String> publicHost;
    private volatile Availability availability = Availability.UP;

    private AuthentikSimulator(int port, AuthentikSeed seed, Clock clock) {
        this.installation = new Installation(clock);
        this.dispatcher = new Dispatcher(installation);
        this.history = new ApplicationHistory(installation.store, installation.core.admission());
        this.planted = plant(seed);
        this.publicHost = seed instanceof PlatformSeed platform ? Optional.of(platform.publicHost()) : Optional.empty();
        history.observe(installation.now());
        this.server = SimulatorServer.start(port, this::answer, new AuthentikControl(this));
    }

    /**
     * Starts one.
     *
     * @param port 0 for any that is free
     * @param seed what it holds
     * @param clock what time it is for it: links and tokens expire by this clock
     */
    public static AuthentikSimulator start(int port, AuthentikSeed seed, Clock clock) {
        return new AuthentikSimulator(port, seed, clock);
    }

    private Planting.Planted plant(AuthentikSeed seed) {
        Planting planting = new Planting(installation);
        if (seed instanceof PlatformSeed platform) {
            return PlatformPlanting.plant(platform, planting);
        }
        return TranscriptPlanting.plant((TranscriptSeed) seed, planting);
    }

    private Answer answer(SimulatedRequest request) {
        long arrived = installation.store.version();
        return installation.alone(() -> {
            if (availability != Availability.UP) {
                return Outage.answer(availability, request);
            }
            Answer answer = dispatcher.answer(request, arrived);
            if (!request.method().equals("GET")) {
                history.observe(installation.now());
            }
            return answer;
        });
    }

    @Override
    public String system() {
        return "authentik";
    }

    @Override
    public URI url() {
        return server.url();
    }

    @Override
    public Map<String, Map<String, String>> actors() {
        return planted.actors();
    }

    @Override
    public Map<String, JsonNode> variables() {
        return planted.variables();
    }

    @Override
    public RequestLog requests() {
        return server.requests();
    }

    @Override
    public Faults faults() {
        return server.faults();
    }

    @Override
    public void latency(Latency latency) {
        server.latency(latency);
    }

    @Override
    public void close() {
        server.close();
    }

    /** What it holds at this moment. */
    public AuthentikState state() {
        return new AuthentikState(installation);
    }

    /** A person with a browser. */
    public Human human() {
        return new Human(installation, publicOrigin());
    }

    /** How well each application was guarded since the start. */
    public ApplicationHistory history() {
        return history;
    }

    /** Whether there was ever a moment at which a stranger would have got a code for this application. */
    public boolean everOpen(String applicationSlug) {
        return history.everOpen(applicationSlug);
    }

    /** From now on only so much of the server is there. */
    public void availability(Availability availability) {
        this.availability = availability;
    }

    Availability availability() {
        return availability;
    }

    /** What the real server's worker does now and then: expired tokens and recovery links are forgotten. */
    public void removeExpiredTokens() {
        Instant now = installation.now();
        installation.alone(() -> {
            List<String> expired = installation.store.tokens().stream()
                    .filter(token -> token.flag("expiring"))
                    .filter(token -> !token.time("expires").map(now::isBefore).orElse(true))
                    .map(token -> token.key())
                    .toList();
            expired.forEach(installation.store.tokens()::remove);
            return expired.size();
        });
    }

    /**
     * What an access token says, for whoever trusts this server: what stands in the token ({@code iss}, {@code aud},
     * {@code exp} in seconds, {@code scope}), with the claims as they are now. Empty when it was not given out here, has
     * expired, its user was deactivated or deleted, or the server is not up.
     */
    public Optional<JsonNode> claimsOf(String accessToken) {
        if (availability != Availability.UP) {
            return Optional.empty();
        }
        return installation.alone(() ->
                installation.issuer.claims(accessToken, installation.now()).map(claims -> claims));
    }

    /**
     * The issuer of the files application's tokens: that of a token request which named the platform's public host by
     * {@code X-Forwarded-Host} and {@code https} by {@code X-Forwarded-Proto}. A request without them gets tokens of
     * another issuer, which begins with {@link #url()}.
     */
    public String issuer() {
        return publicOrigin().base() + "/application/o/" + PlatformSeed.FILES + "/";
    }

    private Origin publicOrigin() {
        return publicHost
                .map(host -> new Origin("https", host))
                .orElseGet(() -> new Origin("http", url().getAuthority()));
    }
}
