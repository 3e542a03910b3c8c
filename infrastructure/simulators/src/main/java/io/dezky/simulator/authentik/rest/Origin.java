package io.dezky.simulator.authentik.rest;

import io.dezky.simulator.http.SimulatedRequest;

/**
 * Scheme and host under which a request reached the server. They decide the brand, and stand in every link and issuer
 * that the server makes: docs/systems/authentik.md, The host of the request decides.
 *
 * @param scheme {@code http} or {@code https}
 * @param host host and, if there is one, port
 */
public record Origin(String scheme, String host) {

    static Origin of(SimulatedRequest request) {
        String host = request.header("X-Forwarded-Host")
                .or(() -> request.header("Host"))
                .orElse("localhost");
        return new Origin(request.header("X-Forwarded-Proto").orElse("http"), host);
    }

    /** Scheme and host, without a slash at the end. */
    public String base() {
        return scheme + "://" + host;
    }
}
