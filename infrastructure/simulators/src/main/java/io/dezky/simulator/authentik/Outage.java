package io.dezky.simulator.authentik;

import io.dezky.simulator.authentik.rest.Pages;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.Map;

/** What callers see while the server is not all there. */
final class Outage {

    private static final String STARTING = "authentik starting";
    private static final String NO_CORE =
            "failed to connect to authentik backend: dial unix /dev/shm/authentik-core.sock: connect: connection refused";

    private Outage() {}

    static Answer answer(Availability availability, SimulatedRequest request) {
        if (request.path().equals("/-/health/live/")) {
            return Answer.empty(502);
        }
        return switch (availability) {
            case STARTING -> router(503, STARTING, request).with("Retry-After", "5");
            case WITHOUT_CORE -> router(502, NO_CORE, request);
            default -> Dispatcher.crash(request.method());
        };
    }

    /** The router in front speaks JSON, HTML or text, as it is asked; the key is {@code error}. */
    private static Answer router(int status, String text, SimulatedRequest request) {
        String accept = request.header("Accept").orElse("");
        if (accept.contains("application/json")) {
            return Answer.json(status, Map.of("error", text));
        }
        if (accept.contains("text/html")) {
            return Pages.empty(status);
        }
        return Answer.text(status, "text/plain", text);
    }
}
