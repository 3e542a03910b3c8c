package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import java.time.Clock;

/** Starts Authentik. */
final class AuthentikStarter implements SystemStarter {

    private static final String PUBLIC_HOST = "auth.dezky.test";

    @Override
    public String system() {
        return "authentik";
    }

    @Override
    public boolean recorded(Recording recording) {
        return recording.isOf(system(), "authentik");
    }

    @Override
    public Started start(int port, Running others) {
        return Started.of(AuthentikSimulator.start(port, AuthentikSeed.platform(PUBLIC_HOST), Clock.systemUTC()));
    }

    @Override
    public Started startFor(JsonNode transcript, int port) {
        return Started.of(AuthentikSimulator.start(port, AuthentikSeed.fromTranscript(transcript), Clock.systemUTC()));
    }
}
