package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that holds a recorded conversation.
 *
 * @param folder the name of the folder it lies in
 * @param root the whole file
 */
record Recording(String folder, JsonNode root) {

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is none that can be read
     */
    static Recording read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            if (!root.has("steps") || !root.has("server")) {
                throw new IllegalArgumentException(file + " is no recorded conversation: no \"server\" and \"steps\"");
            }
            String folder = Optional.ofNullable(
                            file.toAbsolutePath().normalize().getParent())
                    .map(parent -> String.valueOf(parent.getFileName()))
                    .orElse("");
            return new Recording(folder, root);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Whether it was recorded from a product of one of these names, as the file says, or else as its folder says. */
    boolean isOf(String system, String... products) {
        String server = root.path("server").asText().toLowerCase(Locale.ROOT);
        for (String product : products) {
            if (server.startsWith(product)) {
                return true;
            }
        }
        return folder.equals(system);
    }
}
