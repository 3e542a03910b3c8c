package io.dezky.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine. Where one is absent a test is skipped, with its name and how to get it. */
final class Tools {

    private static final Map<String, String> PACKAGES = Map.of(
            "shellcheck", "apt-get install shellcheck",
            "dash", "apt-get install dash",
            "bash", "apt-get install bash",
            "busybox", "apt-get install busybox",
            "mawk", "apt-get install mawk",
            "gawk", "apt-get install gawk",
            "original-awk", "apt-get install original-awk",
            "tar", "apt-get install tar",
            "gzip", "apt-get install gzip");

    /** What the plugin runs besides kubectl. */
    private static final List<String> USED = List.of(
            "awk", "cat", "date", "grep", "gzip", "head", "mkdir", "rm", "sed", "sleep", "sort", "tail", "tar", "tr");

    private Tools() {}

    static Path needed(String program) {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "needs " + program + " (" + PACKAGES.get(program) + ")");
        return found.orElseThrow();
    }

    /** The same plugin run by another shell, or with another awk; with busybox all tools are its own. */
    static Plugin using(Plugin plugin, String program, Path folder) {
        List<String> words = List.of(program.split(" "));
        Path binary = needed(words.get(0));
        if (words.get(0).equals("busybox")) {
            Plugin busy = plugin.and("PATH", wrappers(folder, binary + " {}", USED));
            return words.get(1).equals("sh") ? busy.by(List.of(binary.toString(), "sh")) : busy;
        }
        if (program.endsWith("awk")) {
            return plugin.and("PATH", wrappers(folder, binary.toString(), List.of("awk")));
        }
        return plugin.by(words);
    }

    /** A path whose first folder has these names, each of which calls the program; {} in it is the name. */
    private static String wrappers(Path folder, String program, List<String> names) {
        try {
            Path wrappers = Files.createTempDirectory(folder, "tools");
            for (String name : names) {
                String call = program.replace("{}", name);
                Path wrapper = wrappers.resolve(name);
                Files.writeString(wrapper, "#!/bin/sh\nexec " + call + " \"$@\"\n");
                wrapper.toFile().setExecutable(true);
            }
            return wrappers + ":" + System.getenv("PATH");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
