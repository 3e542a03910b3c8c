package io.dezky.operator.files;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings one tenant from observed to desired: observe, plan, apply, and again while that showed something new. Unlike
 * {@link io.dezky.operator.plan.Convergence} it goes space by space.
 */
final class FilesRun {

    /** What becomes of a refusal that only a person can mend: an obstacle, or it is thrown on. */
    @FunctionalInterface
    interface Refusals {
        Obstacle obstacle(String entry, RuntimeException refusal);
    }

    private static final int LOOKS = 5;

    private final DriveCatalog catalog;
    private final PlanExecutor executor;
    private final FilesCaller caller;
    private final Intents intents;

    FilesRun(DriveCatalog catalog, PlanExecutor executor, FilesCaller caller, Intents intents) {
        this.catalog = catalog;
        this.executor = executor;
        this.caller = caller;
        this.intents = intents;
    }

    /** Until nothing is left to do; what is left for people is given back. */
    List<Obstacle> converge(
            Subject subject,
            Supplier<ObservedFiles> look,
            Function<ObservedFiles, Plan<FilesCall>> planner,
            Refusals refusals) {
        long start = catalog.moment();
        catalog.refreshIfOld();
        for (int i = 0; i < LOOKS; i++) {
            Plan<FilesCall> plan = planner.apply(look.get());
            if (intents.doubts(plan)) {
                catalog.refreshSince(start);
                plan = planner.apply(look.get());
            }
            intents.announce(plan);
            List<Obstacle> obstacles = new ArrayList<>(plan.obstacles());
            if (!apply(subject, plan, refusals, obstacles)) {
                return obstacles;
            }
        }
        throw FilesLook.changed();
    }

    /** What is refused for one space stops nothing for the others. Tells whether to look again. */
    private boolean apply(Subject subject, Plan<FilesCall> plan, Refusals refusals, List<Obstacle> obstacles) {
        boolean again = false;
        for (Map.Entry<String, List<Change<FilesCall>>> part : byEntry(plan).entrySet()) {
            try {
                again |= apply(subject, part.getValue());
                if (again && part.getKey().isEmpty()) {
                    // Groups are for all spaces: without them none can be finished.
                    return true;
                }
            } catch (ExternalException.Conflict | ExternalException.Invalid | LostManager refusal) {
                obstacles.add(refusals.obstacle(part.getKey(), refusal));
            }
        }
        return again;
    }

    private boolean apply(Subject subject, List<Change<FilesCall>> part) {
        boolean otherwise = executor.apply(subject, Plan.of(part), caller).isPresent();
        // What was hidden until now may differ in more than its quota.
        return otherwise || part.stream().anyMatch(change -> change.call() instanceof FilesCall.RevealSpace);
    }

    private static Map<String, List<Change<FilesCall>>> byEntry(Plan<FilesCall> plan) {
        Map<String, List<Change<FilesCall>>> parts = new LinkedHashMap<>();
        for (Change<FilesCall> change : plan.changes()) {
            parts.computeIfAbsent(change.call().entry(), entry -> new ArrayList<>())
                    .add(change);
        }
        return parts;
    }
}
