package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RacesTest extends WithPlatform {

    private static final int CALLERS = 5;

    @Test
    void ofEqualCreatesExactlyOneWinsAndTheOthersAreRefusedOrSeeAFailure() throws Exception {
        List<Integer> statuses = statuses(atOnce(() -> operator.post("/core/groups/", "{'name':'race'}")));

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses).allSatisfy(status -> assertThat(status).isIn(201, 400, 405));
        assertThat(simulator.state().groups())
                .filteredOn(group -> group.name().equals("race"))
                .hasSize(1);
    }

    @Test
    void ofEqualTransactionalRequestsOneIsAppliedAndNothingIsMadeTwice() throws Exception {
        String team = group("team");
        String body = "{'app':{'name':'R','slug':'race'},"
                + "'provider_model':'authentik_providers_oauth2.oauth2provider',"
                + "'provider':{" + providerMembers("race") + "},"
                + "'policy_bindings':[{'group':'" + team + "','order':0}]}";

        List<Caller.Reply> replies = atOnce(() -> operator.put("/core/transactional/applications/", body));

        assertThat(replies)
                .filteredOn(reply -> reply.body().path("applied").asBoolean())
                .hasSize(1);
        assertThat(statuses(replies)).allSatisfy(status -> assertThat(status).isIn(200, 400));
        assertThat(simulator.state().application("race").orElseThrow().bindings())
                .hasSize(1);
    }

    @Test
    void equalBindingsAreAllMade() throws Exception {
        String team = group("team");
        String target = operator.get("/core/applications/dezky-files/").text("/pk");

        List<Caller.Reply> replies = atOnce(() ->
                operator.post("/policies/bindings/", "{'target':'" + target + "','group':'" + team + "','order':7}"));

        assertThat(statuses(replies)).containsOnly(201);
        assertThat(simulator.state().application("dezky-files").orElseThrow().bindings())
                .filteredOn(binding -> binding.order() == 7)
                .hasSize(CALLERS);
    }

    private static List<Integer> statuses(List<Caller.Reply> replies) {
        return replies.stream().map(Caller.Reply::status).toList();
    }

    private static List<Caller.Reply> atOnce(Callable<Caller.Reply> call) throws Exception {
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Caller.Reply>> calls = Stream.generate(() -> (Callable<Caller.Reply>) () -> {
                        together.await();
                        return call.call();
                    })
                    .limit(CALLERS)
                    .toList();
            List<Caller.Reply> replies = new ArrayList<>();
            for (Future<Caller.Reply> reply : threads.invokeAll(calls)) {
                replies.add(reply.get());
            }
            return replies;
        } finally {
            threads.shutdownNow();
        }
    }
}
