package io.dezky.operator.files;

import io.dezky.operator.files.FilesCall.GranteeRef;
import io.dezky.operator.files.Ocis.FolderOutcome;
import io.dezky.operator.files.Ocis.GrantOutcome;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes a tenant's calls to oCIS, enters in the catalog what they change, and remembers what they bring forth.
 * {@link Caller.Outcome#EXISTS} here means more generally: it is not as it was planned for, the catalog knows better
 * now, plan again.
 */
final class FilesCaller implements Caller<FilesCall> {

    private final Ocis ocis;
    private final DriveCatalog catalog;
    private final FilesLook look;
    private final Map<String, String> madeSpaces = new HashMap<>();
    private final Map<String, Set<String>> madeFolders = new HashMap<>();

    FilesCaller(Ocis ocis, DriveCatalog catalog, FilesLook look) {
        this.ocis = ocis;
        this.catalog = catalog;
        this.look = look;
    }

    /** The folders that were made, or found, in the space of an entry. */
    Set<String> madeFolders(String entry) {
        return madeFolders.getOrDefault(entry, Set.of());
    }

    @Override
    public Outcome make(FilesCall call) {
        if (call instanceof FilesCall.CreateGroup create) {
            return createGroup(create.name());
        }
        if (call instanceof FilesCall.DeleteGroup delete) {
            deleteGroup(delete);
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.RevealSpace reveal) {
            return reveal(reveal);
        }
        if (call instanceof FilesCall.CreateSpace create) {
            createSpace(create);
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.UpdateSpace update) {
            entered(update.id(), ocis.updateSpace(update.id(), update.fields()));
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.RestoreSpace restore) {
            entered(restore.id(), ocis.restoreSpace(restore.id(), restore.fields()));
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.DisableSpace disable) {
            disable(disable.id());
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.PurgeSpace purge) {
            purge(purge.id());
            return Outcome.DONE;
        }
        if (call instanceof FilesCall.CreateFolder create) {
            return createFolder(create);
        }
        return changeMembers(call);
    }

    // ---- groups

    private Outcome createGroup(String name) {
        Optional<Group> made = ocis.createGroup(name);
        if (made.isPresent()) {
            catalog.put(made.get());
            return Outcome.DONE;
        }
        // Somebody's sign-in has made it, or an earlier call of ours whose answer was lost.
        catalog.put(ocis.group(name).orElseThrow(FilesLook::changed));
        return Outcome.EXISTS;
    }

    private void deleteGroup(FilesCall.DeleteGroup delete) {
        if (!ocis.deleteGroup(delete.id())) {
            requireAdmin();
        }
        catalog.removeGroup(delete.name());
    }

    // ---- spaces

    private Outcome reveal(FilesCall.RevealSpace reveal) {
        Optional<Space> there = ocis.space(reveal.id());
        if (there.isPresent()) {
            // Seen, so nobody hid it: a personal space, or one that oCIS finds by a part of its id.
            there.filter(space -> space.id().equals(reveal.id()))
                    .ifPresentOrElse(catalog::put, () -> look.remember(reveal.id()));
            return Outcome.EXISTS;
        }
        Optional<Space> seen = ocis.updateSpace(reveal.id(), SpaceFields.quota(reveal.quotaBytes()));
        if (seen.isPresent()) {
            catalog.put(seen.get());
            return Outcome.DONE;
        }
        look.remember(reveal.id());
        return Outcome.EXISTS;
    }

    private void createSpace(FilesCall.CreateSpace create) {
        try {
            Space made = ocis.createSpace(create.fields());
            catalog.put(made);
            madeSpaces.put(create.entry(), made.id());
        } catch (ExternalException.Transient lost) {
            if (lost.effectUnknown()) {
                // It may be there: whoever comes next must look before it makes another one.
                catalog.forget();
            }
            throw lost;
        }
    }

    private void entered(String id, Optional<Space> updated) {
        if (updated.isEmpty()) {
            catalog.forget();
            throw FilesLook.changed();
        }
        catalog.put(updated.get());
    }

    private void disable(String id) {
        if (ocis.disableSpace(id)) {
            catalog.update(id, Space::inTrash);
        } else {
            requireAdmin();
        }
    }

    private void purge(String id) {
        Ocis.PurgeOutcome outcome = ocis.purgeSpace(id);
        if (outcome == Ocis.PurgeOutcome.ENABLED) {
            // Somebody took it out of the trash meanwhile.
            disable(id);
            outcome = ocis.purgeSpace(id);
        }
        if (outcome == Ocis.PurgeOutcome.ENABLED) {
            throw FilesLook.changed();
        }
        if (outcome == Ocis.PurgeOutcome.ABSENT) {
            requireAdmin();
        }
        catalog.removeSpace(id);
    }

    /** Who has lost the role is told 404 as if the thing were gone. */
    private void requireAdmin() {
        if (ocis.groups().isEmpty()) {
            catalog.forget();
            // Says what is wrong.
            catalog.refreshIfOld();
            throw FilesLook.changed();
        }
    }

    // ---- members

    private Outcome changeMembers(FilesCall call) {
        if (call instanceof FilesCall.Invite invite) {
            String space = idOf(invite.entry(), invite.spaceId());
            Grantee grantee = granteeOf(invite.grantee());
            GrantOutcome outcome = ocis.invite(space, grantee, invite.role());
            return settled(space, outcome, found -> found.with(Permission.of(grantee, invite.role())));
        }
        if (call instanceof FilesCall.ChangeRole change) {
            GrantOutcome outcome = ocis.changeRole(change.spaceId(), change.grantee(), change.role());
            return settled(change.spaceId(), outcome, found -> withRole(found, change));
        }
        if (call instanceof FilesCall.ClearExpiry clear) {
            GrantOutcome outcome = ocis.clearExpiry(clear.spaceId(), clear.grantee());
            return settled(clear.spaceId(), outcome, found -> withoutExpiry(found, clear.grantee()));
        }
        if (call instanceof FilesCall.Revoke revoke) {
            GrantOutcome outcome = ocis.revoke(revoke.spaceId(), revoke.grantee());
            return settled(revoke.spaceId(), outcome, found -> found.without(revoke.grantee()));
        }
        throw new IllegalArgumentException("no call for members: " + call);
    }

    private static Space withRole(Space space, FilesCall.ChangeRole change) {
        boolean expires =
                space.permission(change.grantee()).filter(Permission::expires).isPresent();
        return space.with(new Permission(change.grantee(), Optional.of(change.role()), expires));
    }

    private static Space withoutExpiry(Space space, Grantee grantee) {
        return space.permission(grantee)
                .map(found -> space.with(new Permission(grantee, found.role(), false)))
                .orElse(space);
    }

    private Outcome settled(String spaceId, GrantOutcome outcome, UnaryOperator<Space> afterwards) {
        return switch (outcome) {
            case DONE -> {
                catalog.update(spaceId, afterwards);
                yield Outcome.DONE;
            }
            case GRANTEE_UNKNOWN -> {
                // A group that was deleted and perhaps made anew, with another id.
                catalog.forget();
                throw FilesLook.changed();
            }
            case EXISTS, REFUSED -> {
                lookAt(spaceId);
                yield Outcome.EXISTS;
            }
        };
    }

    /** Finds out why the members can't be changed. */
    private void lookAt(String spaceId) {
        Optional<Space> space = ocis.space(spaceId);
        if (space.isEmpty() || space.get().disabled()) {
            catalog.forget();
            throw FilesLook.changed();
        }
        Space found = space.get();
        Optional<Space> withMembers = ocis.permissions(spaceId).map(found::with);
        catalog.put(withMembers.orElse(found));
        if (withMembers.filter(look::isManaged).isEmpty()) {
            throw new LostManager(spaceId);
        }
    }

    private String idOf(String entry, String known) {
        return known != null ? known : madeSpaces.get(entry);
    }

    private Grantee granteeOf(GranteeRef ref) {
        return ref.known() != null
                ? ref.known()
                : catalog.groupId(ref.name()).map(Grantee::group).orElseThrow(FilesLook::changed);
    }

    // ---- folders

    private Outcome createFolder(FilesCall.CreateFolder create) {
        String space = idOf(create.entry(), create.spaceId());
        FolderOutcome outcome = ocis.createFolder(space, create.path());
        if (outcome == FolderOutcome.NO_PARENT) {
            // Somebody renamed or deleted a folder above that was made earlier.
            createParents(space, create.path());
            outcome = ocis.createFolder(space, create.path());
        }
        if (outcome == FolderOutcome.REFUSED) {
            lookAt(space);
            return Outcome.EXISTS;
        }
        if (outcome == FolderOutcome.NO_PARENT) {
            catalog.forget();
            throw FilesLook.changed();
        }
        madeFolders.computeIfAbsent(create.entry(), entry -> new HashSet<>()).add(create.path());
        return Outcome.DONE;
    }

    private void createParents(String space, String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            ocis.createFolder(space, path.substring(0, slash));
        }
    }
}
