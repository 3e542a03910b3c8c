package io.dezky.simulator.stalwart;

import io.dezky.simulator.http.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers that the server gives in the form of RFC 7807. */
public final class Problem {

    private static final String CONTENT_TYPE = "application/problem+json";
    private static final List<String> CHALLENGES = List.of(
            "Bearer realm=\"Stalwart Server\", resource_metadata=\"/.well-known/oauth-protected-resource\"",
            "Basic realm=\"Stalwart Server\"");

    private Problem() {}

    /** No credentials, or wrong ones. */
    static Answer unauthorized() {
        Answer answer = unauthorizedWithoutChallenge();
        for (String challenge : CHALLENGES) {
            answer = answer.with("WWW-Authenticate", challenge);
        }
        return answer;
    }

    /** A key that has expired. */
    static Answer unauthorizedWithoutChallenge() {
        return titled(401, "Unauthorized", "You have to authenticate first.");
    }

    /** Right credentials that are not good for this. */
    static Answer forbidden() {
        return titled(403, "Forbidden", "You do not have enough permissions to access this resource.");
    }

    static Answer notFound() {
        return titled(404, "Not Found", "The requested resource does not exist on this server.");
    }

    /**
     * Too many requests.
     *
     * @param most how many are allowed in a minute
     * @param seconds until the minute is over
     */
    static Answer rateLimited(int most, long seconds) {
        return titled(
                        429,
                        "Too Many Requests",
                        "Your request has been rate limited. Please try again in a few seconds.")
                .with("Retry-After", String.valueOf(seconds))
                .with("RateLimit-Policy", "\"requests\";q=" + most)
                .with("RateLimit", "\"requests\";r=0;t=" + seconds);
    }

    /** The failure after which the address is banned. */
    static Answer tooManyAuthenticationAttempts() {
        return titled(
                429,
                "Too Many Authentication Attempts",
                "Your request has been rate limited. Please try again in a few minutes.");
    }

    /** Too many requests of one account at once: a 400, though trying again helps. */
    static Answer tooManyAtOnce(int most) {
        return limit("maxConcurrentRequests", "The request exceeds the maximum number of concurrent requests.")
                .with("RateLimit-Policy", "\"concurrent-requests\";q=" + most + ";qu=\"concurrent-requests\"")
                .with("RateLimit", "\"concurrent-requests\";r=0");
    }

    static Answer ok() {
        return titled(200, "OK", "OK");
    }

    /** The body is no JMAP request; it comes back as it was. */
    public static Answer notRequest(String body) {
        return jmap("notRequest", body, Map.of());
    }

    public static Answer notJson(String detail) {
        return jmap("notJSON", detail, Map.of());
    }

    /** The request asks for more than one of the server's limits. */
    public static Answer limit(String name, String detail) {
        return jmap("limit", detail, Map.of("limit", name));
    }

    private static Answer titled(int status, String title, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("status", status);
        body.put("title", title);
        body.put("detail", detail);
        return withType(Answer.json(status, body));
    }

    private static Answer jmap(String error, String detail, Map<String, String> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:ietf:params:jmap:error:" + error);
        body.put("status", 400);
        body.put("detail", detail);
        body.putAll(more);
        return withType(Answer.json(400, body));
    }

    private static Answer withType(Answer answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
        headers.put("Content-Type", List.of(CONTENT_TYPE));
        return new Answer(answer.status(), headers, answer.body());
    }
}
