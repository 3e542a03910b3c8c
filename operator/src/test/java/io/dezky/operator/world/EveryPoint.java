package io.dezky.operator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.Wire.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets the process die before and after every external call and every Kubernetes write of a workflow, as a recorded run
 * found them. A new process takes over; in the end all must be as if nobody had died.
 */
public final class EveryPoint {

    /**
     * A workflow.
     *
     * @param before what is there when it begins; an operator has settled it
     * @param begin what a user does then
     * @param after what must hold in the end besides the equal end state
     */
    public record Workflow(
            String name,
            Supplier<World> setting,
            Consumer<World> before,
            Consumer<World> begin,
            Consumer<World> after) {}

    private final Workflow workflow;
    private final Set<String> tried = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();

    private EveryPoint(Workflow workflow) {
        this.workflow = workflow;
    }

    /** Tries all points, and prints how many there were. */
    public static void of(Workflow workflow) {
        new EveryPoint(workflow).tryAll();
    }

    private void tryAll() {
        List<String> points;
        String wanted;
        try (World world = begun()) {
            Wire whole = Wire.whole();
            world.operator(whole).settle();
            points = whole.points();
            wanted = EndState.of(world);
            workflow.after().accept(world);
        }
        for (int i = 0; i < points.size(); i++) {
            for (Moment moment : Moment.values()) {
                die(points, i, moment, wanted);
            }
        }
        System.out.printf(
                "%-34s %3d points, died %3d times, %d ended otherwise%n",
                workflow.name(), points.size(), tried.size(), failures.size());
        assertThat(failures).as(workflow.name()).isEmpty();
        assertThat(tried).as("every recorded point was tried, before and after").hasSize(points.size() * 2);
        assertThat(points).isNotEmpty();
    }

    private World begun() {
        World world = workflow.setting().get();
        workflow.before().accept(world);
        world.operator().settle();
        workflow.begin().accept(world);
        return world;
    }

    private void die(List<String> points, int point, Moment moment, String wanted) {
        String where = point + " " + moment + " " + points.get(point);
        try (World world = begun()) {
            Wire cut = Wire.cutAt(point, moment);
            world.operator(cut).settle();
            if (!cut.isDead() || !withoutIds(cut.points().get(point)).equals(withoutIds(points.get(point)))) {
                failures.add(where + ": the process did not come by this point");
                return;
            }
            world.operator().settle();
            tried.add(where);
            compare(world, wanted, where);
            workflow.after().accept(world);
        } catch (RuntimeException | AssertionError e) {
            failures.add(where + ": " + e);
        }
    }

    private static String withoutIds(String point) {
        return point.replaceAll("/[^/]*[0-9a-f]{8}-[^/]*", "/ID");
    }

    private void compare(World world, String wanted, String where) {
        String is = EndState.of(world);
        if (is.equals(wanted)) {
            return;
        }
        Set<String> missing = new TreeSet<>(wanted.lines().toList());
        missing.removeAll(is.lines().toList());
        List<String> extra = new ArrayList<>(is.lines().toList());
        wanted.lines().forEach(extra::remove);
        failures.add(where + ":\n    missing " + missing + "\n    too much " + extra);
    }
}
