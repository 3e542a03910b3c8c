package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a change of a CRD would break for objects and clients of the one that was released: a field that is gone or of another type, a new required
 * field, a value or length that is no longer allowed. Rules in CEL are not compared.
 */
final class CrdCompatibility {

    private final List<String> breaks = new ArrayList<>();

    private CrdCompatibility() {}

    /** One line for each break; empty if there is none. */
    static List<String> breaks(JsonNode released, JsonNode now) {
        CrdCompatibility compatibility = new CrdCompatibility();
        for (JsonNode version : released.at("/spec/versions")) {
            compatibility.compareVersion(version, now);
        }
        return compatibility.breaks;
    }

    private void compareVersion(JsonNode released, JsonNode now) {
        String name = released.get("name").asText();
        for (JsonNode candidate : now.at("/spec/versions")) {
            if (candidate.get("name").asText().equals(name)) {
                compare("", released.at("/schema/openAPIV3Schema"), candidate.at("/schema/openAPIV3Schema"));
                return;
            }
        }
        breaks.add("version %s is gone".formatted(name));
    }

    private void compare(String path, JsonNode released, JsonNode now) {
        for (String same : List.of("type", "x-kubernetes-list-type", "x-kubernetes-list-map-keys")) {
            if (!released.path(same).equals(now.path(same))) {
                breaks.add("%s: %s was %s and is %s".formatted(path, same, released.path(same), now.path(same)));
            }
        }
        released.path("enum").forEach(value -> {
            if (now.has("enum") && !contains(now.get("enum"), value)) {
                breaks.add("%s: the value %s is gone".formatted(path, value));
            }
        });
        if (now.has("enum") && !released.has("enum")) {
            breaks.add("%s: is limited to some values now".formatted(path));
        }
        now.path("required").forEach(field -> {
            if (!contains(released.path("required"), field)) {
                breaks.add("%s is required now".formatted(Paths.property(path, field.asText())));
            }
        });
        for (String upper : List.of("maxLength", "maxItems", "maximum")) {
            if (now.has(upper)
                    && (!released.has(upper)
                            || now.get(upper).asLong() < released.get(upper).asLong())) {
                breaks.add("%s: %s went down to %s".formatted(path, upper, now.get(upper)));
            }
        }
        for (String lower : List.of("minLength", "minItems", "minimum")) {
            if (now.has(lower)
                    && (!released.has(lower)
                            || now.get(lower).asLong() > released.get(lower).asLong())) {
                breaks.add("%s: %s went up to %s".formatted(path, lower, now.get(lower)));
            }
        }
        compareFields(path, released, now);
    }

    private void compareFields(String path, JsonNode released, JsonNode now) {
        for (Map.Entry<String, JsonNode> property : released.path("properties").properties()) {
            String name = Paths.property(path, property.getKey());
            JsonNode counterpart = now.path("properties").path(property.getKey());
            if (counterpart.isMissingNode()) {
                breaks.add("%s is gone".formatted(name));
            } else {
                compare(name, property.getValue(), counterpart);
            }
        }
        if (released.has("items") && now.has("items")) {
            compare(path + "[]", released.get("items"), now.get("items"));
        }
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode element : array) {
            if (element.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
