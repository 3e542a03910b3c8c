package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.time.Clock;

/** Starts Stalwart. */
final class StalwartStarter implements SystemStarter {

    private static final String OPERATOR_API_KEY = "API_stalwart-operator-key";

    @Override
    public String system() {
        return "stalwart";
    }

    @Override
    public boolean recorded(Recording recording) {
        return recording.isOf(system(), "stalwart");
    }

    @Override
    public Started start(int port, Running others) {
        return Started.of(StalwartSimulator.start(port, StalwartSeed.platform(OPERATOR_API_KEY), Clock.systemUTC()));
    }

    @Override
    public Started startFor(JsonNode transcript, int port) {
        return Started.of(StalwartSimulator.start(port, StalwartSeed.fromTranscript(transcript), Clock.systemUTC()));
    }
}
