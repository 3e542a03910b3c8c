package io.dezky.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A kubectl that gives the answers it was given, for tests without an API server. It is a shell script. */
final class FakeKubectl {

    /** Between the fields of the plugin's templates. */
    static final String FIELD = "\u001f";

    /** Behind each record of them. */
    static final String RECORD = "\u001e";

    private record Rule(String arguments, String out, String err, int exitCode) {}

    private final Path folder;
    private final List<Rule> rules = new ArrayList<>();

    FakeKubectl(Path folder) {
        this.folder = folder;
    }

    /** Answers calls whose arguments hold this text; rules that were made first win. */
    FakeKubectl answers(String arguments, String out) {
        rules.add(new Rule(arguments, out, "", 0));
        return this;
    }

    /** Fails calls whose arguments hold this text, with this message of kubectl. */
    FakeKubectl fails(String arguments, String err) {
        rules.add(new Rule(arguments, "", err, 1));
        return this;
    }

    /** The plugin with this kubectl. */
    Plugin plugin() {
        try {
            StringBuilder script = new StringBuilder("#!/bin/sh\ncase \"$*\" in\n");
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                Path out = Files.writeString(folder.resolve("answer-" + i + ".out"), rule.out());
                Path err = Files.writeString(folder.resolve("answer-" + i + ".err"), rule.err());
                script.append("  *\"%s\"*) cat '%s'; cat '%s' >&2; exit %d ;;%n"
                        .formatted(rule.arguments(), out, err, rule.exitCode()));
            }
            script.append("esac\necho \"unexpected: $*\" >&2\nexit 97\n");
            Path kubectl = Files.writeString(folder.resolve("fake-kubectl"), script);
            kubectl.toFile().setExecutable(true);
            return Plugin.with(kubectl, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One record as a template prints it. */
    static String record(String... fields) {
        return String.join(FIELD, fields) + RECORD;
    }
}
