package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;

/** What values a member of a body may have, and as what they are stored. */
@FunctionalInterface
public interface Kind {

    /**
     * The value to store.
     *
     * @param given never null and never the JSON null
     */
    JsonNode accept(JsonNode given);
}
