package io.dezky.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this JVM, however the JVM ends.
 *
 * <p>A shell stands between the two and holds the read end of a pipe whose write end is ours. When the pipe closes, by {@link #stop()} or because
 * this JVM was killed with -9 and could run no shutdown hook, the shell ends the process. Otherwise an aborted test run would leave an API server
 * behind that nobody knows of.
 *
 * <p>Where there is setsid (on every Linux), Ctrl-C in a terminal reaches this JVM only, which can then end things in good order.
 */
final class ChildProcess {

    /** {@code $1} is the signal that ends the command, the rest is the command. */
    private static final String WATCH = """
            exec 3<&0
            signal=$1; shift
            "$@" 3<&- < /dev/null &
            child=$!
            { cat <&3 > /dev/null; kill -s "$signal" "$child"; } 2> /dev/null &
            watcher=$!
            wait "$child"
            kill "$watcher" 2> /dev/null
            """;

    private static final List<String> OWN_SESSION =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();

    private static final int END_OF_LOG_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * @param signal what ends it: TERM to let it finish its writes, KILL where nothing can be lost
     * @param folder its working directory and the place of its log
     */
    static ChildProcess start(String name, String signal, Path folder, List<String> command) {
        Path log = folder.resolve(name + ".log");
        List<String> watched = new ArrayList<>(OWN_SESSION);
        watched.addAll(List.of("sh", "-c", WATCH, "sh", signal));
        watched.addAll(command);
        try {
            Process process = new ProcessBuilder(watched)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChildProcess(name, process, log);
        } catch (IOException e) {
            throw new KubernetesApiException("%s could not be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<?> onExit() {
        return process.onExit();
    }

    /** Waits at most so long for its end. */
    boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesApiException("Interrupted while waiting for " + name, e);
        }
    }

    /** The end of the log, indented, for an error message. */
    String endOfLog() {
        return "%s (%s), end of its log:%n%s".formatted(name, log, lastLines());
    }

    boolean logMentions(String words) {
        return read().contains(words);
    }

    void stop() {
        // Kept before the pipe closes: a shell that is gone has no descendants any more.
        List<ProcessHandle> all = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() {
        List<String> lines = read().lines().toList();
        return String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - END_OF_LOG_LINES), lines.size()).stream()
                        .map(line -> "  " + line)
                        .toList());
    }

    private String read() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(the log can't be read: %s)".formatted(e.getMessage());
        }
    }
}
