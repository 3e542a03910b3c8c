package io.dezky.simulator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command is asked for.
 *
 * @param ports the systems that are named, and where each is to listen; 0 for any free port
 * @param seed a recorded conversation
 * @param help whether only the usage is wanted
 */
record Arguments(Map<String, Integer> ports, Optional<Path> seed, boolean help) {

    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads the command line.
     *
     * @param systems the systems that there are
     * @throws IllegalArgumentException when it is wrong, with the reason
     */
    static Arguments of(List<String> words, Set<String> systems) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Optional<Path> seed = Optional.empty();
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            if (option.equals("--help") || option.equals("-h")) {
                return new Arguments(Map.of(), Optional.empty(), true);
            }
            String name = option.startsWith("--") ? option.substring(2) : "";
            if (!systems.contains(name) && !name.equals("seed")) {
                throw new IllegalArgumentException("unknown option " + option);
            }
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = words.get(i + 1);
            if (name.equals("seed") ? seed.isPresent() : ports.containsKey(name)) {
                throw new IllegalArgumentException(option + " is given twice");
            }
            if (name.equals("seed")) {
                seed = Optional.of(Path.of(value));
            } else {
                ports.put(name, port(option, value));
            }
        }
        return new Arguments(ports, seed, false);
    }

    private static int port(String option, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    option + " " + value + ": a port is a number from 0 (any free one) to " + HIGHEST_PORT);
        }
        return Integer.parseInt(value);
    }
}
