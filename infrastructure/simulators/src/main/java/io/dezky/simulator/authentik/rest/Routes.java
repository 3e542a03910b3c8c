package io.dezky.simulator.authentik.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths that are answered, and by what. */
public final class Routes {

    private static final List<String> ORDER = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Who may call. */
    public enum Access {
        /** Everybody with an accepted token. */
        WITH_TOKEN,
        /** Everybody; a token is looked at if there is one. */
        PUBLIC,
        /** Everybody, and no token is looked at: the paths of OpenID Connect and of health. */
        OUTSIDE_API
    }

    /** A path with its methods. */
    public static final class Route {
        private final List<String> pattern;
        private final Access access;
        private final Map<String, Handler> handlers = new LinkedHashMap<>();

        private Route(String pattern, Access access) {
            this.pattern = parts(pattern);
            this.access = access;
        }

        public Access access() {
            return access;
        }

        /** What answers this method. */
        public Optional<Handler> handler(String method) {
            return Optional.ofNullable(handlers.get(method.equals("HEAD") ? "GET" : method));
        }

        /** The value of the header {@code Allow}. */
        public String allow() {
            Stream<String> methods = ORDER.stream().filter(handlers::containsKey);
            Stream<String> more = handlers.containsKey("GET") ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
            return Stream.concat(methods, more).collect(Collectors.joining(", "));
        }

        private boolean matches(List<String> path) {
            if (path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                boolean variable = isVariable(pattern.get(i)) && !path.get(i).isEmpty();
                if (!variable && !pattern.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private Map<String, String> variables(List<String> path) {
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < path.size(); i++) {
                if (isVariable(pattern.get(i))) {
                    String part = pattern.get(i);
                    variables.put(part.substring(1, part.length() - 1), path.get(i));
                }
            }
            return variables;
        }

        private long wildness() {
            return pattern.stream().filter(Routes::isVariable).count();
        }
    }

    /** A path that was found, with the values of its variables. */
    public record Found(Route route, Map<String, String> variables) {}

    private final List<Route> routes = new ArrayList<>();

    /** Adds a method of a path; {@code {name}} stands for any one part. */
    public Routes on(String method, String pattern, Access access, Handler handler) {
        Route route = routes.stream()
                .filter(known -> known.pattern.equals(parts(pattern)))
                .findFirst()
                .orElseGet(() -> {
                    Route made = new Route(pattern, access);
                    routes.add(made);
                    return made;
                });
        route.handlers.put(method, handler);
        return this;
    }

    /** Adds a method of a path of the API that needs a token. */
    public Routes on(String method, String pattern, Handler handler) {
        return on(method, pattern, Access.WITH_TOKEN, handler);
    }

    /** The path with the fewest variables that fits. */
    public Optional<Found> find(List<String> path) {
        Route best = null;
        for (Route route : routes) {
            if (route.matches(path) && (best == null || route.wildness() < best.wildness())) {
                best = route;
            }
        }
        return best == null ? Optional.empty() : Optional.of(new Found(best, best.variables(path)));
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }

    private static List<String> parts(String pattern) {
        return List.of(pattern.substring(1).split("/", -1));
    }
}
