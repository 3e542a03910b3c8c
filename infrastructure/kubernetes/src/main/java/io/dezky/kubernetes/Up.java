package io.dezky.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The main class behind {@code infrastructure/kubernetes/up}. */
final class Up {

    private Up() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            fail("usage: infrastructure/kubernetes/up DIR [PORT]");
        }
        Optional<Binaries> binaries = Binaries.find();
        if (binaries.isEmpty()) {
            fail(Binaries.HOW_TO_INSTALL);
        }
        Path folder =
                Files.createDirectories(Path.of(arguments[0])).toAbsolutePath().normalize();
        int port = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0;
        List<String> extra = List.of(Optional.ofNullable(System.getenv("APISERVER_ARGS"))
                .orElse("")
                .trim()
                .split("\\s+"));
        try (ControlPlane controlPlane = ControlPlane.start(binaries.get(), folder, port, nonBlank(extra))) {
            AtomicBoolean stopping = new AtomicBoolean();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopping.set(true);
                                controlPlane.close();
                            },
                            "stop-kubernetes"));
            System.out.println("ready " + controlPlane.adminKubeconfig());
            String causeOfDeath = controlPlane.awaitEnd();
            if (!stopping.get()) {
                fail("The Kubernetes API ended. " + causeOfDeath);
            }
        } catch (KubernetesApiException e) {
            fail(e.getMessage());
        }
    }

    private static List<String> nonBlank(List<String> arguments) {
        return arguments.stream().filter(argument -> !argument.isBlank()).toList();
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
