package io.dezky.operator.files;

import io.dezky.operator.files.SpaceSearch.Finding;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes a tenant's part of oCIS true, and takes it down. */
public final class TenantFiles {

    /**
     * What is known of an earlier run. All of it can be lost: marks find the spaces again. With it goes the memory of
     * folders that were made once, so that missing ones are made again.
     *
     * @param spaces also those that the spec no longer names
     */
    public record Known(List<KnownSpace> spaces) {
        public Known {
            spaces = List.copyOf(spaces);
        }

        /** Of a tenant for which nothing was made yet, as far as is known. */
        public static Known nothing() {
            return new Known(List.of());
        }

        private Optional<KnownSpace> named(String name) {
            return spaces.stream().filter(space -> space.name().equals(name)).findFirst();
        }
    }

    /**
     * What is there now.
     *
     * @param groupId null where no space needs the group
     * @param adminsGroupId null where no space needs the group
     * @param spaces in the order of the spec; without those that could not be made. All of them must be given back as
     *     known, or a space that somebody claims for another would be made a second time
     * @param obstacles what needs a person
     */
    public record Result(String groupId, String adminsGroupId, List<SpaceResult> spaces, List<Obstacle> obstacles) {}

    /**
     * One space.
     *
     * @param name of the entry
     * @param webUrl where people open it; null for one that an obstacle concerns, of which only the id is known
     * @param quotaBytes as it is
     * @param folders those of the spec that were made once
     */
    public record SpaceResult(String name, String id, String webUrl, long quotaBytes, List<String> folders) {}

    private final Ocis ocis;
    private final DriveCatalog catalog;
    private final PlanExecutor executor;

    /**
     * A driver.
     *
     * @param catalog shared by all tenants
     */
    public TenantFiles(Ocis ocis, DriveCatalog catalog, PlanExecutor executor) {
        this.ocis = ocis;
        this.catalog = catalog;
        this.executor = executor;
    }

    /**
     * Observes, plans and applies.
     *
     * @param intentWriter is given the names of spaces that will be made, before the first one is: it must write to
     *     status, so that it outlives this process, that they are being created. Names of spaces are not unique, so only
     *     that tells the next process to look before it makes one (docs/systems/ocis.md, Creating twice makes two)
     */
    public Result reconcile(Subject subject, DesiredFiles desired, Known known, Consumer<List<String>> intentWriter) {
        if (desired.spaces().isEmpty() && known.spaces().isEmpty()) {
            return new Result(null, null, List.of(), List.of());
        }
        List<String> groups = new ArrayList<>(desired.allManagerGroups());
        groups.add(desired.groupName());
        groups.add(desired.adminsGroupName());
        FilesLook look =
                new FilesLook(ocis, catalog, desired.mark(), groups, desired.allManagerGroups(), known.spaces());
        FilesCaller caller = new FilesCaller(ocis, catalog, look);
        List<String> names = desired.spaces().stream().map(DesiredSpace::name).toList();
        Intents intents = new Intents(names, known.spaces(), intentWriter);

        List<Obstacle> obstacles = new FilesRun(catalog, executor, caller, intents)
                .converge(
                        subject,
                        look::observeMembers,
                        observed -> FilesPlanner.plan(desired, observed),
                        (entry, refusal) -> obstacle(desired, entry, refusal));
        return result(desired, known, look.observe(), caller, inOrder(obstacles));
    }

    /** Always the same, whether planning or a refusal showed them: a condition must not change with every try. */
    private static List<Obstacle> inOrder(List<Obstacle> obstacles) {
        return obstacles.stream()
                .sorted(Comparator.comparing(
                                (Obstacle obstacle) -> obstacle.target().name())
                        .thenComparing(Obstacle::reason))
                .toList();
    }

    private static Obstacle obstacle(DesiredFiles desired, String entry, RuntimeException refusal) {
        if (entry.isEmpty()) {
            throw refusal;
        }
        String name = desired.spaces().stream()
                .filter(space -> desired.entryKey(space).equals(entry))
                .map(DesiredSpace::name)
                .findFirst()
                .orElse(entry);
        if (refusal instanceof LostManager lost) {
            return FilesObstacles.lostManager(name, lost.spaceId(), desired.operatorsGroup());
        }
        return FilesObstacles.refused(name, (ExternalException) refusal);
    }

    /**
     * Takes everything down, files and all. What was let go before stays.
     *
     * @param slugIsOurs whether the groups of this slug are the tenant's, which they do not say themselves; if not they
     *     stay, and prove nothing
     */
    public void tearDown(Subject subject, Mark mark, String slug, Known known, boolean slugIsOurs) {
        List<String> groups = slugIsOurs ? groups(slug) : List.of();
        last(subject, mark, groups, known, observed -> FilesPlanner.tearDown(mark, slug, observed));
    }

    /** Lets everything be, and takes our marks off. */
    public void release(Subject subject, Mark mark, String slug, Known known) {
        last(subject, mark, groups(slug), known, observed -> FilesPlanner.release(mark, slug, observed));
    }

    private static List<String> groups(String slug) {
        return List.of(DesiredFiles.groupName(slug), DesiredFiles.adminsGroupName(slug));
    }

    /** Members do not matter any more, and nothing goes on when one thing is refused: groups go when spaces are gone. */
    private void last(
            Subject subject,
            Mark mark,
            List<String> groups,
            Known known,
            Function<ObservedFiles, Plan<FilesCall>> planner) {
        FilesLook look = new FilesLook(ocis, catalog, mark, groups, Set.of(), known.spaces());
        Intents intents = new Intents(List.of(), known.spaces(), names -> {});
        new FilesRun(catalog, executor, new FilesCaller(ocis, catalog, look), intents)
                .converge(subject, look::observe, planner, (entry, refusal) -> {
                    throw refusal;
                });
    }

    // ---- the result

    private Result result(
            DesiredFiles desired, Known known, ObservedFiles observed, FilesCaller caller, List<Obstacle> obstacles) {
        SpaceSearch search = new SpaceSearch(desired.mark(), desired.slug(), observed);
        List<SpaceResult> spaces = new ArrayList<>();
        for (DesiredSpace wanted : desired.spaces()) {
            if (search.find(wanted.name()) instanceof Finding.Found found) {
                Space space = found.space();
                List<String> folders = madeFolders(desired, wanted, known, space, caller);
                spaces.add(new SpaceResult(wanted.name(), space.id(), space.webUrl(), space.quotaBytes(), folders));
            } else {
                known.named(wanted.name())
                        .filter(one -> one.id() != null && !observed.gone().contains(one.id()))
                        .map(one -> new SpaceResult(one.name(), one.id(), null, 0, one.folders()))
                        .ifPresent(spaces::add);
            }
        }
        boolean groupsNeeded = !desired.spaces().isEmpty();
        return new Result(
                groupsNeeded ? observed.groupId(desired.groupName()).orElse(null) : null,
                desired.needsAdminsGroup()
                        ? observed.groupId(desired.adminsGroupName()).orElse(null)
                        : null,
                spaces,
                obstacles);
    }

    /** Only those that the spec still names: a folder that comes back to the spec later is made again. */
    private static List<String> madeFolders(
            DesiredFiles desired, DesiredSpace wanted, Known known, Space space, FilesCaller caller) {
        Set<String> now = caller.madeFolders(desired.entryKey(wanted));
        Set<String> before = known.named(wanted.name())
                .filter(one -> space.id().equals(one.id()))
                .map(one -> DesiredSpace.withParents(one.folders()))
                .orElse(Set.of());
        return wanted.folders().stream()
                .filter(path -> now.contains(path) || before.contains(path))
                .toList();
    }
}
