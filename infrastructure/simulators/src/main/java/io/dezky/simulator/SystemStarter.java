package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** How the command starts one system. */
interface SystemStarter {

    /** The name of the system, which is that of its option too. */
    String system();

    /** Whether a recorded conversation was held with this system. */
    boolean recorded(Recording recording);

    /** Starts it as the platform has it. */
    Started start(int port, Running others);

    /**
     * Starts it in the state in which a recorded conversation begins.
     *
     * @param transcript the whole file
     */
    Started startFor(JsonNode transcript, int port);

    /** What runs already, by the name of the system. */
    record Running(Map<String, Started> systems) {

        <T> Optional<T> find(Class<T> type) {
            return systems.values().stream()
                    .map(Started::simulator)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst();
        }
    }
}
