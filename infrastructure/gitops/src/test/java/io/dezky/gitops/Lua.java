package io.dezky.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A real Lua interpreter that runs scripts as Argo CD does: src/test/resources/argo-cd.lua. */
final class Lua {

    /** Argo CD's own interpreter speaks 5.1. */
    private static final String[] NAMES = {"lua5.1", "lua5.4", "lua"};

    private static final ObjectMapper JSON = new ObjectMapper();

    private Lua() {}

    /** Where it is; empty where there is none. */
    static Optional<Path> binary() {
        return Stream.of(NAMES)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * What a script returns for an object.
     *
     * @throws IllegalStateException if it fails; the message is Lua's
     */
    static JsonNode run(Path script, JsonNode object) {
        try {
            Path input = Files.createTempFile("object", ".lua");
            try {
                Files.writeString(input, "return " + literal(object));
                return run(script, input);
            } finally {
                Files.delete(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode run(Path script, Path input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        binary().orElseThrow().toString(),
                        ProjectFiles.GITOPS
                                .resolve("src/test/resources/argo-cd.lua")
                                .toString(),
                        script.toString(),
                        input.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(script + ": " + output);
        }
        return JSON.readTree(output);
    }

    /** As Argo CD gives an object to a script: null is nothing. */
    private static String literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> quoted(value.textValue());
            case NUMBER, BOOLEAN -> value.asText();
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(Lua::literal)
                        .collect(Collectors.joining(",", "{", "}"));
            case OBJECT -> value.properties().stream().map(Lua::member).collect(Collectors.joining(",", "{", "}"));
            default -> "nil";
        };
    }

    private static String member(Map.Entry<String, JsonNode> member) {
        return "[" + quoted(member.getKey()) + "]=" + literal(member.getValue());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= ' ' && b != '"' && b != '\\' && b != 0x7f;
            quoted.append(plain ? String.valueOf((char) b) : "\\%03d".formatted(b & 0xff));
        }
        return quoted.append('"').toString();
    }
}
