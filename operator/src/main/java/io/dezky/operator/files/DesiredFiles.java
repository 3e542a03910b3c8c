package io.dezky.operator.files;

import io.dezky.operator.plan.Mark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a tenant shall have in oCIS: a group for its members, one for its admins where they have another role somewhere,
 * and its spaces.
 *
 * @param mark of the Tenant
 * @param slug of the tenant
 * @param operatorsGroup group of the operator itself, manager of every space; made when it is missing
 * @param managerGroups further groups that are managers of every space; must exist
 * @param spaces with different names
 * @param mayDestroy whether a space that the spec no longer names is deleted with its files; otherwise it is let go
 */
public record DesiredFiles(
        Mark mark,
        String slug,
        String operatorsGroup,
        List<String> managerGroups,
        List<DesiredSpace> spaces,
        boolean mayDestroy) {

    public DesiredFiles {
        managerGroups = List.copyOf(managerGroups);
        spaces = List.copyOf(spaces);
    }

    /** The group of a tenant's members: the name of the group in Authentik, which sign-in matches. */
    public static String groupName(String slug) {
        return "tenant-" + slug;
    }

    /** The group of a tenant's admins. No slug may end in {@code -admins}. */
    public static String adminsGroupName(String slug) {
        return groupName(slug) + "-admins";
    }

    String groupName() {
        return groupName(slug);
    }

    String adminsGroupName() {
        return adminsGroupName(slug);
    }

    /** Whether the admins' group is needed at all. */
    boolean needsAdminsGroup() {
        return spaces.stream().anyMatch(DesiredSpace::adminsDiffer);
    }

    /** The groups that manage every space. */
    Set<String> allManagerGroups() {
        Set<String> all = new LinkedHashSet<>();
        all.add(operatorsGroup);
        all.addAll(managerGroups);
        return all;
    }

    String entryKey(DesiredSpace space) {
        return SpaceMark.entryKey(mark, space.name());
    }

    String alias(String entry) {
        return SpaceMark.alias(mark, slug, entry);
    }
}
