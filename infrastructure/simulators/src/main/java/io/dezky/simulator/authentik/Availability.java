package io.dezky.simulator.authentik;

/** How much of the server is there. */
public enum Availability {
    /** Everything. */
    UP,
    /** The core is still starting: 503, with {@code Retry-After}. */
    STARTING,
    /** The data base is gone: 500 with a page for a GET, an empty 405 for a write. */
    WITHOUT_DATABASE,
    /** The core has died behind the router: 502. */
    WITHOUT_CORE
}
