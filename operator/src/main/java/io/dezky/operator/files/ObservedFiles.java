package io.dezky.operator.files;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What oCIS has of a tenant.
 *
 * @param self id of the operator's own user
 * @param groupIds of the groups that exist, by name in lower case
 * @param spaces that carry the tenant's mark, those that were let go too, and those that status names
 * @param known what status says
 * @param gone ids that status names and that are proven to be purged
 * @param lost ids of spaces of which the operator is no manager any more
 */
public record ObservedFiles(
        String self,
        Map<String, String> groupIds,
        List<Space> spaces,
        List<KnownSpace> known,
        Set<String> gone,
        Set<String> lost) {

    public ObservedFiles {
        groupIds = Map.copyOf(groupIds);
        spaces = List.copyOf(spaces);
        known = List.copyOf(known);
        gone = Set.copyOf(gone);
        lost = Set.copyOf(lost);
    }

    Optional<String> groupId(String name) {
        return Optional.ofNullable(groupIds.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<Space> space(String id) {
        return spaces.stream().filter(space -> space.id().equals(id)).findFirst();
    }

    Optional<KnownSpace> known(String name) {
        return known.stream().filter(space -> space.name().equals(name)).findFirst();
    }

    /** Whether status names a space that is neither listed nor proven to be gone. */
    boolean isUnseen(KnownSpace space) {
        return space.id() != null && space(space.id()).isEmpty() && !gone.contains(space.id());
    }
}
