package io.dezky.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.simulator.stalwart.SettableClock;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import io.dezky.simulator.stalwart.schema.SchemaViolation;
import io.dezky.simulator.stalwart.schema.StalwartSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulator answers as the real server did, step by step. */
class StalwartTranscriptTest {

    private static final List<String> CORE = List.of(
            "01-session-auth",
            "02-domains",
            "03-dkim",
            "05-accounts",
            "08-races",
            "09-main-call",
            "10-suspend",
            "11-scale-paging");

    private static final List<String> BACKGROUND =
            List.of("04-dns", "07-tasks-health", "12-least-permissions", "13-limits");

    /** Steps that are not taken, each with its reason. Whatever the simulator answers with 501 is left out besides. */
    private static final Map<String, LeftOut> LEFT_OUT = Map.of(
            "04-dns", zoneTextOfOtherSettings(),
            "07-tasks-health",
                    LeftOut.nothing()
                            .and(14, 15, "metrics, which x:Metrics switches on: it is left out")
                            .and(31, "Pyzor without DNS, which x:SpamPyzor switches on: it is left out"));

    private static LeftOut zoneTextOfOtherSettings() {
        String reason = "what x:SystemSettings, x:MtaSts and x:Certificate do to the zone text: they are left out";
        return LeftOut.nothing()
                .and(30, reason)
                .and(33, reason)
                .and(37, reason)
                .and(42, reason)
                .and(45, reason)
                .and(53, reason)
                .and(55, 56, reason)
                .and(60, reason);
    }

    @BeforeAll
    static void transcriptsAreThere() {
        assumeTrue(Transcript.present(), "no recorded conversations at " + Transcript.FOLDER);
    }

    @Test
    void the_core_conversations_go_as_recorded() {
        List<Replay.Outcome> outcomes = new ArrayList<>();
        CORE.forEach(file -> outcomes.addAll(replayed(file)));
        print("stalwart core", outcomes);

        assertThat(failed(outcomes)).isEmpty();
        assertThat(count(outcomes, Replay.Verdict.PASSED)).isGreaterThan(outcomes.size() * 8L / 10);
    }

    @Test
    void nothing_of_the_other_conversations_goes_otherwise_than_recorded() {
        List<Replay.Outcome> outcomes = new ArrayList<>();
        BACKGROUND.forEach(file -> outcomes.addAll(replayed(file)));
        print("stalwart background", outcomes);

        assertThat(failed(outcomes)).isEmpty();
    }

    private static List<Replay.Outcome> replayed(String file) {
        Transcript transcript = Transcript.read("stalwart", file);
        SettableClock clock = new SettableClock(Instant.parse("2026-11-22T22:00:00Z"));
        // The only conversation whose client did not come from 127.0.0.1, which the server never limits.
        boolean limits = file.equals("13-limits");
        StalwartSeed seed = StalwartSeed.fromTranscript(transcript.root()).withLimits(limits);
        try (StalwartSimulator simulator = StalwartSimulator.start(0, seed, clock)) {
            List<Replay.Outcome> outcomes = Replay.of(
                    transcript,
                    simulator,
                    new StalwartWorld(simulator, clock),
                    LEFT_OUT.getOrDefault(file, LeftOut.nothing()));
            print("stalwart/" + file, outcomes);
            assertThat(wrongAnswers(simulator)).as("answers of " + file).isEmpty();
            return outcomes;
        }
    }

    /** Answers that Stalwart's own description of its objects does not allow. */
    private static List<SchemaViolation> wrongAnswers(StalwartSimulator simulator) {
        Path schema = Transcript.FOLDER.resolveSibling("stalwart-schema-subset.json");
        return StalwartSchema.read(schema).violations(simulator.requests()).stream()
                .filter(violation -> violation.side() == SchemaViolation.Side.ANSWERED)
                .toList();
    }

    private static void print(String what, List<Replay.Outcome> outcomes) {
        System.out.printf(
                "%-32s %3d steps: %3d passed, %2d left out, %d failed%n",
                what,
                outcomes.size(),
                count(outcomes, Replay.Verdict.PASSED),
                count(outcomes, Replay.Verdict.LEFT_OUT),
                count(outcomes, Replay.Verdict.FAILED));
    }

    private static List<Replay.Outcome> failed(List<Replay.Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.verdict() == Replay.Verdict.FAILED)
                .toList();
    }

    private static long count(List<Replay.Outcome> outcomes, Replay.Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
