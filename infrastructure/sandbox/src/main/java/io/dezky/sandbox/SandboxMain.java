package io.dezky.sandbox;

import io.dezky.operator.config.WrongConfiguration;
import java.nio.file.Path;

/** The command {@code infrastructure/sandbox/up}. */
public final class SandboxMain {

    private static final int WRONG_USE = 2;

    /** As a shell says it of a process that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private SandboxMain() {}

    /** Exit codes: 0 all is as it should be, 1 it is not, 2 wrong arguments. */
    public static void main(String[] arguments) {
        Options options = options(arguments);
        Path home = Path.of(System.getProperty("sandbox.home", "infrastructure/sandbox"));
        Terminal terminal = new Terminal(System.out);
        Path log = home.resolve("target/operator.log");
        OperatorLog.to(log);
        Sandbox sandbox = new Sandbox(options, terminal, home, log, () -> Clusters.choose(options));
        Thread main = Thread.currentThread();
        Thread stop = new Thread(
                () -> {
                    sandbox.stops();
                    main.interrupt();
                    sandbox.close();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        System.exit(show(sandbox, options));
    }

    private static int show(Sandbox sandbox, Options options) {
        try {
            boolean good = sandbox.run();
            if (!options.once()) {
                sandbox.stay();
            }
            return good ? 0 : 1;
        } catch (WrongConfiguration | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_USE;
        } catch (RuntimeException e) {
            if (sandbox.isStopping()) {
                return INTERRUPTED;
            }
            throw e;
        }
    }

    private static Options options(String[] arguments) {
        try {
            return Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(WRONG_USE);
            throw e;
        }
    }
}
