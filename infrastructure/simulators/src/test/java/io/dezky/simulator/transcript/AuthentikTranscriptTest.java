package io.dezky.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.simulator.MovableClock;
import io.dezky.simulator.authentik.AuthentikDeviations;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.contract.Contract;
import io.dezky.simulator.contract.Violation;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.transcript.Replay.Outcome;
import io.dezky.simulator.transcript.Replay.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    private static final Path DOCUMENT = Transcript.FOLDER.resolveSibling("authentik-openapi.yaml");
    private static final Set<Violation.Kind> ANSWERS =
            EnumSet.of(Violation.Kind.RESPONSE, Violation.Kind.UNKNOWN_STATUS);

    /** One conversation, played once for all tests. */
    private record Played(List<Outcome> outcomes, List<RequestLog.Exchange> exchanges) {}

    private static final Map<String, Played> PLAYED = new HashMap<>();

    @Test
    void theCoreConversationsAreAnsweredAsTheRealServerDid() {
        List<Outcome> outcomes = outcomes(CORE);

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.verdict() == Verdict.FAILED)
                .isEmpty();
        assertThat(count(outcomes, Verdict.PASSED)).isGreaterThan(outcomes.size() * 4 / 5);
    }

    @Test
    void whatIsAnsweredOfTheOtherConversationsIsAnsweredAsTheRealServerDid() {
        assertThat(outcomes(BACKGROUND))
                .filteredOn(outcome -> outcome.verdict() == Verdict.FAILED)
                .isEmpty();
    }

    @Test
    void everyAnswerInTheseConversationsFitsThePublishedDocument() {
        assumeTrue(Files.exists(DOCUMENT), "the OpenAPI document is not there: " + DOCUMENT);
        List<RequestLog.Exchange> exchanges = Stream.concat(CORE.stream(), BACKGROUND.stream())
                .flatMap(file -> played(file).exchanges().stream())
                .toList();

        // The recorded requests are partly wrong on purpose: only the answers are looked at.
        Contract contract = AuthentikDeviations.contract(DOCUMENT);
        assertThat(contract.violations(exchanges))
                .filteredOn(violation -> ANSWERS.contains(violation.kind()))
                .isEmpty();
    }

    private static List<Outcome> outcomes(List<String> files) {
        List<Outcome> all = new ArrayList<>();
        for (String file : files) {
            List<Outcome> outcomes = played(file).outcomes();
            report("authentik/" + file, outcomes);
            all.addAll(outcomes);
        }
        report("authentik, " + files.size() + " conversations", all);
        return all;
    }

    private static Played played(String file) {
        assumeTrue(Transcript.present(), "recorded conversations are not there: " + Transcript.FOLDER);
        return PLAYED.computeIfAbsent(file, AuthentikTranscriptTest::play);
    }

    private static Played play(String file) {
        Transcript transcript = Transcript.read("authentik", file);
        MovableClock clock = new MovableClock();
        try (AuthentikSimulator simulator =
                AuthentikSimulator.start(0, AuthentikSeed.fromTranscript(transcript.root()), clock)) {
            AuthentikSurroundings surroundings = new AuthentikSurroundings(file, simulator, clock);
            LeftOut leftOut = LEFT_OUT.getOrDefault(file, LeftOut.nothing());
            List<Outcome> outcomes = Replay.of(transcript, simulator, surroundings, leftOut);
            return new Played(outcomes, simulator.requests().all());
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
