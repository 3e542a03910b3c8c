package io.dezky.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.dezky.simulator.contract.Violation.Kind;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.dezky.simulator.http.SimulatedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTest {

    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: shelves, version: '1'}
            servers: [{url: 'https://localhost:9200/api'}]
            paths:
              /books/:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/BookRequest'}
                  responses:
                    '201':
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Book'}
                    '400': {$ref: '#/components/responses/Refusal'}
              /books/{id}/:
                delete:
                  responses:
                    '204': {description: gone}
              /books/new/:
                get:
                  responses:
                    default: {description: anything}
            components:
              responses:
                Refusal:
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                          errors: {type: array, items: {type: string}}
              schemas:
                Author:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    mail: {type: string, format: email}
                BookRequest:
                  type: object
                  required: [title]
                  properties:
                    title: {type: string, maxLength: 10}
                    tags: {type: object, additionalProperties: {}}
                    author:
                      allOf: [{$ref: '#/components/schemas/Author'}]
                      nullable: true
                Book:
                  allOf: [{$ref: '#/components/schemas/BookRequest'}]
                  type: object
                  required: [id]
                  properties:
                    id: {type: integer, nullable: true}
            """;

    @TempDir
    Path folder;

    private Contract contract;

    @BeforeEach
    void read() throws IOException {
        Path file = folder.resolve("document.yaml");
        Files.writeString(file, DOCUMENT);
        contract = Contract.read(file);
    }

    @Test
    void aConversationThatFitsHasNoViolations() {
        assertThat(violations(
                        exchange("POST", "/api/books/", "{'title':'A','author':null}", 201, "{'id':null,'title':'A'}"),
                        exchange(
                                "POST",
                                "/api/books/",
                                "{'title':'A','author':{'name':'B','mail':'b@x.test'}}",
                                400,
                                "{'errors':['no']}"),
                        exchange("DELETE", "/api/books/7/", "", 204, ""),
                        exchange("GET", "/elsewhere/", "", 200, "x")))
                .isEmpty();
    }

    @Test
    void aRequestBodyThatTheSchemaRefusesIsReportedWithItsPlace() {
        assertThat(violations(exchange(
                        "POST", "/api/books/", "{'title':'A','author':{'mail':'x'}}", 201, "{'id':1,'title':'A'}")))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.kind()).isEqualTo(Kind.REQUEST);
                    assertThat(violation.operation()).isEqualTo("POST /books/");
                    assertThat(violation.where()).isEqualTo("/author");
                    assertThat(violation.message()).contains("'name'");
                });
    }

    @Test
    void aMemberThatNobodyKnowsIsReportedHoweverDeepItIsButNotWhereAnyNameGoes() {
        assertThat(violations(exchange(
                        "POST",
                        "/api/books/",
                        "{'title':'A','tags':{'any':1},'author':{'name':'B','nmae':'C'}}",
                        201,
                        "{'id':1,'title':'A'}")))
                .extracting(Violation::kind, Violation::where)
                .containsExactly(tuple(Kind.UNKNOWN_MEMBER, "/author/nmae"));
    }

    @Test
    void anAnswerThatDoesNotFitIsReported() {
        assertThat(violations(exchange("POST", "/api/books/", "{'title':'A'}", 201, "{'title':'A'}")))
                .extracting(Violation::kind)
                .containsExactly(Kind.RESPONSE);
        assertThat(violations(exchange("POST", "/api/books/", "{'title':'A'}", 400, "{'errors':'no'}")))
                .extracting(Violation::where)
                .containsExactly("/errors");
        assertThat(violations(exchange("DELETE", "/api/books/7/", "", 204, "{}")))
                .extracting(Violation::kind)
                .containsExactly(Kind.RESPONSE);
    }

    @Test
    void unknownPathsMethodsAndSuccessesAreReported() {
        assertThat(violations(
                        exchange("GET", "/api/films/", "", 200, "{}"),
                        exchange("PUT", "/api/books/", "{}", 200, "{}"),
                        exchange("DELETE", "/api/books/7/", "", 202, ""),
                        exchange("GET", "/api/books/new/", "", 200, "")))
                .extracting(Violation::kind)
                .containsExactly(Kind.UNKNOWN_OPERATION, Kind.UNKNOWN_OPERATION, Kind.UNKNOWN_STATUS);
    }

    @Test
    void whatIsKnownIsNotReportedAndNothingElseIsHidden() {
        Contract knowing = contract.knowing(List.of(
                KnownDeviation.of(Kind.RESPONSE, "POST /books/", "/errors: string found", "the real one does so too")));

        List<Violation> left = knowing.violations(List.of(
                exchange("POST", "/api/books/", "{'title':'A'}", 400, "{'errors':'no'}"),
                exchange("POST", "/api/books/", "{'title':'A'}", 400, "{'errors':1}")));
        assertThat(left).singleElement().satisfies(violation -> assertThat(violation.message())
                .contains("integer found"));
    }

    private List<Violation> violations(Exchange... exchanges) {
        return contract.violations(List.of(exchanges));
    }

    private static Exchange exchange(String method, String path, String body, int status, String answered) {
        byte[] sent = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        SimulatedRequest request = new SimulatedRequest(method, path, "", Map.of(), sent);
        Answer answer = answered.isEmpty()
                ? Answer.empty(status)
                : Answer.text(status, "application/json", answered.replace('\'', '"'));
        return new Exchange(request, answer, true, true);
    }
}
