package io.dezky.simulator.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many requests, one after the other, whose answers were counted. */
final class StalwartTraffic {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_CALLS = "{\"using\": [], \"methodCalls\": []}";
    private static final Pattern SECRET = Pattern.compile("\"secret\":\"(API_[^\"]+)\"");

    private final StalwartSimulator simulator;

    StalwartTraffic(StalwartSimulator simulator) {
        this.simulator = simulator;
    }

    boolean check(String note, JsonNode observed) {
        boolean health = note.contains("GET /healthz/live");
        boolean stopsEarly = note.startsWith("up to") || note.contains("until something else");
        ArrayNode given = JSON.createArrayNode();
        Answer last = null;
        for (int i = 0; i < observed.get("requests").asInt(); i++) {
            last = health ? send("GET", "/healthz/live", note, null) : send("POST", "/jmap", note, NO_CALLS);
            count(given, String.valueOf(last.status()));
            if (stopsEarly && given.size() > 1) {
                break;
            }
        }
        require(observed.get("answersInOrder"), given, note);
        JsonNode body = json(last);
        if (!body.has("sessionState")) {
            require(observed.at("/last/body"), body, note);
        }
        return true;
    }

    /** Whoever comes from the address that is banned, also with good credentials, gets no answer. */
    boolean checkBan() {
        for (String actor : new String[] {"operator", "recovery", "nobody"}) {
            Answer answer = exchange("GET", "/jmap/session", simulator.actors().get(actor), null);
            require(0, answer.status(), "an answer in spite of the ban");
        }
        return true;
    }

    private static void count(ArrayNode counts, String status) {
        JsonNode last = counts.isEmpty() ? null : counts.get(counts.size() - 1);
        if (last == null || !last.get(0).asText().equals(status)) {
            counts.addArray().add(status).add(1);
            return;
        }
        ((ArrayNode) last).set(1, last.get(1).asInt() + 1);
    }

    private Answer send(String method, String path, String note, String content) {
        if (note.contains("wrong password")) {
            return exchange(method, path, Map.of("Authorization", "Basic cG9zdG1hc3Rlcjp3cm9uZw=="), content);
        }
        if (note.contains("svc")) {
            return exchange(method, path, Map.of("Authorization", "Bearer " + lastKey()), content);
        }
        boolean anonymous = note.contains("without credentials");
        return exchange(method, path, simulator.actors().get(anonymous ? "nobody" : "operator"), content);
    }

    private Answer exchange(String method, String path, Map<String, String> actor, String content) {
        Map<String, String> headers = new LinkedHashMap<>(actor);
        headers.put("Host", simulator.url().getAuthority());
        if (content != null) {
            headers.put("Content-Type", "application/json");
        }
        return RawHttp.exchange(simulator.url(), method, path, headers, content);
    }

    private String lastKey() {
        String key = null;
        for (RequestLog.Exchange exchange : simulator.requests().all()) {
            Matcher found = SECRET.matcher(exchange.answer().text());
            if (found.find()) {
                key = found.group(1);
            }
        }
        return key;
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(Object seen, Object given, String what) {
        if (!seen.equals(given)) {
            throw new AssertionError(what + ": seen " + seen + ", given " + given);
        }
    }
}
