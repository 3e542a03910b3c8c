package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A value that a field does not take. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient JsonNode complaint;

    Refused(JsonNode complaint) {
        super(complaint.toString(), null, false, false);
        this.complaint = complaint;
    }

    Refused(String text) {
        this(JsonNodeFactory.instance.arrayNode().add(text));
    }

    JsonNode complaint() {
        return complaint;
    }
}
