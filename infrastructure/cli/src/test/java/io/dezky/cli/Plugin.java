package io.dezky.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * kubectl-dezky, as somebody runs it.
 *
 * @param shell what runs the script
 * @param environment beside that of this process
 * @param typed what is typed at its questions
 * @param folder where it is run
 */
record Plugin(List<String> shell, Map<String, String> environment, String typed, Path folder) {

    private static final int LIMIT_SECONDS = 120;

    /**
     * What one run gave.
     *
     * @param exitCode 0 for success
     * @param out standard output
     * @param err standard error
     */
    record Result(int exitCode, String out, String err) {}

    /** With this kubectl, by whatever {@code sh} is on this machine. */
    static Plugin with(Path kubectl, Path folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBECTL", kubectl.toString());
        environment.put("TMPDIR", folder.toString());
        // Else kubectl would keep what it learns of each API server in the home of whoever runs the tests.
        environment.put("HOME", folder.toString());
        return new Plugin(List.of("sh"), environment, "", folder);
    }

    Plugin by(List<String> otherShell) {
        return new Plugin(otherShell, environment, typed, folder);
    }

    Plugin and(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Plugin(shell, more, typed, folder);
    }

    Plugin typing(String text) {
        return new Plugin(shell, environment, text, folder);
    }

    Result run(String... arguments) {
        List<String> command = new ArrayList<>(shell);
        command.add(ProjectFiles.PLUGIN.toAbsolutePath().toString());
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** Runs another program in the same surroundings. */
    Result run(List<String> command) {
        try {
            return finished(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Result finished(List<String> command) throws IOException, InterruptedException {
        Path in = Files.createTempFile(folder, "typed", "");
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        try {
            Files.writeString(in, typed);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took too long. So far:\n" + text(out) + text(err));
            }
            return new Result(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
