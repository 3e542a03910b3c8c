package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.ControlEndpoint;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Control paths below {@code /_simulator/}, for a simulator that runs as a process of its own:
 *
 * <ul>
 *   <li>{@code POST human/recovery}: {@code {"link": "…", "password": "…"}}, answers {@code {"signedIn": true}}
 *   <li>{@code POST human/sign-in}: {@code {"name": "…", "password": "…"}}, answers {@code {"signedIn": true}}
 *   <li>{@code GET applications/<slug>/history}: how well the application was guarded, and since when
 *   <li>{@code PUT availability}: {@code {"availability": "up" | "starting" | "without_database" | "without_core"}}
 *   <li>{@code GET left-out}: the operations that are not simulated, with reasons
 * </ul>
 */
final class AuthentikControl implements ControlEndpoint.Extra {

    private final AuthentikSimulator simulator;

    AuthentikControl(AuthentikSimulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public Optional<Answer> answer(SimulatedRequest request, String name) {
        if (request.method().equals("GET") && name.matches("applications/[^/]+/history")) {
            return Optional.of(history(name.split("/")[1]));
        }
        return switch (request.method() + " " + name) {
            case "POST human/recovery" -> Optional.of(signedIn(recovers(body(request))));
            case "POST human/sign-in" -> Optional.of(signedIn(signsIn(body(request))));
            case "PUT availability" -> Optional.of(availability(body(request)));
            case "GET left-out" -> Optional.of(Answer.json(200, LeftOutOperations.all()));
            default -> Optional.empty();
        };
    }

    private static JsonNode body(SimulatedRequest request) {
        return request.json().orElseThrow(() -> new IllegalArgumentException("no JSON body"));
    }

    private boolean recovers(JsonNode body) {
        return simulator
                .human()
                .useRecoveryLink(
                        body.path("link").asText(), body.path("password").asText());
    }

    private boolean signsIn(JsonNode body) {
        return simulator
                .human()
                .signIn(body.path("name").asText(), body.path("password").asText());
    }

    private static Answer signedIn(boolean signedIn) {
        return Answer.json(200, Map.of("signedIn", signedIn));
    }

    private Answer availability(JsonNode body) {
        String wanted = body.path("availability").asText().toUpperCase(Locale.ROOT);
        simulator.availability(Availability.valueOf(wanted));
        return Answer.empty(204);
    }

    private Answer history(String slug) {
        List<Map<String, String>> moments = simulator.history().moments(slug).stream()
                .map(moment -> Map.of(
                        "since",
                        moment.since().toString(),
                        "guard",
                        moment.guard().name()))
                .toList();
        return Answer.json(200, moments);
    }
}
