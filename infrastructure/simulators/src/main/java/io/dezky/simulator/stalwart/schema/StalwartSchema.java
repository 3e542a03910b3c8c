package io.dezky.simulator.stalwart.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.stalwart.schema.SchemaViolation.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stalwart's description of its objects, as the server itself gives it: objects, their variants, the properties of each,
 * enumerations. The file is no part of this project.
 */
public final class StalwartSchema {

    private final JsonNode schema;

    private StalwartSchema(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * Reads a description.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public static StalwartSchema read(Path file) {
        try {
            return new StalwartSchema(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * What is wrong in a conversation: what the caller sends in the calls get, set and query, and what the server gives in
     * answers to get. Calls on objects that the description does not have are not judged.
     */
    public List<SchemaViolation> violations(RequestLog log) {
        List<SchemaViolation> violations = new ArrayList<>();
        log.all().stream()
                .filter(exchange -> exchange.request().path().startsWith("/jmap"))
                .forEach(exchange -> judge(exchange, violations));
        return violations;
    }

    private void judge(RequestLog.Exchange exchange, List<SchemaViolation> violations) {
        exchange.request().json().ifPresent(request -> request.path("methodCalls")
                .forEach(call -> judgeCall(call.path(0).asText(), call.path(1), violations)));
        try {
            JsonNode answer = new ObjectMapper().readTree(exchange.answer().body());
            answer.path("methodResponses")
                    .forEach(call -> judgeAnswer(call.path(0).asText(), call.path(1), violations));
        } catch (IOException noJson) {
            // An answer that was garbled on purpose.
            return;
        }
    }

    private void judgeCall(String method, JsonNode arguments, List<SchemaViolation> violations) {
        String object = method.split("/")[0];
        if (!schema.path("objects").has(object)) {
            return;
        }
        ObjectJudge judge = new ObjectJudge(schema, object, Side.SENT, method, violations);
        arguments.path("create").properties().forEach(entry -> judge.object(object, entry.getValue(), entry.getKey()));
        arguments.path("update").properties().forEach(entry -> judge.patch(object, entry.getValue(), entry.getKey()));
        arguments.path("properties").forEach(name -> judge.propertyName(name.asText()));
        arguments.path("filter").fieldNames().forEachRemaining(judge::filterName);
    }

    private void judgeAnswer(String method, JsonNode answer, List<SchemaViolation> violations) {
        String object = method.split("/")[0];
        if (!method.endsWith("/get") || !schema.path("objects").has(object)) {
            return;
        }
        ObjectJudge judge = new ObjectJudge(schema, object, Side.ANSWERED, method, violations);
        answer.path("list").forEach(item -> judge.partOf(item, item.path("id").asText()));
    }
}
