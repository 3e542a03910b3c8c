package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which operation answers which request. */
final class Router {

    /** Answers one operation. */
    @FunctionalInterface
    interface Operation {
        Answer answer(Call call);
    }

    private record Route(String method, PathPattern path, Operation operation) {}

    private final List<Route> routes = new ArrayList<>();

    /** Adds an operation. The order in which methods of a path are added is that of the header {@code Allow}. */
    Router on(String method, String path, Operation operation) {
        routes.add(new Route(method, PathPattern.of(path), operation));
        return this;
    }

    Answer answer(SimulatedRequest request, Caller caller) {
        List<String> allowed = new ArrayList<>();
        for (Route route : routes) {
            Optional<Map<String, String>> values = route.path().match(request.segments());
            if (values.isEmpty()) {
                continue;
            }
            if (route.method().equals(request.method())) {
                return route.operation().answer(new Call(request, caller, values.get()));
            }
            allowed.add(route.method());
        }
        Optional<LeftOut> leftOut = LeftOut.operation(request);
        if (leftOut.isPresent()) {
            return Answer.notSimulated(leftOut.get().reason());
        }
        if (allowed.isEmpty()) {
            return Answer.text(404, "text/plain; charset=utf-8", "404 page not found\n");
        }
        Answer refusal = Answer.empty(405);
        for (String method : allowed) {
            refusal = refusal.with("Allow", method);
        }
        return refusal;
    }
}
