package io.dezky.simulator.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A conversation that was recorded from a real server. */
record Transcript(String name, JsonNode root) {

    /**
     * Where recorded conversations lie: beside the checkout. They are no part of this project; where they are absent
     * the tests that need them are skipped.
     */
    static final Path FOLDER = Path.of(
                    System.getProperty("project.root", "../.."), "..", "shared", "contracts", "transcripts")
            .normalize();

    static boolean present() {
        return Files.isDirectory(FOLDER);
    }

    static Transcript read(String system, String file) {
        try {
            return new Transcript(
                    system + "/" + file,
                    new ObjectMapper()
                            .readTree(FOLDER.resolve(system)
                                    .resolve(file + ".json")
                                    .toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        root.get("steps").forEach(steps::add);
        return steps;
    }
}
