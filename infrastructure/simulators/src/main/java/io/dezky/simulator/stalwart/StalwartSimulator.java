package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Faults;
import io.dezky.simulator.http.Latency;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.http.SimulatorServer;
import io.dezky.simulator.stalwart.jmap.JmapEngine;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.DkimStage;
import io.dezky.simulator.stalwart.registry.Inspection;
import io.dezky.simulator.stalwart.registry.Registry;
import io.dezky.simulator.stalwart.registry.Registry.BrokenSetting;
import io.dezky.simulator.stalwart.registry.StageChange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Stalwart 0.16 server on 127.0.0.1, as far as it is managed over JMAP. State lies in memory; every answer is computed
 * from it. What is left out answers 501: {@link LeftOutOperations}.
 */
public final class StalwartSimulator implements Simulator {

    private final StalwartSeed seed;
    private final Registry registry;
    private final Inspection inspection;
    private final Limits limits;
    private final Map<String, JsonNode> variables;
    private final SimulatorServer server;

    private StalwartSimulator(int port, StalwartSeed seed, Clock clock) {
        this.seed = seed;
        this.registry = new Registry(
                clock, new Registry.Options(seed.hostname(), seed.shuffledZoneText(), seed.automaticDkimDelay()));
        this.inspection = registry.inspection();
        this.variables = Seeding.seed(registry, seed);
        SignIn signIn = new SignIn(registry, clock);
        this.limits = new Limits(seed.limits(), signIn, registry, clock);
        Endpoints endpoints = new Endpoints(registry, seed.hostname(), signIn, limits);
        this.server = SimulatorServer.start(port, endpoints::answer, this::control, limits);
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any free one
     * @param clock what the server takes for the time: of creation, of tasks, of rate limits
     */
    public static StalwartSimulator start(int port, StalwartSeed seed, Clock clock) {
        return new StalwartSimulator(port, seed, clock);
    }

    @Override
    public String system() {
        return "stalwart";
    }

    @Override
    public URI url() {
        return server.url();
    }

    @Override
    public Map<String, Map<String, String>> actors() {
        Map<String, Map<String, String>> actors = new LinkedHashMap<>();
        seed.actors().forEach((name, actor) -> actors.put(name, actor.headers(this::lastAppPassword)));
        return actors;
    }

    private Optional<String> lastAppPassword(String address) {
        return registry.locked(() -> registry.credentials().lastAppPassword(address));
    }

    @Override
    public Map<String, JsonNode> variables() {
        return variables;
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

    /** All domains, the platform's own among them, the oldest first. */
    public List<DomainView> domains() {
        return Views.of(inspection.domains(), DomainView::of);
    }

    /** The domain of this name. */
    public Optional<DomainView> domain(String name) {
        return domains().stream().filter(domain -> domain.name().equals(name)).findFirst();
    }

    /** The DKIM keys of a domain in whatever stage, the oldest first; none when there is no such domain. */
    public List<SignatureView> signatures(String domain) {
        return Views.of(inspection.signatures(domain), SignatureView::of);
    }

    /** The selectors whose keys would sign a mail of this domain now: those of the active ones, sorted. */
    public List<String> wouldSign(String domain) {
        return signatures(domain).stream()
                .filter(signature -> signature.stage() == DkimStage.ACTIVE)
                .map(SignatureView::selector)
                .sorted()
                .toList();
    }

    /** The users and groups of a domain. */
    public List<AccountView> accounts(String domain) {
        return Views.of(inspection.accounts(domain), AccountView::of);
    }

    /** The mailing lists of a domain. */
    public List<MailingListView> mailingLists(String domain) {
        return Views.of(inspection.mailingLists(domain), MailingListView::of);
    }

    /** All roles, the four built-in ones first. */
    public List<RoleView> roles() {
        return Views.of(inspection.roles(), RoleView::of);
    }

    /** What the owner of a domain is to publish, as {@code dnsZoneFile} would give it now. */
    public Optional<String> zoneText(String domain) {
        return inspection.zoneText(domain);
    }

    /** Whether mail to an address is taken: somebody's address or alias, a list, or the domain's catch-all. */
    public boolean acceptsMailFor(String address) {
        return inspection.acceptsMailFor(address);
    }

    /**
     * Whether an account holds a permission: {@code authenticate} to sign in at all, {@code emailReceive} for its mail to
     * be delivered and not bounced. False when there is no such account.
     */
    public boolean may(String address, String permission) {
        return registry.locked(() -> registry.credentials()
                .accountOf(address)
                .map(account -> registry.credentials().caller(account).may(permission))
                .orElse(false));
    }

    /** Every change of a DKIM key's stage since the start, in order. */
    public List<StageChange> stageChanges() {
        return registry.history().changes();
    }

    /**
     * From now on this hears of each change of a DKIM key's stage while it happens, so that it can look at what is true
     * at that moment. It must not wait for the simulator to answer over HTTP.
     */
    public void onStageChange(Consumer<StageChange> listener) {
        registry.history().listen(listener);
    }

    /**
     * Does something as the recovery administrator, without HTTP, limits, faults and log: what somebody else changes
     * behind the operator's back.
     *
     * @param method for example {@code x:Domain/set}
     * @return the arguments of the answer; of an error its type and description
     */
    public JsonNode behindTheBack(String method, JsonNode arguments) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("using").add("urn:stalwart:jmap");
        ArrayNode call = request.putArray("methodCalls").addArray();
        call.add(method).add(arguments).add("0");
        SimulatedRequest http = new SimulatedRequest(
                "POST", "/jmap", "", Map.of(), request.toString().getBytes(StandardCharsets.UTF_8));
        Answer answer =
                new JmapEngine(registry).answer(http, Caller.recoveryAdministrator(StalwartSeed.recoveryName()));
        JsonNode body = new SimulatedRequest("", "/", "", Map.of(), answer.body())
                .json()
                .orElseThrow(() -> new IllegalArgumentException(answer.text()));
        if (answer.status() != 200) {
            throw new IllegalArgumentException(answer.text());
        }
        return body.at("/methodResponses/0/1");
    }

    /** Requests that call this method, for faults: {@code Fault.once(calling("x:Domain/set"), ...)}. */
    public static Predicate<SimulatedRequest> calling(String method) {
        return request -> methods(request).contains(method);
    }

    /** The requests that could change something: all of them are POST, but only those with a {@code set} write. */
    public List<RequestLog.Exchange> writes() {
        return requests().matching(request -> methods(request).stream().anyMatch(method -> method.endsWith("/set")));
    }

    private static List<String> methods(SimulatedRequest request) {
        List<String> methods = new ArrayList<>();
        request.json().ifPresent(body -> body.path("methodCalls")
                .forEach(call -> methods.add(call.path(0).asText())));
        return methods;
    }

    /** From now on {@code ReloadSettings} is refused because of this, or no longer when it is empty. */
    public void brokenSetting(Optional<BrokenSetting> setting) {
        registry.brokenSetting(setting);
    }

    /** Whether too many wrong credentials came: every connection is closed without an answer. */
    public boolean isBanned() {
        return limits.isBanned();
    }

    /** Ends the ban; the next wrong credential bans again. */
    public void liftBan() {
        limits.liftBan();
    }

    /** {@code GET /_simulator/domains}: each domain with the selectors and stages of its keys, for people. */
    private Optional<Answer> control(SimulatedRequest request, String name) {
        if (!name.equals("domains") || !request.method().equals("GET")) {
            return Optional.empty();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (DomainView domain : domains()) {
            ObjectNode keys = shown.putObject(domain.name());
            signatures(domain.name())
                    .forEach(key -> keys.put(key.selector(), key.stage().word()));
        }
        return Optional.of(Answer.json(200, shown));
    }
}
