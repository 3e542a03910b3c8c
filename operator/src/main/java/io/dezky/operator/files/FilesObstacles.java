package io.dezky.operator.files;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Target;
import java.util.List;

/** What can stand in the way in oCIS: the words for it. */
final class FilesObstacles {

    private FilesObstacles() {}

    static Target spaceTarget(String name) {
        return new Target(Ocis.SYSTEM, "Space", name);
    }

    static Target groupTarget(String name) {
        return new Target(Ocis.SYSTEM, "Group", name);
    }

    static Obstacle invalid(DesiredSpace space, String problem) {
        return Obstacle.conflict(
                spaceTarget(space.name()),
                "SpaceInvalid",
                "The space \"" + space.name() + "\" can't be made in oCIS: " + problem + ". Change spec.files.spaces.");
    }

    static Obstacle ambiguous(String name, List<Space> spaces) {
        return Obstacle.conflict(
                spaceTarget(name),
                "SpaceAmbiguous",
                "oCIS has more than one space that could be \"" + name + "\": " + ids(spaces)
                        + ". The operator touches none of them. Look which one holds the files, and remove the line"
                        + " that begins with \"Managed by Dezky\" from the description of the others.");
    }

    static Obstacle unattributed(String name, List<Space> spaces, String description) {
        return Obstacle.conflict(
                spaceTarget(name),
                "SpaceAmbiguous",
                "A space of this tenant in oCIS (" + ids(spaces)
                        + ") no longer says which entry of the spec it was made for, so it may be \"" + name
                        + "\", and none is made beside it. If it is, put \"" + description
                        + "\" into its description; if not, remove the line that begins with \"Managed by Dezky\" from"
                        + " it.");
    }

    static Obstacle twin(String name, Space space, List<Space> twins) {
        return Obstacle.conflict(
                spaceTarget(name),
                "SpaceAmbiguous",
                "oCIS has the space \"" + name + "\" twice: " + space.id() + " is the one that status names and"
                        + " is kept as described, " + ids(twins)
                        + " carries the same mark and is left alone. Look what it holds; if it is not needed remove the"
                        + " line that begins with \"Managed by Dezky\" from its description, or the space.");
    }

    private static String ids(List<Space> spaces) {
        return String.join(", ", spaces.stream().map(Space::id).sorted().toList());
    }

    static Obstacle notOurs(String name, Space space, String description, Ownership ownership) {
        String holder = Mark.holder(ownership).orElse("its mark is missing");
        return Obstacle.conflict(
                spaceTarget(name),
                "SpaceConflict",
                "The space " + space.id() + " in oCIS, which status names for \"" + name
                        + "\", does not say that it is this tenant's (" + holder
                        + "). If it is, put \"" + description
                        + "\" into its description; if not, remove it from status.files.spaces.");
    }

    static Obstacle managerGroupMissing(String group) {
        return Obstacle.waiting(
                groupTarget(group),
                "ManagerGroupMissing",
                "The group \"" + group + "\", which shall manage every space (ocis.managerGroups), is not in oCIS yet:"
                        + " it comes with the first sign-in of a member, or by hand. The operator goes on without it.");
    }

    static Obstacle lostManager(String name, String id, String operatorsGroup) {
        return Obstacle.conflict(
                spaceTarget(name),
                "LostManager",
                "Somebody removed the operator from the managers of the space \"" + name + "\" (" + id
                        + ") in oCIS, so its members and folders can't be kept as described, and no role of the"
                        + " instance can undo that. A manager of the space must invite the group \"" + operatorsGroup
                        + "\" to it with the role \"Can manage\".");
    }

    /** What oCIS refused for one space. */
    static Obstacle refused(String name, ExternalException refusal) {
        return Obstacle.conflict(spaceTarget(name), refusal.reason(), refusal.getMessage());
    }
}
