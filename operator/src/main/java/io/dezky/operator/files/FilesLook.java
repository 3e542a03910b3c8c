package io.dezky.operator.files;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Observes one tenant for the time of one reconcile: from the catalog, and by a call only where that does not tell. */
final class FilesLook {

    private final Ocis ocis;
    private final DriveCatalog catalog;
    private final Mark mark;
    private final List<String> groups;
    private final Set<String> managerGroups;
    private final List<KnownSpace> known;
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Boolean> lost = new HashMap<>();

    /**
     * A look at one tenant.
     *
     * @param groups names of all groups that matter
     * @param managerGroups those of them through which the operator may be manager
     */
    FilesLook(
            Ocis ocis,
            DriveCatalog catalog,
            Mark mark,
            List<String> groups,
            Set<String> managerGroups,
            List<KnownSpace> known) {
        this.ocis = ocis;
        this.catalog = catalog;
        this.mark = mark;
        this.groups = groups;
        this.managerGroups = managerGroups;
        this.known = known;
    }

    /** The space is gone for good. */
    void remember(String goneId) {
        gone.add(goneId);
    }

    ObservedFiles observe() {
        List<Space> spaces = new ArrayList<>(catalog.markedBy(mark));
        for (KnownSpace space : known) {
            Optional.ofNullable(space.id())
                    .flatMap(catalog::space)
                    .filter(found -> !spaces.contains(found))
                    .ifPresent(spaces::add);
        }
        return observed(spaces);
    }

    /** Also asks, where the list does not show the operator among the managers, whether it really lost a space. */
    ObservedFiles observeMembers() {
        ObservedFiles observed = observe();
        Set<String> lostIds = new HashSet<>();
        boolean asked = false;
        for (Space space : observed.spaces()) {
            boolean concerned = SpaceMark.isOurs(mark, space) || isKnown(space);
            if (concerned && !space.disabled() && !isManaged(space)) {
                asked = true;
                if (lost.computeIfAbsent(space.id(), id -> isLost(space))) {
                    lostIds.add(space.id());
                }
            }
        }
        ObservedFiles again = asked ? observe() : observed;
        return new ObservedFiles(again.self(), again.groupIds(), again.spaces(), again.known(), again.gone(), lostIds);
    }

    private boolean isKnown(Space space) {
        return known.stream().anyMatch(one -> space.id().equals(one.id()));
    }

    private boolean isLost(Space space) {
        Optional<Space> withMembers = ocis.permissions(space.id()).map(space::with);
        withMembers.ifPresent(catalog::put);
        return withMembers.filter(this::isManaged).isEmpty();
    }

    /** Whether the operator is a manager, by itself or through a group. */
    boolean isManaged(Space space) {
        return space.hasManager(Grantee.user(catalog.self()))
                || managerGroups.stream()
                        .flatMap(name -> catalog.groupId(name).stream())
                        .anyMatch(id -> space.hasManager(Grantee.group(id)));
    }

    private ObservedFiles observed(List<Space> spaces) {
        Map<String, String> ids = new HashMap<>();
        for (String name : groups) {
            catalog.groupId(name).ifPresent(id -> ids.put(name.toLowerCase(Locale.ROOT), id));
        }
        return new ObservedFiles(catalog.self(), ids, spaces, known, gone, Set.of());
    }

    static ExternalException.Transient changed() {
        return new ExternalException.Transient(
                Ocis.SYSTEM,
                "OcisChanged",
                "A space or group in oCIS was changed by somebody else meanwhile. The operator looks again by itself.",
                false,
                null,
                null);
    }
}
