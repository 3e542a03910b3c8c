package io.dezky.operator.tenant;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** How the parts of a Tenant stand, by the type of their condition, in the order in which they are worked on. */
final class Parts {

    private final Map<String, Part> byType = new LinkedHashMap<>();

    /** Tries one part; its trouble stops no other. */
    void attempt(String type, Supplier<Part> work) {
        put(type, Part.of(work));
    }

    void put(String type, Part part) {
        byType.put(type, part);
    }

    Part get(String type) {
        return byType.get(type);
    }

    void forEach(BiConsumer<String, Part> action) {
        byType.forEach(action);
    }

    boolean areReady() {
        return byType.values().stream().allMatch(Part::isReady);
    }

    boolean has(Part.Verdict verdict) {
        return first(verdict).isPresent();
    }

    Optional<Part> first(Part.Verdict verdict) {
        return byType.values().stream().filter(part -> part.is(verdict)).findFirst();
    }

    /** The types of those that are not ready. */
    List<String> failing() {
        return byType.entrySet().stream()
                .filter(part -> !part.getValue().isReady())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The longest time that a system asked to be left alone; zero when none did. */
    Duration longestAsked() {
        return byType.values().stream()
                .map(Part::retryAfter)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
