package io.dezky.operator.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answers to the calls of one JMAP request. An error of one call does not stop the others. */
final class JmapAnswer {

    /** An item of a set call that was not done. */
    record SetError(String type, String description, JsonNode details) {

        ExternalException asException(String operation) {
            String told = description.isEmpty() ? type : type + ": " + description;
            return switch (type) {
                case "forbidden" -> forbidden(operation);
                case "rateLimit" -> busy(operation);
                default ->
                    new ExternalException.Invalid(
                            Stalwart.SYSTEM,
                            "StalwartRefused",
                            "Stalwart refuses " + operation + " (" + shortened(told) + ", " + properties()
                                    + "). Change what it complains of.");
            };
        }

        private String properties() {
            JsonNode properties = details.path("properties");
            return properties.isEmpty() ? "no property named" : "properties " + properties;
        }
    }

    private final String operation;
    private final Map<String, JsonNode> answers = new LinkedHashMap<>();

    JmapAnswer(String operation, JsonNode body) {
        this.operation = operation;
        body.path("methodResponses")
                .forEach(answer -> answers.put(answer.path(2).asText(), answer));
    }

    /** The answer to a call. */
    JsonNode of(String call) {
        JsonNode answer = answers.get(call);
        if (answer == null) {
            throw new ExternalException.Transient(
                    Stalwart.SYSTEM,
                    "StalwartFailed",
                    "Stalwart did not answer all of " + operation + ". The operator looks and tries again by itself.",
                    true,
                    null,
                    null);
        }
        if (answer.path(0).asText().equals("error")) {
            throw methodError(answer.path(1));
        }
        return answer.path(1);
    }

    /** The type of the error of a call as a whole; empty when it was carried out. */
    Optional<String> errorOf(String call) {
        JsonNode answer = answers.get(call);
        boolean failed = answer != null && answer.path(0).asText().equals("error");
        return failed ? Optional.of(answer.path(1).path("type").asText()) : Optional.empty();
    }

    /** The objects of a get whose ids came from a query: complete, or an exception. */
    JsonNode found(String get) {
        int index = Integer.parseInt(get.substring(1));
        JsonNode query = of("c" + (index - 1));
        JsonNode list = of(get).path("list");
        if (list.size() != query.path("total").asInt(-1)) {
            throw new ExternalException.Transient(
                    Stalwart.SYSTEM,
                    "StalwartFailed",
                    "A list in Stalwart changed while it was read, or is longer than a page. The operator reads it again.",
                    false,
                    null,
                    null);
        }
        return list;
    }

    /** The id of what a set call made; empty when the item was refused with this error. */
    Optional<String> created(String call, String item) {
        JsonNode id = of(call).path("created").path(item).path("id");
        return id.isMissingNode() ? Optional.empty() : Optional.of(id.asText());
    }

    /** Why an item was not made, changed or destroyed. */
    Optional<SetError> refusal(String call, String item) {
        JsonNode answer = of(call);
        for (String kind : new String[] {"notCreated", "notUpdated", "notDestroyed"}) {
            JsonNode error = answer.path(kind).path(item);
            if (!error.isMissingNode()) {
                return Optional.of(new SetError(
                        error.path("type").asText(), error.path("description").asText(""), error));
            }
        }
        return Optional.empty();
    }

    /** That an item was changed; ids that Stalwart does not take for ids vanish without a word, so this looks. */
    void requireUpdated(String call, String id) {
        if (of(call).path("updated").has(id)) {
            return;
        }
        Optional<SetError> error = refusal(call, id);
        if (error.isPresent() && !error.get().type().equals("notFound")) {
            throw error.get().asException(operation);
        }
        throw gone();
    }

    /** That an item is no more. */
    void requireDestroyed(String call, String id) {
        for (JsonNode destroyed : of(call).path("destroyed")) {
            if (destroyed.asText().equals(id)) {
                return;
            }
        }
        SetError error = refusal(call, id).orElseThrow(this::gone);
        if (!error.type().equals("notFound")) {
            throw error.asException(operation);
        }
    }

    private ExternalException gone() {
        return new ExternalException.Transient(
                Stalwart.SYSTEM,
                "StalwartChanged",
                "An object that " + operation + " needs in Stalwart is gone. The operator looks again by itself.",
                false,
                null,
                null);
    }

    private ExternalException methodError(JsonNode error) {
        String type = error.path("type").asText();
        return switch (type) {
            case "forbidden" -> forbidden(operation);
            case "serverUnavailable", "serverFail", "serverPartialFail" ->
                new ExternalException.Transient(
                        Stalwart.SYSTEM,
                        "StalwartFailed",
                        "Stalwart failed inside on " + operation + " (" + type
                                + "). The operator looks and tries again by itself; if it stays, see Stalwart's log.",
                        true,
                        null,
                        null);
            default ->
                new ExternalException.Invalid(
                        Stalwart.SYSTEM,
                        "StalwartRefused",
                        "Stalwart refuses " + operation + " (" + shortened(type) + ").");
        };
    }

    private static ExternalException busy(String operation) {
        return new ExternalException.Transient(
                Stalwart.SYSTEM,
                "StalwartUnavailable",
                "Stalwart asks for fewer calls (" + operation + "). The operator tries again by itself.",
                false,
                null,
                null);
    }

    static ExternalException forbidden(String operation) {
        return new ExternalException.Unauthorized(
                Stalwart.SYSTEM,
                "StalwartForbidden",
                "The operator's account in Stalwart lacks a permission for " + operation
                        + ". Add it to its role: docs/systems/stalwart.md lists the permissions.");
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
