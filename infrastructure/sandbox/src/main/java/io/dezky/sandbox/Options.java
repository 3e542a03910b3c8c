package io.dezky.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command was asked.
 *
 * @param once whether to check everything and exit
 * @param fail the simulator that fails for good
 * @param kubeconfig of a cluster to use
 * @param config the operator's own configuration; systems that it names take the place of the simulators
 */
record Options(boolean once, Optional<String> fail, Optional<Path> kubeconfig, Optional<Path> config) {

    static final String USAGE = """
            usage: infrastructure/sandbox/up [--once] [--fail authentik|stalwart|ocis] [--kubeconfig FILE] [--config FILE]

              --once             check everything, print the result, and exit (0 when all is as it should be)
              --fail SYSTEM      make this simulator fail for good, to see what the operator says of it
              --kubeconfig FILE  use this cluster: installs the CRDs, runs the operator outside of it
              --config FILE      the operator's own configuration: systems that it names replace the simulators
            """;

    private static final List<String> SYSTEMS = List.of("authentik", "stalwart", "ocis");

    /** Reads the arguments; an exception's message tells what is wrong with them. */
    static Options parse(String[] arguments) {
        boolean once = false;
        String fail = null;
        Path kubeconfig = null;
        Path config = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--once" -> once = true;
                case "--fail" -> fail = value(arguments, ++i);
                case "--kubeconfig" -> kubeconfig = file(value(arguments, ++i));
                case "--config" -> config = file(value(arguments, ++i));
                default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
            }
        }
        if (fail != null && !SYSTEMS.contains(fail)) {
            throw new IllegalArgumentException("--fail " + fail + ": one of " + String.join(", ", SYSTEMS));
        }
        return new Options(
                once, Optional.ofNullable(fail), Optional.ofNullable(kubeconfig), Optional.ofNullable(config));
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    private static Path file(String name) {
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + name + " that can be read");
        }
        return file;
    }
}
