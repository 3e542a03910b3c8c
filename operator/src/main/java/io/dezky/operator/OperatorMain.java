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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator: {@code --config FILE}, or the environment variable {@code DEZKY_CONFIG}. */
public final class OperatorMain {

    private static final int WRONG_USE = 2;

    private OperatorMain() {}

    /** Runs until it is stopped. Exit codes: 0 stopped, 1 failed, 2 wrong arguments or configuration. */
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
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
        try {
            process.start();
        } catch (OperatorProcess.CannotStart e) {
            log.error(e.getMessage());
            System.exit(1);
        } catch (RuntimeException e) {
            log.error("The operator can't start: {}", rootCause(e), e);
            System.exit(1);
        }
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
