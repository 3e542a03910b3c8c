package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The command that starts simulators: see README.md beside {@code run}. It prints one line of JSON for each that is
 * ready, and nothing else, to standard output; it ends when it is told to.
 */
public final class SimulatorsMain {

    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    /** In the order in which they start: oCIS asks Authentik. */
    private static final List<SystemStarter> SYSTEMS =
            List.of(new AuthentikStarter(), new StalwartStarter(), new OcisStarter(), new DnsStarter());

    private final Map<String, Started> running = Collections.synchronizedMap(new LinkedHashMap<>());

    private SimulatorsMain() {}

    /**
     * Runs until the process is ended.
     *
     * @param words the command line; a wrong one ends the process with 2, a start that fails with 1
     */
    public static void main(String[] words) throws InterruptedException {
        // Before the first logger: by itself Logback would write to standard output.
        System.setProperty("logback.configurationFile", "io/dezky/simulator/logback-command.xml");
        SimulatorsMain command = new SimulatorsMain();
        try {
            Arguments arguments = Arguments.of(Arrays.asList(words), names());
            if (arguments.help()) {
                System.err.print(usage());
                return;
            }
            Map<SystemStarter, Optional<JsonNode>> wanted = wanted(arguments);
            Runtime.getRuntime().addShutdownHook(new Thread(command::end));
            command.start(wanted, arguments, System.out);
        } catch (IllegalArgumentException wrong) {
            System.err.print("simulators: " + wrong.getMessage() + "\n\n" + usage());
            Runtime.getRuntime().halt(WRONG_ARGUMENTS);
        } catch (RuntimeException failure) {
            System.err.println("simulators: " + failure.getMessage());
            command.close();
            Runtime.getRuntime().halt(FAILED);
        }
        new CountDownLatch(1).await();
    }

    private static Set<String> names() {
        return SYSTEMS.stream().map(SystemStarter::system).collect(Collectors.toSet());
    }

    /** Which systems start, each with the conversation that it is to begin, if any. */
    private static Map<SystemStarter, Optional<JsonNode>> wanted(Arguments arguments) {
        Optional<Recording> recording = arguments.seed().map(Recording::read);
        Optional<SystemStarter> seeded = recording.map(SimulatorsMain::starterOf);
        boolean all = arguments.ports().isEmpty() && recording.isEmpty();
        Map<SystemStarter, Optional<JsonNode>> wanted = new LinkedHashMap<>();
        for (SystemStarter system : SYSTEMS) {
            boolean isSeeded = seeded.filter(system::equals).isPresent();
            if (all || isSeeded || arguments.ports().containsKey(system.system())) {
                wanted.put(system, isSeeded ? recording.map(Recording::root) : Optional.empty());
            }
        }
        return wanted;
    }

    private static SystemStarter starterOf(Recording recording) {
        return SYSTEMS.stream()
                .filter(system -> system.recorded(recording))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--seed: it is not told with which system this conversation was held: "
                                + recording.root().path("server").asText()));
    }

    private void start(Map<SystemStarter, Optional<JsonNode>> wanted, Arguments arguments, PrintStream out) {
        wanted.forEach((system, transcript) -> {
            int port = arguments.ports().getOrDefault(system.system(), 0);
            Started started = transcript.isPresent()
                    ? system.startFor(transcript.get(), port)
                    : system.start(port, new SystemStarter.Running(running));
            running.put(system.system(), started);
            out.println(started.line());
            out.flush();
        });
    }

    private void end() {
        close();
        // Asked to end, by a signal: that is how this command ends, and no failure.
        Runtime.getRuntime().halt(0);
    }

    private void close() {
        List<Started> all = new ArrayList<>(running.values());
        Collections.reverse(all);
        for (Started started : all) {
            try {
                started.simulator().close();
            } catch (Exception failure) {
                System.err.println("simulators: " + started.system() + ": " + failure.getMessage());
            }
        }
    }

    private static String usage() {
        String ports = SYSTEMS.stream()
                .map(system -> "[--" + system.system() + " PORT]")
                .collect(Collectors.joining(" "));
        return """
                usage: run %s [--seed FILE]

                Starts the simulators that are named, each on its port of 127.0.0.1; port 0 is any free one. Without any
                option all start. --seed FILE starts the system with which the recorded conversation FILE was held, in the
                state in which that conversation begins. When a system is ready, one line of JSON says where it listens.
                """.formatted(ports);
    }
}
