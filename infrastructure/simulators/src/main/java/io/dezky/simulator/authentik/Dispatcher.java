package io.dezky.simulator.authentik;

import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Handler;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.authentik.rest.Pages;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.time.Instant;
import java.util.Optional;

/** Takes a request through the server: path, content type, caller, method, and what answers it. */
final class Dispatcher {

    /** What the error page itself answers to: a crash shows as this on anything but a GET. */
    private static final String ERROR_PAGE_METHODS = "GET, HEAD, OPTIONS";

    private final Installation installation;

    Dispatcher(Installation installation) {
        this.installation = installation;
    }

    Answer answer(SimulatedRequest request, long arrived) {
        if (request.path().contains("//")) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            return Answer.empty(301).with("Location", request.path().replaceAll("/{2,}", "/") + query);
        }
        Optional<LeftOutOperations.LeftOut> leftOut = LeftOutOperations.of(request);
        if (leftOut.isPresent()) {
            return leftOut.get().answer();
        }
        String language = Translations.language(request);
        return named(Translations.translated(routed(request, arrived), language), language);
    }

    /** Only the router, and the probe that it answers itself, say nothing of a language. */
    private static Answer named(Answer answer, String language) {
        boolean bare = answer.headers().isEmpty() && answer.status() == 200;
        return bare ? answer : answer.with("Content-Language", language);
    }

    private Answer routed(SimulatedRequest request, long arrived) {
        Optional<Routes.Found> found = installation.routes.find(request.segments());
        if (found.isEmpty()) {
            return unknownPath(request.method());
        }
        Routes.Route route = found.get().route();
        if (route.access() == Routes.Access.OUTSIDE_API) {
            Call call = call(request, found.get(), Optional.empty(), arrived);
            return route.handler(request.method())
                    .map(handler -> guarded(handler, call))
                    .orElseGet(() -> crash(request.method()));
        }
        return api(request, found.get(), arrived);
    }

    private Answer api(SimulatedRequest request, Routes.Found found, long arrived) {
        Routes.Route route = found.route();
        try {
            requireJsonWanted(request);
            Optional<Row> caller = caller(request, route);
            Handler handler = route.handler(request.method())
                    .orElseThrow(() -> Problem.detail(405, "Method \"" + request.method() + "\" not allowed."));
            return handler.handle(call(request, found, caller, arrived)).with("Allow", route.allow());
        } catch (Problem problem) {
            return problem.isCrash()
                    ? crash(request.method())
                    : Answer.json(problem.status(), problem.body()).with("Allow", route.allow());
        }
    }

    private Call call(SimulatedRequest request, Routes.Found found, Optional<Row> caller, long arrived) {
        return new Call(request, found.variables(), caller, installation.now(), arrived);
    }

    private static Answer guarded(Handler handler, Call call) {
        try {
            return handler.handle(call);
        } catch (Problem problem) {
            return problem.isCrash() ? crash(call.request().method()) : Answer.json(problem.status(), problem.body());
        }
    }

    private static void requireJsonWanted(SimulatedRequest request) {
        String accept = request.header("Accept").orElse("*/*");
        boolean json =
                accept.contains("application/json") || accept.contains("*/*") || accept.contains("application/*");
        if (!json) {
            throw Problem.detail(406, "Could not satisfy the request Accept header.");
        }
    }

    /** A 403 for everything, never a 401: docs/systems/authentik.md, 403 for everything. */
    private Optional<Row> caller(SimulatedRequest request, Routes.Route route) {
        String[] header = request.header("Authorization").orElse("").strip().split("\\s+", 2);
        boolean bearer = header.length == 2 && header[0].equalsIgnoreCase("Bearer");
        if (bearer) {
            return Optional.of(owner(header[1]).orElseThrow(Problem::badToken));
        }
        if (route.access() == Routes.Access.WITH_TOKEN) {
            throw Problem.anonymous();
        }
        return Optional.empty();
    }

    /** An app password is no bearer, and a deactivated owner makes a token useless as long as it lasts. */
    private Optional<Row> owner(String key) {
        Instant now = installation.now();
        return installation
                .store
                .tokens()
                .where("key", key)
                .filter(token -> token.text("intent").equals("api"))
                .filter(token -> !token.flag("expiring")
                        || token.time("expires").map(now::isBefore).orElse(true))
                .flatMap(token -> installation.store.users().byKey(token.text("user")).stream())
                .filter(user -> user.flag("is_active"))
                .findFirst();
    }

    private static Answer unknownPath(String method) {
        return isRead(method) ? Pages.notFound() : crash(method);
    }

    /** What an exception inside the server looks like from outside. */
    static Answer crash(String method) {
        return isRead(method) ? Pages.failed() : Pages.empty(405).with("Allow", ERROR_PAGE_METHODS);
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }
}
