package io.dezky.simulator.ocis;

import io.dezky.simulator.http.SimulatedRequest;
import java.util.Map;

/**
 * One request on its way through the simulator.
 *
 * @param path the values of the names in the path pattern
 */
record Call(SimulatedRequest request, Caller caller, Map<String, String> path) {

    String path(String name) {
        return path.get(name);
    }

    void requireAdmin() {
        if (!caller.isAdmin()) {
            throw Refusal.accessDenied("Forbidden");
        }
    }
}
