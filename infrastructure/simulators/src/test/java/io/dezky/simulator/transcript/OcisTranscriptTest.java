package io.dezky.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations with a real server, replayed against the simulator. */
class OcisTranscriptTest {

    private static final List<String> CORE = List.of(
            "01-create-drive",
            "02-read-drives",
            "03-patch-drive",
            "04-permissions",
            "05-lifecycle",
            "06-groups",
            "09-parallel",
            "10-oidc",
            "11-operator-with-authentik");
    private static final List<String> BACKGROUND = List.of("07-users", "08-auth");

    @Test
    void theOperatorsOwnConversationsGoAsRecorded() {
        assumeTrue(Transcript.present(), "needs ../shared/contracts/transcripts, which is not part of this project");
        List<Replay.Outcome> outcomes = replayAll(CORE);
        assertThat(count(outcomes, Replay.Verdict.PASSED) * 2)
                .as("at least half of the core steps pass")
                .isGreaterThanOrEqualTo(outcomes.size());
    }

    @Test
    void theBackgroundConversationsGoAsRecordedToo() {
        assumeTrue(Transcript.present(), "needs ../shared/contracts/transcripts, which is not part of this project");
        replayAll(BACKGROUND);
    }

    private static List<Replay.Outcome> replayAll(List<String> files) {
        List<Replay.Outcome> all = new ArrayList<>();
        for (String file : files) {
            List<Replay.Outcome> outcomes = replay(file);
            print("ocis/" + file, outcomes);
            all.addAll(outcomes);
        }
        print("ocis, " + files.size() + " files", all);
        assertThat(all)
                .filteredOn(outcome -> outcome.verdict() == Replay.Verdict.FAILED)
                .isEmpty();
        return all;
    }

    private static List<Replay.Outcome> replay(String file) {
        Transcript transcript = Transcript.read("ocis", file);
        try (OcisSimulator ocis =
                OcisSimulator.start(0, OcisSeed.fromTranscript(transcript.root()), Clock.systemUTC())) {
            return Replay.of(transcript, ocis, action -> happen(ocis, action), LeftOut.nothing());
        }
    }

    private static boolean happen(OcisSimulator ocis, JsonNode action) {
        if (!action.path("action").asText().equals("syncIntervalPassed")) {
            return false;
        }
        ocis.syncIntervalPassed();
        return true;
    }

    private static void print(String what, List<Replay.Outcome> outcomes) {
        System.out.printf(
                "%-36s %4d passed, %3d left out, %3d failed%n",
                what,
                count(outcomes, Replay.Verdict.PASSED),
                count(outcomes, Replay.Verdict.LEFT_OUT),
                count(outcomes, Replay.Verdict.FAILED));
        outcomes.stream()
                .filter(outcome -> outcome.verdict() == Replay.Verdict.LEFT_OUT)
                .forEach(outcome -> System.out.println("  " + outcome));
    }

    private static long count(List<Replay.Outcome> outcomes, Replay.Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
