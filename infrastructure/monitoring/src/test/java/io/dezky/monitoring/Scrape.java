package io.dezky.monitoring;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics in the text format of Prometheus. */
final class Scrape {

    /**
     * What belongs together under one name.
     *
     * @param series names of the samples: those of a summary end in {@code _count}, {@code _sum} besides its own
     * @param labels of any of the samples
     */
    record Family(String name, String type, String help, Set<String> series, Set<String> labels) {}

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private record Sample(String name, Map<String, String> labels, double value) {}

    private final Map<String, Family> families = new TreeMap<>();
    private final Set<Sample> samples = new LinkedHashSet<>();

    private Scrape() {}

    static Scrape of(String page) {
        Scrape scrape = new Scrape();
        Map<String, String> helps = new HashMap<>();
        Family family = null;
        for (String line : page.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                helps.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                family = new Family(
                        words[2], words[3], helps.getOrDefault(words[2], ""), new TreeSet<>(), new TreeSet<>());
                scrape.families.put(words[2], family);
            } else if (!line.isBlank() && family != null) {
                scrape.add(family, line);
            }
        }
        return scrape;
    }

    private void add(Family family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException(line);
        }
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        family.series().add(sample.group(1));
        family.labels().addAll(labels.keySet());
        samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
    }

    Collection<Family> families() {
        return families.values();
    }

    Optional<Family> family(String name) {
        return Optional.ofNullable(families.get(name));
    }

    /** The family that a series belongs to; empty when no such series is exposed. */
    Optional<Family> familyOf(String series) {
        return families.values().stream()
                .filter(family -> family.series().contains(series))
                .findFirst();
    }

    /** The sum of all samples with these labels; NaN when there is none. */
    double sample(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** The values that a label of a series has. */
    Set<String> values(String series, String label) {
        Set<String> values = new TreeSet<>();
        samples.stream()
                .filter(sample -> sample.name().equals(series))
                .map(sample -> sample.labels().get(label))
                .filter(java.util.Objects::nonNull)
                .forEach(values::add);
        return values;
    }
}
