package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Faults;
import io.dezky.simulator.http.Latency;
import io.dezky.simulator.http.RequestLog;
import java.net.URI;
import java.util.Map;

/** One simulated system, listening on loopback until it is closed. */
public interface Simulator extends AutoCloseable {

    /** The name of the system: {@code authentik}, {@code stalwart} or {@code ocis}. */
    String system();

    /** Scheme, host and port, without a slash at the end. */
    URI url();

    /** Who may speak to it: for each actor the request headers that make a caller that actor. */
    Map<String, Map<String, String>> actors();

    /** What a transcript takes as known before its first step, by name. */
    Map<String, JsonNode> variables();

    /** Every request since the start (or since the last {@link RequestLog#clear()}), with its answer. */
    RequestLog requests();

    /** The switch that makes requests fail. */
    Faults faults();

    /** How long each answer takes from now on. */
    void latency(Latency latency);

    @Override
    void close();
}
