package io.dezky.k3s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A blueprint of Authentik. Its tags (`!KeyOf`, `!Find`, `!Env`) are read as the values that follow them. */
record Blueprint(List<Entry> entries) {

    static Blueprint of(JsonNode document) {
        List<Entry> entries = new ArrayList<>();
        document.path("entries").forEach(entry -> entries.add(new Entry(entry)));
        return new Blueprint(entries);
    }

    Entry entry(String model, String name) {
        return entries.stream()
                .filter(entry -> entry.model().equals(model) && entry.isNamed(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + model + " " + name));
    }

    /** @param body the entry as it stands */
    record Entry(JsonNode body) {

        String model() {
            return body.path("model").asText();
        }

        JsonNode identifiers() {
            return body.path("identifiers");
        }

        JsonNode attrs() {
            return body.path("attrs");
        }

        /** Value of a field, wherever it stands. */
        JsonNode field(String name) {
            return identifiers().has(name) ? identifiers().path(name) : attrs().path(name);
        }

        List<String> fields() {
            List<String> names = new ArrayList<>();
            identifiers().fieldNames().forEachRemaining(names::add);
            attrs().fieldNames().forEachRemaining(names::add);
            return names;
        }

        boolean isNamed(String name) {
            for (JsonNode identifier : identifiers()) {
                if (identifier.asText().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return model() + " " + identifiers();
        }
    }
}
