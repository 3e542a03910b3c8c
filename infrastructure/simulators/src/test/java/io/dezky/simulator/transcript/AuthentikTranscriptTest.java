package io.dezky.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.transcript.Replay.Outcome;
import io.dezky.simulator.transcript.Replay.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recorded conversations with a real Authentik, step by step against the simulator. */
class AuthentikTranscriptTest {

    private static final List<String> CORE = List.of(
            "01-auth",
            "03-users",
            "04-groups",
            "05-recovery",
            "06-application",
            "07-deletion",
            "08-parallel",
            "10-invitations-events-sessions",
            "11-scale");

    private static final List<String> BACKGROUND =
            List.of("02-permissions", "05b-acceptance", "12-headers", "12b-unavailable");

    private static final String OWN_KEY = "the key of the recorded server";
    private static final String OWN_BRAND = "the default brand of the recorded server";
    private static final String INVITED = "what an invitation would have left, and invitations are left out";
    private static final String ROLE_OF_TOKEN = "the role that came with the token of step 21";
    private static final String MAIL_BEFORE = "a mail that was sent before changes how the real server names stages";
    private static final String BETWEEN_STAGES = "the person stopped between two stages of the flow";

    /** Everything that is left out by number, with its reason. The rest is left out by the simulator itself: 501. */
    private static final Map<String, LeftOut> LEFT_OUT = Map.of(
            "02-permissions",
            LeftOut.nothing()
                    .and(21, 22, "a token for the anonymous user, who is not there, brings a role of its own")
                    .member(285, "/roles", ROLE_OF_TOKEN)
                    .member(285, "/roles_obj", ROLE_OF_TOKEN)
                    .member(287, "/roles", ROLE_OF_TOKEN)
                    .member(287, "/roles_obj", ROLE_OF_TOKEN)
                    .member(70, "/brand/pk", OWN_BRAND)
                    .member(272, "/stage_obj/verbose_name", MAIL_BEFORE)
                    .member(273, "/stage_obj/verbose_name", MAIL_BEFORE)
                    .member(274, "/stage_obj/verbose_name", MAIL_BEFORE),
            "05b-acceptance",
            LeftOut.nothing()
                    .and(55, BETWEEN_STAGES)
                    .and(61, BETWEEN_STAGES)
                    .member(38, "/results/*/brand/pk", OWN_BRAND)
                    .member(39, "/results/*/brand/pk", OWN_BRAND)
                    .member(54, "/results/*/brand/pk", OWN_BRAND),
            "06-application",
            ownKeyIn(5),
            "07-deletion",
            ownKeyIn(5),
            "08-parallel",
            ownKeyIn(5),
            "10-invitations-events-sessions",
            LeftOut.nothing().and(31, 33, INVITED).member(46, "/results/*/brand/pk", OWN_BRAND));

    private static LeftOut ownKeyIn(int step) {
        return LeftOut.nothing()
                .member(step, "/results/*/fingerprint_sha256", OWN_KEY)
                .member(step, "/results/*/fingerprint_sha1", OWN_KEY);
    }

    @Test
    void theCoreConversationsAreAnsweredAsTheRealServerDid() {
        List<Outcome> outcomes = replay(CORE);

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.verdict() == Verdict.FAILED)
                .isEmpty();
        assertThat(count(outcomes, Verdict.PASSED)).isGreaterThan(outcomes.size() * 4 / 5);
    }

    @Test
    void whatIsAnsweredOfTheOtherConversationsIsAnsweredAsTheRealServerDid() {
        assertThat(replay(BACKGROUND))
                .filteredOn(outcome -> outcome.verdict() == Verdict.FAILED)
                .isEmpty();
    }

    private static List<Outcome> replay(List<String> files) {
        assumeTrue(Transcript.present(), "recorded conversations are not there: " + Transcript.FOLDER);
        List<Outcome> all = new ArrayList<>();
        for (String file : files) {
            List<Outcome> outcomes = replay(file);
            report("authentik/" + file, outcomes);
            all.addAll(outcomes);
        }
        report("authentik, " + files.size() + " conversations", all);
        return all;
    }

    private static List<Outcome> replay(String file) {
        Transcript transcript = Transcript.read("authentik", file);
        MovableClock clock = new MovableClock();
        try (AuthentikSimulator simulator =
                AuthentikSimulator.start(0, AuthentikSeed.fromTranscript(transcript.root()), clock)) {
            LeftOut leftOut = LEFT_OUT.getOrDefault(file, LeftOut.nothing());
            return Replay.of(transcript, simulator, new AuthentikSurroundings(file, simulator, clock), leftOut);
        }
    }

    private static void report(String what, List<Outcome> outcomes) {
        System.out.printf(
                "%s: %d passed, %d left out, %d failed%n",
                what,
                count(outcomes, Verdict.PASSED),
                count(outcomes, Verdict.LEFT_OUT),
                count(outcomes, Verdict.FAILED));
    }

    private static long count(List<Outcome> outcomes, Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
