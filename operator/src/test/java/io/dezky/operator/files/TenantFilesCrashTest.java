package io.dezky.operator.files;

import static io.dezky.operator.files.FilesFixture.ACME;
import static io.dezky.operator.files.FilesFixture.MARK;
import static io.dezky.operator.files.FilesFixture.destroying;
import static io.dezky.operator.files.FilesFixture.files;
import static io.dezky.operator.files.FilesFixture.known;
import static io.dezky.operator.files.FilesFixture.space;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.files.FilesFixture.Operator;
import io.dezky.operator.files.TenantFiles.Known;
import io.dezky.operator.http.ExternalException;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.ocis.OcisGroup;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The process dies at each call that writes, before the call or after it with the answer lost, and nothing else is
 * answered until its successor is there. The calls are found by recording a run.
 */
class TenantFilesCrashTest {

    private static final DesiredFiles DESIRED = files(
            space("Company", Role.EDITOR, Role.MANAGER, "Contracts", "HR/Payroll"),
            space("Archive", Role.VIEWER, Role.VIEWER));

    /** What is done to a server, with what is known of an earlier run. */
    @FunctionalInterface
    private interface Work {
        void on(Operator operator, Known known);
    }

    private static final Work RECONCILE = (operator, known) -> operator.reconcile(DESIRED, known);
    private static final Work DESTROY = (operator, known) ->
            operator.reconcile(destroying(files(DESIRED.spaces().get(0))), known);
    private static final Work TEAR_DOWN = (operator, known) -> operator.files.tearDown(ACME, MARK, "acme", known, true);
    private static final Work RELEASE = (operator, known) -> operator.files.release(ACME, MARK, "acme", known);

    @TestFactory
    Stream<DynamicTest> a_new_tenant() {
        return deaths(false, RECONCILE);
    }

    @TestFactory
    Stream<DynamicTest> a_space_that_is_destroyed() {
        return deaths(true, DESTROY);
    }

    @TestFactory
    Stream<DynamicTest> a_tear_down() {
        return deaths(true, TEAR_DOWN);
    }

    @TestFactory
    Stream<DynamicTest> a_release() {
        return deaths(true, RELEASE);
    }

    private static Stream<DynamicTest> deaths(boolean made, Work work) {
        List<String> writes;
        List<String> undisturbed;
        try (OcisServer server = new OcisServer(FilesFixture.CLOCK)) {
            Known known = begin(server, made);
            server.forgetRequests();
            work.on(new Operator(server.client()), known);
            writes = server.writes();
            undisturbed = state(server);
        }
        assertThat(writes).isNotEmpty();
        return IntStream.rangeClosed(1, writes.size()).boxed().flatMap(number -> Stream.of(true, false)
                .map(carriedOut -> DynamicTest.dynamicTest(
                        "dies " + (carriedOut ? "after " : "before ") + number + ": "
                                + writes.get(number - 1).replaceAll("[0-9a-f-]{36}", "…"),
                        () -> die(made, work, number, carriedOut, undisturbed))));
    }

    private static void die(boolean made, Work work, int number, boolean carriedOut, List<String> undisturbed) {
        try (OcisServer server = new OcisServer(FilesFixture.CLOCK)) {
            Known known = begin(server, made);
            AtomicBoolean dead = dieAt(server, number, carriedOut);
            Operator victim = new Operator(server.client());
            try {
                work.on(victim, known);
            } catch (ExternalException.Transient away) {
                assertThat(dead).isTrue();
            }
            assertThat(dead).as("the call was made").isTrue();
            server.simulator.faults().clear();

            work.on(new Operator(server.client()), made ? known : intents(victim));

            assertThat(state(server)).isEqualTo(undisturbed);
        }
    }

    private static Known begin(OcisServer server, boolean made) {
        return made ? known(new Operator(server.client()).reconcile(DESIRED, Known.nothing())) : Known.nothing();
    }

    /** All that its successor finds in status. */
    private static Known intents(Operator dead) {
        return new Known(dead.announced.stream()
                .map(name -> new KnownSpace(name, null, true, List.of()))
                .toList());
    }

    private static AtomicBoolean dieAt(OcisServer server, int number, boolean carriedOut) {
        AtomicInteger writes = new AtomicInteger();
        AtomicBoolean dead = new AtomicBoolean();
        Predicate<SimulatedRequest> fatal = request -> {
            boolean isWrite = !request.method().equals("GET");
            boolean now = isWrite && writes.incrementAndGet() == number;
            dead.compareAndSet(false, now);
            return now;
        };
        Fault.Effect effect = carriedOut ? new Fault.Effect.DropAnswer() : new Fault.Effect.RefuseConnection();
        server.simulator.faults().add(Fault.once(fatal, effect));
        server.simulator.faults().add(Fault.always(request -> dead.get(), new Fault.Effect.RefuseConnection()));
        return dead;
    }

    /** All but the ids. */
    private static List<String> state(OcisServer server) {
        Stream<String> spaces = server.simulator.projectSpaces().stream()
                .map(space -> space.name()
                        + space.alias()
                        + space.description()
                        + space.quota()
                        + space.disabled()
                        + space.folders()
                        + space.grants().stream()
                                .map(grant -> grant.name() + grant.role())
                                .sorted()
                                .toList());
        Stream<String> groups = server.simulator.groups().stream().map(OcisGroup::displayName);
        return Stream.concat(spaces, groups).sorted().toList();
    }
}
