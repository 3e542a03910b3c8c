package io.dezky.simulator.authentik.rest;

import io.dezky.simulator.http.Answer;
import java.util.List;
import java.util.Map;

/** What the server answers where it does not speak JSON. */
public final class Pages {

    private Pages() {}

    /** A page that says there is nothing. */
    public static Answer notFound() {
        return html(404, "Not Found");
    }

    /** A page that says the server failed. */
    public static Answer failed() {
        return html(500, "Server Error");
    }

    /** No body, but a type for it. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of("Content-Type", List.of("text/html")), new byte[0]);
    }

    private static Answer html(int status, String title) {
        return Answer.text(
                status,
                "text/html",
                "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1></body></html>");
    }
}
