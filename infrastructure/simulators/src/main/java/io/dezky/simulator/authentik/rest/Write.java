package io.dezky.simulator.authentik.rest;

/** How a body is meant. */
public enum Write {
    /** POST: a new object. */
    CREATE,
    /** PUT: the required members must be there; some others are emptied when they are not. */
    REPLACE,
    /** PATCH: only what is said changes. */
    PATCH
}
