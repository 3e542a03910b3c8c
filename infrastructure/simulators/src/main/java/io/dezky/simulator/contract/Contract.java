package io.dezky.simulator.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.ValidationMessage;
import io.dezky.simulator.contract.Document.Operation;
import io.dezky.simulator.contract.Violation.Kind;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.dezky.simulator.http.SimulatedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an OpenAPI document says of the conversations with a system. Both sides are held against it: a client's request
 * bodies, with members that nobody knows, and the answers. Answers that are refusals are only looked at where the
 * document describes them; paths that it does not speak of are none of its business.
 */
public final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Document document;
    private final Schemas schemas;
    private final List<KnownDeviation> known;

    private Contract(Document document, Schemas schemas, List<KnownDeviation> known) {
        this.document = document;
        this.schemas = schemas;
        this.known = known;
    }

    /**
     * Reads a document in YAML or JSON.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public static Contract read(Path file) {
        return read(file, Map.of());
    }

    /**
     * Reads a document that allows more than is ever said here.
     *
     * @param narrowed names of schemas, and the one that is meant wherever the first is named: a choice between many
     *     kinds, say, and the only kind that is ever used
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public static Contract read(Path file, Map<String, String> narrowed) {
        Document document = Document.read(file, narrowed);
        return new Contract(document, new Schemas(document), List.of());
    }

    /** The same, but these violations are not reported. */
    public Contract knowing(List<KnownDeviation> deviations) {
        return new Contract(document, schemas, deviations);
    }

    /** Everything in these exchanges that the document does not allow and that is not known. */
    public List<Violation> violations(List<Exchange> exchanges) {
        List<Violation> all = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            if (document.concerns(exchange.request().path())) {
                all.addAll(new Check(exchange).violations());
            }
        }
        return all.stream()
                .filter(violation -> known.stream().noneMatch(deviation -> deviation.covers(violation)))
                .toList();
    }

    /** Of one exchange. */
    private final class Check {
        private final SimulatedRequest request;
        private final Answer answer;
        private final boolean leftOut;
        private final List<Violation> found = new ArrayList<>();
        private String operation;

        Check(Exchange exchange) {
            this.request = exchange.request();
            this.answer = exchange.answer();
            this.leftOut = answer.headers().containsKey(Answer.NOT_SIMULATED);
            this.operation = request.method() + " " + request.path();
        }

        List<Violation> violations() {
            Optional<Operation> called = document.operation(request.method(), request.path());
            if (called.isEmpty()) {
                add(Kind.UNKNOWN_OPERATION, "", "the document has no such operation");
                return found;
            }
            operation = called.get().name();
            requestBody(called.get().node());
            if (!leftOut) {
                responseBody(called.get().node());
            }
            return found;
        }

        private void requestBody(JsonNode node) {
            JsonNode schema = jsonSchema(document.resolved(node.path("requestBody")));
            if (request.body().length == 0 || schema.isMissingNode()) {
                return;
            }
            Optional<JsonNode> body = request.json();
            if (body.isEmpty()) {
                add(Kind.REQUEST, "", "no JSON");
                return;
            }
            complaints(Kind.REQUEST, schema, body.get());
            UnknownMembers.in(body.get(), schema, document)
                    .forEach(where -> add(Kind.UNKNOWN_MEMBER, where, "the document does not know it"));
        }

        private void responseBody(JsonNode node) {
            JsonNode responses = node.path("responses");
            String status = String.valueOf(answer.status());
            JsonNode documented = responses.path(status);
            if (documented.isMissingNode()) {
                documented = responses.path(status.charAt(0) + "XX");
            }
            if (documented.isMissingNode()) {
                documented = responses.path("default");
            }
            if (documented.isMissingNode()) {
                if (answer.status() < 300) {
                    add(Kind.UNKNOWN_STATUS, "", status);
                }
                return;
            }
            body(jsonSchema(document.resolved(documented)));
        }

        private void body(JsonNode schema) {
            boolean empty = answer.body().length == 0;
            if (schema.isMissingNode()) {
                if (!empty) {
                    add(Kind.RESPONSE, "", "a body, and the document has none");
                }
                return;
            }
            if (empty) {
                if (!request.method().equals("HEAD")) {
                    add(Kind.RESPONSE, "", "no body");
                }
                return;
            }
            try {
                complaints(Kind.RESPONSE, schema, JSON.readTree(answer.text()));
            } catch (JsonProcessingException noJson) {
                add(Kind.RESPONSE, "", "no JSON");
            }
        }

        private void complaints(Kind kind, JsonNode schema, JsonNode body) {
            for (ValidationMessage complaint : schemas.complaints(schema, body)) {
                String where = complaint.getInstanceLocation().toString();
                add(kind, where, complaint.getMessage().replaceFirst("^" + Pattern.quote(where) + ": ", ""));
            }
        }

        private void add(Kind kind, String where, String message) {
            found.add(new Violation(kind, operation, where, message, request.toString()));
        }

        private static JsonNode jsonSchema(JsonNode holder) {
            return holder.path("content").path("application/json").path("schema");
        }
    }
}
