package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Table;

/** Ends a request with an answer that is no success. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final int status;
    private final transient JsonNode body;

    private Problem(int status, JsonNode body) {
        super(status + " " + body, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** 400 with any JSON. */
    public static Problem invalid(JsonNode body) {
        return new Problem(400, body);
    }

    /** 400 that names one member. */
    public static Problem invalid(String member, String text) {
        ObjectNode body = NODES.objectNode();
        body.putArray(member).add(text);
        return invalid(body);
    }

    /** 400 about the whole body, as a list: the usual form. */
    public static Problem nonField(String text) {
        return invalid("non_field_errors", text);
    }

    /** 400 about the whole body, as a text: the form of recovery, against Authentik's own schema. */
    public static Problem nonFieldText(String text) {
        return invalid(NODES.objectNode().put("non_field_errors", text));
    }

    /** 400 with a list at the top. */
    public static Problem list(String text) {
        ArrayNode body = NODES.arrayNode();
        body.add(text);
        return invalid(body);
    }

    /** Any status with {@code {"detail": …}}. */
    public static Problem detail(int status, String text) {
        return new Problem(status, NODES.objectNode().put("detail", text));
    }

    /** The caller is known, but may not. */
    public static Problem forbidden() {
        return detail(403, "You do not have permission to perform this action.");
    }

    /** 403 with a body of another form. */
    public static Problem forbidden(String member, String text) {
        return new Problem(403, NODES.objectNode().put(member, text));
    }

    /** Nobody says who is calling: a 403, never a 401. */
    public static Problem anonymous() {
        return detail(403, "Authentication credentials were not provided.");
    }

    /** The bearer is not accepted: a 403 as well. */
    public static Problem badToken() {
        return detail(403, "Token invalid/expired");
    }

    /** No such object, for somebody who may see the others. */
    public static Problem notFound(Table table) {
        return detail(404, "No " + table.title() + " matches the given query.");
    }

    /** No such thing, without saying what. */
    public static Problem notFound() {
        return detail(404, "Not found.");
    }

    /** An exception inside the server: an empty 405, or a 500 with a page for a GET. */
    public static Problem crash() {
        return new Problem(0, NODES.nullNode());
    }

    public boolean isCrash() {
        return status == 0;
    }

    public int status() {
        return status;
    }

    public JsonNode body() {
        return body;
    }
}
