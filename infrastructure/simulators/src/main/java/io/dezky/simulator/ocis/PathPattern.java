package io.dezky.simulator.ocis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with names in braces for one part each; two stars at the end stand for any number of parts, also none. */
record PathPattern(List<String> parts) {

    private static final String REST = "**";

    static PathPattern of(String text) {
        return new PathPattern(List.of(text.substring(1).split("/")));
    }

    /** The values of the names; empty when the path does not fit. The rest of the path is found under {@code **}. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> path = new ArrayList<>(segments);
        if (path.size() > 1 && path.get(path.size() - 1).isEmpty()) {
            // A slash at the end means nothing to this server.
            path.remove(path.size() - 1);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.equals(REST)) {
                values.put(REST, String.join("/", path.subList(Math.min(i, path.size()), path.size())));
                return Optional.of(values);
            }
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return path.size() == parts.size() ? Optional.of(values) : Optional.empty();
    }
}
