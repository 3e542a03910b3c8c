package io.dezky.operator.files;

/**
 * One call to oCIS for a tenant, as data. A space or group that an earlier call of the same plan makes has no id yet: a
 * space is then known by its entry, a group by its name.
 */
public sealed interface FilesCall {

    /** The key of the entry that the call is for; empty for what belongs to no space. */
    String entry();

    /** A call that belongs to no space. */
    sealed interface OfTenant extends FilesCall {
        @Override
        default String entry() {
            return "";
        }
    }

    record CreateGroup(String name) implements OfTenant {}

    record DeleteGroup(String id, String name) implements OfTenant {}

    /**
     * Sets the quota of a space that is known and not listed. A space that somebody gave a negative quota comes back by
     * it; one that is gone for good does not (docs/systems/ocis.md, A negative quota hides a space).
     */
    record RevealSpace(String entry, String id, long quotaBytes) implements FilesCall {}

    record CreateSpace(String entry, SpaceFields fields) implements FilesCall {}

    record UpdateSpace(String entry, String id, SpaceFields fields) implements FilesCall {}

    /** Out of the trash, with the fields to change in the same call. */
    record RestoreSpace(String entry, String id, SpaceFields fields) implements FilesCall {}

    record DisableSpace(String entry, String id) implements FilesCall {}

    record PurgeSpace(String entry, String id) implements FilesCall {}

    record Invite(String entry, String spaceId, GranteeRef grantee, Role role) implements FilesCall {}

    record ChangeRole(String entry, String spaceId, Grantee grantee, Role role) implements FilesCall {}

    record ClearExpiry(String entry, String spaceId, Grantee grantee) implements FilesCall {}

    record Revoke(String entry, String spaceId, Grantee grantee) implements FilesCall {}

    record CreateFolder(String entry, String spaceId, String path) implements FilesCall {}

    /**
     * A user or group that exists, or a group that an earlier call of the same plan makes.
     *
     * @param name of the group; of a user what people call it
     * @param known null while a group has no id
     */
    record GranteeRef(String name, Grantee known) {}
}
