package io.dezky.operator.files;

import io.dezky.operator.files.SpaceSearch.Finding;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what a tenant shall have in oCIS with what is there. Pure. */
public final class FilesPlanner {

    /** Enough to see a space that shall be purged; 0 would mean unlimited. */
    private static final long ANY_QUOTA = 1;

    private final DesiredFiles desired;
    private final ObservedFiles observed;
    private final SpaceSearch search;
    private final List<Change<FilesCall>> changes = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();
    private final Set<String> planned = new HashSet<>();

    private FilesPlanner(DesiredFiles desired, ObservedFiles observed) {
        this.desired = desired;
        this.observed = observed;
        this.search = new SpaceSearch(desired.mark(), desired.slug(), observed);
    }

    /** What must change so that all is as desired. What stands in the way of one space does not stop the others. */
    public static Plan<FilesCall> plan(DesiredFiles desired, ObservedFiles observed) {
        FilesPlanner planner = new FilesPlanner(desired, observed);
        if (!desired.spaces().isEmpty()) {
            planner.groups();
        }
        desired.spaces().forEach(planner::space);
        planner.surplus();
        return new Plan<>(planner.changes, planner.obstacles);
    }

    // ---- groups

    private void groups() {
        group(desired.operatorsGroup());
        for (String name : desired.managerGroups()) {
            if (observed.groupId(name).isEmpty()) {
                obstacles.add(FilesObstacles.managerGroupMissing(name));
            }
        }
        group(desired.groupName());
        if (desired.needsAdminsGroup()) {
            group(desired.adminsGroupName());
        }
    }

    /** Sign-in fills groups by name and makes missing ones: one that is there already is as good as one of ours. */
    private void group(String name) {
        if (observed.groupId(name).isEmpty()) {
            changes.add(new Change.Create<>(
                    FilesObstacles.groupTarget(name),
                    List.of(new FieldDiff("displayName", "", name)),
                    new FilesCall.CreateGroup(name)));
        }
    }

    // ---- spaces

    private void space(DesiredSpace wanted) {
        Optional<String> problem = planned.add(wanted.name()) ? wanted.problem() : Optional.of("it is named twice");
        if (problem.isPresent()) {
            obstacles.add(FilesObstacles.invalid(wanted, problem.get()));
            return;
        }
        SpacePlanner planner = new SpacePlanner(desired, observed, wanted);
        Finding finding = search.find(wanted.name());
        if (finding instanceof Finding.Found found) {
            changes.addAll(planner.update(found.space(), isLost(wanted, found.space())));
            if (!found.twins().isEmpty()) {
                obstacles.add(FilesObstacles.twin(wanted.name(), found.space(), found.twins()));
            }
        } else if (finding instanceof Finding.Unseen unseen) {
            changes.addAll(planner.reveal(unseen.id()));
        } else if (finding instanceof Finding.Missing missing) {
            changes.addAll(planner.create(missing.purged()));
        } else if (finding instanceof Finding.Unclear unclear) {
            obstacles.add(unclear.obstacle());
        }
    }

    private boolean isLost(DesiredSpace wanted, Space space) {
        boolean lost = observed.lost().contains(space.id());
        if (lost) {
            obstacles.add(FilesObstacles.lostManager(wanted.name(), space.id(), desired.operatorsGroup()));
        }
        return lost;
    }

    /** Spaces that the spec no longer names. */
    private void surplus() {
        List<String> names = desired.spaces().stream().map(DesiredSpace::name).toList();
        for (Space space : search.surplus(names)) {
            changes.addAll(
                    desired.mayDestroy()
                            ? destroyed(search.keyOf(space), space)
                            : List.of(released(desired.mark(), search.keyOf(space), space)));
        }
        if (desired.mayDestroy()) {
            changes.addAll(revealed(desired.mark(), observed, names));
        }
    }

    private static List<Change<FilesCall>> destroyed(String entry, Space space) {
        List<Change<FilesCall>> changes = new ArrayList<>();
        if (!space.disabled()) {
            changes.add(new Change.Update<>(
                    FilesObstacles.spaceTarget(space.name()),
                    List.of(new FieldDiff("root.deleted.state", "", "trashed")),
                    new FilesCall.DisableSpace(entry, space.id())));
        }
        changes.add(new Change.Delete<>(
                FilesObstacles.spaceTarget(space.name()), true, new FilesCall.PurgeSpace(entry, space.id())));
        return changes;
    }

    private static Change<FilesCall> released(Mark mark, String entry, Space space) {
        return new Change.Update<>(
                FilesObstacles.spaceTarget(space.name()),
                List.of(new FieldDiff("mark", "ours", "released")),
                new FilesCall.UpdateSpace(
                        entry, space.id(), SpaceFields.description(SpaceMark.releasedDescription(mark, entry))));
    }

    /** A space that somebody hid must be seen before it can be purged. */
    private static List<Change<FilesCall>> revealed(Mark mark, ObservedFiles observed, List<String> wanted) {
        List<Change<FilesCall>> changes = new ArrayList<>();
        for (KnownSpace known : observed.known()) {
            if (!wanted.contains(known.name()) && observed.isUnseen(known)) {
                changes.add(new Change.Update<>(
                        FilesObstacles.spaceTarget(known.name()),
                        List.of(new FieldDiff("quota.total", "(not to be seen)", String.valueOf(ANY_QUOTA))),
                        new FilesCall.RevealSpace(SpaceMark.entryKey(mark, known.name()), known.id(), ANY_QUOTA)));
            }
        }
        return changes;
    }

    // ---- tear-down

    /**
     * What goes when the tenant is deleted with all its files: its spaces, then its groups, so that no grant of a group
     * is left that is not there. Spaces that were let go before stay. Groups carry no mark: of a Tenant that never had a
     * space the groups of its name are another's.
     */
    public static Plan<FilesCall> tearDown(Mark mark, String slug, ObservedFiles observed) {
        SpaceSearch search = new SpaceSearch(mark, slug, observed);
        List<Change<FilesCall>> changes = new ArrayList<>();
        List<Space> ours = ours(mark, search, observed);
        for (Space space : ours) {
            changes.addAll(destroyed(search.keyOf(space), space));
        }
        changes.addAll(revealed(mark, observed, List.of()));
        boolean hadSpaces = !ours.isEmpty()
                || !observed.known().isEmpty()
                || observed.spaces().stream().anyMatch(space -> SpaceMark.isOurLetGo(mark, space));
        if (!hadSpaces) {
            return Plan.of(changes);
        }
        for (String name : List.of(DesiredFiles.adminsGroupName(slug), DesiredFiles.groupName(slug))) {
            observed.groupId(name)
                    .ifPresent(id -> changes.add(new Change.Delete<>(
                            FilesObstacles.groupTarget(name), false, new FilesCall.DeleteGroup(id, name))));
        }
        return Plan.of(changes);
    }

    /** What is changed when the tenant is deleted and all shall stay: only the marks. */
    public static Plan<FilesCall> release(Mark mark, String slug, ObservedFiles observed) {
        SpaceSearch search = new SpaceSearch(mark, slug, observed);
        List<Change<FilesCall>> changes = new ArrayList<>();
        for (Space space : ours(mark, search, observed)) {
            changes.add(released(mark, search.keyOf(space), space));
        }
        return Plan.of(changes);
    }

    /** Also those of which nobody can tell the entry any more. */
    private static List<Space> ours(Mark mark, SpaceSearch search, ObservedFiles observed) {
        List<Space> ours = new ArrayList<>(search.surplus(List.of()));
        observed.spaces().stream()
                .filter(space -> SpaceMark.isOurs(mark, space))
                .filter(space -> !ours.contains(space))
                .forEach(ours::add);
        return ours;
    }
}
