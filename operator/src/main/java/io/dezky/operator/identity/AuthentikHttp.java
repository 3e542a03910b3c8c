package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.Json;
import io.dezky.operator.http.SystemHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Calls to Authentik's API, and what its answers mean: see docs/systems/authentik.md, How errors look.
 *
 * @param publicHost the host that links and issuers shall carry; sent with every call
 */
record AuthentikHttp(SystemHttp http, String publicHost) {

    private static final String BASE = "/api/v3";
    private static final int NO_CONTENT = 204;

    /** An answer of 2xx that can be read, or of a kind that the caller asked to see. */
    HttpAnswer send(HttpCall call, Expected expected) {
        HttpAnswer answer = http.send(with(call));
        if (expected.covers(answer)) {
            return answer;
        }
        if (!answer.isSuccess()) {
            throw error(call, answer);
        }
        if (answer.status() != NO_CONTENT && !answer.json().isObject()) {
            throw unreadable(call);
        }
        return answer;
    }

    HttpAnswer send(HttpCall call) {
        return send(call, Expected.SUCCESS);
    }

    /** What besides success the caller can deal with. */
    enum Expected {
        SUCCESS,
        ABSENT,
        REFUSED;

        boolean covers(HttpAnswer answer) {
            return switch (this) {
                case SUCCESS -> false;
                case ABSENT -> answer.status() == 404 && answer.json().isObject();
                case REFUSED -> answer.status() == 400;
            };
        }
    }

    HttpCall get(String operation, String path) {
        return HttpCall.get(operation, BASE + path);
    }

    HttpCall write(String operation, String method, String path, Object body) {
        return HttpCall.write(operation, method, BASE + path, body);
    }

    /** One object; empty when it is absent. */
    <T> Optional<T> one(String operation, String path, Class<T> type) {
        HttpCall call = get(operation, path);
        HttpAnswer answer = send(call, Expected.ABSENT);
        return answer.status() == 404 ? Optional.empty() : Optional.of(object(call, answer.json(), type));
    }

    /** The first of a list; empty when the list is. */
    <T> Optional<T> first(String operation, String path, Class<T> type) {
        HttpCall call = get(operation, path);
        JsonNode results = results(call, send(call).json());
        return results.isEmpty() ? Optional.empty() : Optional.of(object(call, results.get(0), type));
    }

    /** An object as Authentik shows it. One without an id, or with members of other kinds, is none of Authentik's. */
    <T> T object(HttpCall call, JsonNode node, Class<T> type) {
        if (!node.hasNonNull("pk") && !node.hasNonNull("brand_uuid")) {
            throw unreadable(call);
        }
        try {
            return Json.convert(node, type);
        } catch (IllegalArgumentException otherKinds) {
            throw unreadable(call);
        }
    }

    /** Never taken for an empty list: what is missing by mistake would be made a second time. */
    private static JsonNode results(HttpCall call, JsonNode page) {
        JsonNode results = page.path("results");
        if (!results.isArray()) {
            throw unreadable(call);
        }
        return results;
    }

    /** An answer that arrived and makes no sense: something between the operator and Authentik changed it. */
    static ExternalException unreadable(HttpCall call) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikUnreadable",
                "Authentik's answer to " + call.operation()
                        + " can't be read: something else answers in its place, or changes what it says. Check"
                        + " authentik.url and the proxies in between; the operator tries again by itself.",
                !call.repeatable(),
                null,
                null);
    }

    /**
     * A whole list, followed to its last page. A list that changed while it was read is no proof of anything.
     *
     * @param path with a query already
     */
    <T> List<T> all(String operation, String path, Class<T> type) {
        List<T> all = new ArrayList<>();
        int page = 1;
        while (page != 0) {
            HttpCall call = get(operation, path + "&page=" + page + "&page_size=100");
            JsonNode answer = send(call).json();
            results(call, answer).forEach(item -> all.add(object(call, item, type)));
            int next = answer.at("/pagination/next").asInt(0);
            if (next == 0 && all.size() != answer.at("/pagination/count").asInt(-1)) {
                throw new ExternalException.Transient(
                        Authentik.SYSTEM,
                        "AuthentikUnavailable",
                        "A list in Authentik changed while it was read. The operator reads it again by itself.",
                        false,
                        null,
                        null);
            }
            page = next;
        }
        return all;
    }

    /** Whether a 400 says that one of these members must be unique and is not. */
    static boolean saysTaken(HttpAnswer answer, String... members) {
        String text = answer.text().toLowerCase(Locale.ROOT);
        boolean taken =
                text.contains("must be unique") || text.contains("already exists") || text.contains("exists already");
        JsonNode body = answer.json();
        for (String member : members) {
            if (taken && body.has(member)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What an error body says, whatever its shape: a text, a list, an object of either, nested. Without the values that
     * were sent.
     */
    static String complaint(HttpAnswer answer) {
        List<String> parts = new ArrayList<>();
        collect("", answer.json(), parts);
        String complaint = String.join("; ", parts);
        if (complaint.isEmpty()) {
            return "no reason given";
        }
        return complaint.length() > 300 ? complaint.substring(0, 300) + "…" : complaint;
    }

    private static void collect(String where, JsonNode node, List<String> parts) {
        if (node.isTextual()) {
            parts.add(where.isEmpty() ? node.textValue() : where + ": " + node.textValue());
        } else if (node.isArray()) {
            node.forEach(item -> collect(where, item, parts));
        } else if (node.isObject()) {
            node.properties().forEach(member -> {
                boolean general =
                        member.getKey().equals("detail") || member.getKey().equals("non_field_errors");
                collect(general ? where : member.getKey(), member.getValue(), parts);
            });
        }
    }

    private HttpCall with(HttpCall call) {
        HttpCall english = call.with("Accept-Language", "en");
        return english.headers().containsKey("X-Forwarded-Host") ? english : forHost(english, publicHost);
    }

    /** The same call as if people had made it at this host. */
    static HttpCall forHost(HttpCall call, String host) {
        return call.with("X-Forwarded-Host", host).with("X-Forwarded-Proto", "https");
    }

    private ExternalException error(HttpCall call, HttpAnswer answer) {
        return switch (answer.status()) {
            case 401, 403 -> forbidden(call);
            case 400, 415 ->
                new ExternalException.Invalid(
                        Authentik.SYSTEM,
                        "AuthentikRefused",
                        "Authentik refuses " + call.operation() + ": " + complaint(answer) + ".");
            case 404 -> answer.json().isObject() ? gone(call) : notAuthentik();
            // A 405 without a body is an exception inside: it may have been carried out. With one it is what it says.
            case 405 -> answer.body().length == 0 ? failedInside(call, answer) : notAuthentik();
            default -> answer.status() >= 500 ? failedInside(call, answer) : notAuthentik();
        };
    }

    /** There is no 401: only the text tells a bad token from a missing permission. */
    static boolean refusesCredential(HttpAnswer answer) {
        if (answer.status() != 401 && answer.status() != 403) {
            return false;
        }
        String detail = answer.json().path("detail").asText("");
        return answer.status() == 401
                || detail.startsWith("Token invalid")
                || detail.startsWith("Authentication credentials");
    }

    private static ExternalException forbidden(HttpCall call) {
        return new ExternalException.Unauthorized(
                Authentik.SYSTEM,
                "AuthentikForbidden",
                "The operator's role in Authentik lacks a permission for " + call.operation()
                        + ". Add it: docs/systems/authentik.md lists the permissions.");
    }

    private static ExternalException gone(HttpCall call) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikChanged",
                "An object that " + call.operation()
                        + " needs in Authentik is gone. The operator looks again by itself.",
                false,
                null,
                null);
    }

    private ExternalException notAuthentik() {
        return new ExternalException.Invalid(
                Authentik.SYSTEM,
                "AuthentikNotFound",
                "What answers at " + http.settings().url()
                        + " is not Authentik's API, or a release without the call. Check authentik.url.");
    }

    private static ExternalException failedInside(HttpCall call, HttpAnswer answer) {
        return new ExternalException.Transient(
                Authentik.SYSTEM,
                "AuthentikFailed",
                "Authentik failed inside on " + call.operation() + " (" + answer.status()
                        + "). The operator looks and tries again by itself; if it stays, see Authentik's log.",
                true,
                null,
                null);
    }
}
