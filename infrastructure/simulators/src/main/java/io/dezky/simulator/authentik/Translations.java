package io.dezky.simulator.authentik;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The server follows {@code Accept-Language}, also in what its refusals say. A few texts in two languages are enough to
 * catch a client that does not send {@code en}: docs/systems/authentik.md, Texts follow the language.
 */
final class Translations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENGLISH = "en";

    private static final Map<String, Map<String, String>> TEXTS = Map.of(
            "fr",
            Map.of(
                    "This field must be unique.", "Ce champ doit être unique.",
                    "No recovery flow set.", "Aucun flux de récupération défini."),
            "de",
            Map.of(
                    "This field must be unique.", "Dieses Feld muss eindeutig sein.",
                    "This field is required.", "Dieses Feld ist erforderlich.",
                    "Not found.", "Nicht gefunden.",
                    "Authentication credentials were not provided.", "Anmeldedaten fehlen."));

    private Translations() {}

    /** The language in which the request is answered: the first that it names, if there are texts in it. */
    static String language(SimulatedRequest request) {
        String first = request.header("Accept-Language")
                .map(header -> header.split("[,;-]")[0].strip().toLowerCase(Locale.ROOT))
                .orElse(ENGLISH);
        return TEXTS.containsKey(first) ? first : ENGLISH;
    }

    /** The same answer in another language, if it is a refusal. */
    static Answer translated(Answer answer, String language) {
        boolean json = answer.headers().getOrDefault("Content-Type", List.of()).contains("application/json");
        if (language.equals(ENGLISH) || answer.status() < 400 || !json) {
            return answer;
        }
        try {
            JsonNode body = translated(JSON.readTree(answer.text()), TEXTS.get(language));
            return new Answer(answer.status(), answer.headers(), JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode translated(JsonNode node, Map<String, String> texts) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(translated(member.getValue(), texts)));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, translated(list.get(i), texts));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(texts.getOrDefault(node.asText(), node.asText()));
        }
        return node;
    }
}
