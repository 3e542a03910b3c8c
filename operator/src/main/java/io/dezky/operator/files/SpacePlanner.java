package io.dezky.operator.files;

import io.dezky.operator.files.FilesCall.GranteeRef;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must change so that one space is as desired. Pure. */
final class SpacePlanner {

    private static final SpaceFields NO_FIELDS = new SpaceFields(null, null, null, null);

    private final DesiredFiles desired;
    private final ObservedFiles observed;
    private final DesiredSpace wanted;
    private final String entry;
    private final List<Change<FilesCall>> changes = new ArrayList<>();

    SpacePlanner(DesiredFiles desired, ObservedFiles observed, DesiredSpace wanted) {
        this.desired = desired;
        this.observed = observed;
        this.wanted = wanted;
        this.entry = desired.entryKey(wanted);
    }

    /** All that a new space needs. */
    List<Change<FilesCall>> create(Optional<String> purged) {
        List<FieldDiff> diff = new ArrayList<>();
        purged.ifPresent(id -> diff.add(new FieldDiff("id", id + " (was purged by somebody)", "")));
        diff.add(new FieldDiff("name", "", wanted.name()));
        diff.add(quotaDiff("", wanted.quotaBytes()));
        SpaceFields fields = new SpaceFields(wanted.name(), description(), desired.alias(entry), wanted.quotaBytes());
        changes.add(new Change.Create<>(target(), diff, new FilesCall.CreateSpace(entry, fields)));
        // Who creates a space is its manager.
        grants(null, List.of(Permission.of(Grantee.user(observed.self()), Role.MANAGER)));
        folders(null, Set.of());
        return changes;
    }

    /** What brings a space into sight again that somebody hid. */
    List<Change<FilesCall>> reveal(String id) {
        changes.add(new Change.Update<>(
                target(),
                List.of(quotaDiff("(not to be seen)", wanted.quotaBytes())),
                new FilesCall.RevealSpace(entry, id, wanted.quotaBytes())));
        return changes;
    }

    /**
     * What differs.
     *
     * @param lost whether the operator can't change the members
     */
    List<Change<FilesCall>> update(Space space, boolean lost) {
        fields(space);
        if (lost) {
            return changes;
        }
        grants(space.id(), space.permissions());
        revokeAdmins(space);
        folders(space.id(), madeBefore(space));
        return changes;
    }

    private Target target() {
        return FilesObstacles.spaceTarget(wanted.name());
    }

    private String description() {
        return SpaceMark.description(desired.mark(), entry);
    }

    private static FieldDiff quotaDiff(String from, long to) {
        return new FieldDiff("quota.total", from, String.valueOf(to));
    }

    // ---- the space itself

    private void fields(Space space) {
        List<FieldDiff> diff = new ArrayList<>();
        String name = changed(diff, "name", space.name(), wanted.name());
        String description = changed(diff, "description", space.description(), description());
        String alias = changed(diff, "driveAlias", space.alias(), desired.alias(entry));
        Long quota = null;
        if (space.quotaBytes() != wanted.quotaBytes()) {
            quota = wanted.quotaBytes();
            diff.add(quotaDiff(String.valueOf(space.quotaBytes()), quota));
        }
        SpaceFields fields = diff.isEmpty() ? NO_FIELDS : new SpaceFields(name, description, alias, quota);
        if (space.disabled()) {
            diff.add(new FieldDiff("root.deleted.state", "trashed", ""));
            changes.add(new Change.Update<>(target(), diff, new FilesCall.RestoreSpace(entry, space.id(), fields)));
        } else if (!diff.isEmpty()) {
            changes.add(new Change.Update<>(target(), diff, new FilesCall.UpdateSpace(entry, space.id(), fields)));
        }
    }

    private static String changed(List<FieldDiff> diff, String field, String from, String to) {
        if (from.equals(to)) {
            return null;
        }
        diff.add(new FieldDiff(field, from, to));
        return to;
    }

    // ---- members

    /** Managers first: so that the operator's own group stands before anything else may go wrong. */
    private Map<GranteeRef, Role> wantedGrants() {
        Map<GranteeRef, Role> grants = new LinkedHashMap<>();
        grants.put(group(desired.operatorsGroup()), Role.MANAGER);
        for (String name : desired.managerGroups()) {
            // A group that is not there yet is an obstacle of its own; the operator does not make foreign groups.
            if (observed.groupId(name).isPresent()) {
                grants.put(group(name), Role.MANAGER);
            }
        }
        grants.put(new GranteeRef("the operator", Grantee.user(observed.self())), Role.MANAGER);
        grants.put(group(desired.groupName()), wanted.members());
        if (wanted.adminsDiffer()) {
            grants.put(group(desired.adminsGroupName()), wanted.admins());
        }
        return grants;
    }

    private GranteeRef group(String name) {
        return new GranteeRef(name, observed.groupId(name).map(Grantee::group).orElse(null));
    }

    /** Only grants of these grantees are looked at: whom else people have let in is their business. */
    private void grants(String spaceId, List<Permission> permissions) {
        Map<Grantee, Permission> found = new LinkedHashMap<>();
        permissions.forEach(permission -> found.put(permission.grantee(), permission));
        wantedGrants().forEach((grantee, role) -> grant(spaceId, grantee, found.get(grantee.known()), role));
    }

    private void grant(String spaceId, GranteeRef grantee, Permission found, Role role) {
        Target target = permissionTarget(grantee.name());
        if (found == null) {
            changes.add(new Change.Create<>(
                    target,
                    List.of(new FieldDiff("roles", "", role.toString())),
                    new FilesCall.Invite(entry, spaceId, grantee, role)));
            return;
        }
        if (found.role().filter(role::equals).isEmpty()) {
            String from = found.role().map(Role::toString).orElse("(another)");
            changes.add(new Change.Update<>(
                    target,
                    List.of(new FieldDiff("roles", from, role.toString())),
                    new FilesCall.ChangeRole(entry, spaceId, grantee.known(), role)));
        }
        if (found.expires()) {
            changes.add(new Change.Update<>(
                    target,
                    List.of(new FieldDiff("expirationDateTime", "set", "")),
                    new FilesCall.ClearExpiry(entry, spaceId, grantee.known())));
        }
    }

    /** Admins are members: where their role is the members' their group has no grant of its own. */
    private void revokeAdmins(Space space) {
        if (wanted.adminsDiffer()) {
            return;
        }
        observed.groupId(desired.adminsGroupName())
                .map(Grantee::group)
                .filter(admins -> space.permission(admins).isPresent())
                .ifPresent(admins -> changes.add(new Change.Delete<>(
                        permissionTarget(desired.adminsGroupName()),
                        false,
                        new FilesCall.Revoke(entry, space.id(), admins))));
    }

    private Target permissionTarget(String grantee) {
        return new Target(Ocis.SYSTEM, "Permission", wanted.name() + " for " + grantee);
    }

    // ---- folders

    /** Folders are made once: what people rename, move or delete afterwards stays so. */
    private Set<String> madeBefore(Space space) {
        return observed.known(wanted.name())
                .filter(known -> space.id().equals(known.id()))
                .map(known -> DesiredSpace.withParents(known.folders()))
                .orElse(Set.of());
    }

    private void folders(String spaceId, Set<String> madeBefore) {
        for (String path : wanted.allFolders()) {
            if (!madeBefore.contains(path)) {
                changes.add(new Change.Create<>(
                        new Target(Ocis.SYSTEM, "Folder", wanted.name() + "/" + path),
                        List.of(),
                        new FilesCall.CreateFolder(entry, spaceId, path)));
            }
        }
    }
}
