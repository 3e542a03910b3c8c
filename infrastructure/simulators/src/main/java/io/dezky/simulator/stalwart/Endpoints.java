package io.dezky.simulator.stalwart;

import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.stalwart.jmap.JmapEngine;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.Registry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The paths of the server. */
final class Endpoints {

    /** Names the schema of 0.16.18; it changes with the schema, so a client can tell versions apart by it. */
    private static final String SCHEMA = "25gnm1_xB9bPk-puX9VTFMP1W5V-1muUWuK964-_uEw";

    private final Registry registry;
    private final String hostname;
    private final SignIn signIn;
    private final Limits limits;
    private final JmapEngine engine;

    Endpoints(Registry registry, String hostname, SignIn signIn, Limits limits) {
        this.registry = registry;
        this.hostname = hostname;
        this.signIn = signIn;
        this.limits = limits;
        this.engine = new JmapEngine(registry);
    }

    Answer answer(SimulatedRequest request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /jmap", "POST /jmap/" -> signedIn(request, caller -> engine.answer(request, caller));
            case "GET /jmap", "PUT /jmap" -> Problem.notFound();
            case "GET /jmap/session" -> session(request);
            case "GET /.well-known/jmap" -> Answer.empty(307).with("Location", "/jmap/session");
            case "GET /api/account" -> signedIn(request, this::account);
            case "GET /api/schema" ->
                signedIn(request, caller -> Answer.empty(302).with("Location", "/api/schema/" + SCHEMA));
            case "GET /healthz/live", "GET /healthz/ready", "HEAD /healthz/live", "HEAD /healthz/ready" -> Problem.ok();
            default ->
                LeftOutOperations.reasonForPath(request.path())
                        .map(Answer::notSimulated)
                        .orElseGet(Problem::notFound);
        };
    }

    private Answer signedIn(SimulatedRequest request, Function<Caller, Answer> answer) {
        SignIn.Outcome outcome = signIn.of(request);
        return outcome.caller().map(answer).orElseGet(() -> refused(outcome));
    }

    /** The session is given to everybody who does not pretend to be somebody: no test of a key. */
    private Answer session(SimulatedRequest request) {
        SignIn.Outcome outcome = signIn.of(request);
        if (outcome.refusal().isPresent()) {
            return refused(outcome);
        }
        return Answer.json(200, new SessionDocument(hostname, registry.limits()).of(outcome.caller()));
    }

    private Answer refused(SignIn.Outcome outcome) {
        Optional<Answer> ban = outcome.wrongCredentials() ? limits.failed() : Optional.empty();
        return ban.or(outcome::refusal).orElseGet(Problem::unauthorized);
    }

    private Answer account(Caller caller) {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("permissions", caller.permissions().toldNames());
        account.put("edition", "community");
        account.put("locale", registry.locked(() -> registry.credentials().locale(caller.accountId())));
        return Answer.json(200, account);
    }
}
