package io.dezky.operator.config;

import java.util.List;

/** The configuration can't be used. The message lists every problem with its key. */
public final class WrongConfiguration extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final List<String> problems;

    WrongConfiguration(List<String> problems) {
        super("The configuration is wrong:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line per problem; each begins with the key. */
    public List<String> problems() {
        return problems;
    }
}
