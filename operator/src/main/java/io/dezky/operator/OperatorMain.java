package io.dezky.operator;

import io.dezky.operator.config.ConfigReader;
import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.config.WrongConfiguration;
import io.dezky.operator.kubernetes.Kube;
import io.dezky.operator.observability.LogSetup;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator: {@code --config FILE}, or the environment variable {@code DEZKY_CONFIG}. */
public final class OperatorMain {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private OperatorMain() {}

    /**
     * Runs until it is stopped. Exit codes: 0 stopped by a signal, with what was under way ended and the Lease given back;
     * 1 failed; 2 wrong arguments or configuration.
     */
    public static void main(String[] arguments) {
        OperatorConfig config = configuration(arguments);
        LogSetup.apply(
                config.logging().format() == OperatorConfig.LogFormat.Json,
                config.logging().level());
        Logger log = LoggerFactory.getLogger(OperatorMain.class);
        KubernetesClient client =
                Kube.client(new ConfigBuilder().build(), config.kubernetes().workers());
        // After a lost leadership nothing of this process may go on, not even a hook.
        OperatorProcess process = new OperatorProcess(
                config, client, identity(), () -> Runtime.getRuntime().halt(1));
        AtomicInteger exitCode = new AtomicInteger(0);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, exitCode), "stop"));
        try {
            process.start();
        } catch (OperatorProcess.CannotStart e) {
            log.error(e.getMessage());
            exitCode.set(FAILED);
        } catch (RuntimeException e) {
            log.error("The operator can't start: {}", rootCause(e), e);
            exitCode.set(FAILED);
        }
        if (exitCode.get() != 0) {
            System.exit(exitCode.get());
        }
    }

    /** Of itself the JVM would end with 143 after SIGTERM, which Kubernetes and systemd show as a failure. */
    private static void stop(OperatorProcess process, AtomicInteger exitCode) {
        int code = exitCode.get();
        try {
            process.close();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(OperatorMain.class).error("The operator did not stop in good order", e);
            code = FAILED;
        }
        Runtime.getRuntime().halt(code);
    }

    private static OperatorConfig configuration(String[] arguments) {
        Map<String, String> environment = System.getenv();
        String file = environment.get("DEZKY_CONFIG");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                file = arguments[++i];
            } else {
                wrongUse("Unknown argument \"" + arguments[i] + "\". Usage: dezky-operator [--config FILE]");
            }
        }
        try {
            return ConfigReader.read(file == null ? null : Path.of(file), environment);
        } catch (WrongConfiguration wrong) {
            wrongUse(wrong.getMessage());
            throw wrong;
        }
    }

    private static void wrongUse(String message) {
        System.err.println(message);
        System.exit(WRONG_USE);
    }

    private static String identity() {
        String pod = System.getenv("HOSTNAME");
        return (pod == null ? "operator" : pod) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String rootCause(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
