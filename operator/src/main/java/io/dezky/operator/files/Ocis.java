package io.dezky.operator.files;

import java.util.List;
import java.util.Optional;

/**
 * What the operator asks of oCIS. Every method is one call.
 *
 * <p>Absent and hidden look the same there: who lacks a right is told 404. All methods throw
 * {@link io.dezky.operator.http.ExternalException}.
 */
public interface Ocis {

    /** The name in plans, metrics and messages. */
    String SYSTEM = "ocis";

    /** How a change of a space's members went. */
    enum GrantOutcome {
        DONE,
        /** The grantee has a grant already, of whatever role. */
        EXISTS,
        /** There is no such user or group. */
        GRANTEE_UNKNOWN,
        /**
         * Not done, and the answer does not tell why: the operator is no manager, the space is disabled or gone, or the
         * grant is.
         */
        REFUSED
    }

    /** How the making of a folder went. */
    enum FolderOutcome {
        CREATED,
        EXISTS,
        /** A folder above is missing, or the space is disabled. */
        NO_PARENT,
        /** The operator is no member, or may not write, or the space is gone. */
        REFUSED
    }

    /** How a purge went. */
    enum PurgeOutcome {
        PURGED,
        /** Gone already, or hidden. */
        ABSENT,
        /** Only disabled spaces can be purged, and this one is not. */
        ENABLED
    }

    /** The id of the operator's own user. */
    String me();

    /** All groups; empty when the operator's role is not Admin, who alone may list them. */
    Optional<List<Group>> groups();

    /** A group by its name, whatever the case. */
    Optional<Group> group(String name);

    /** The new group; empty when there is one of that name already. */
    Optional<Group> createGroup(String name);

    /** Whether it was there. */
    boolean deleteGroup(String id);

    /** All project spaces of the instance, whosever they are, disabled ones too. */
    List<Space> projectSpaces();

    Optional<Space> space(String id);

    /** Makes a space whose manager is the operator. Names and aliases are not unique: twice makes two. */
    Space createSpace(SpaceFields fields);

    /** The space as it is then; empty when it is absent or hidden. */
    Optional<Space> updateSpace(String id, SpaceFields fields);

    /** Like {@link #updateSpace}, and takes the space out of the trash. */
    Optional<Space> restoreSpace(String id, SpaceFields fields);

    /** Puts a space into the trash, files kept; whether it was there. */
    boolean disableSpace(String id);

    /** Deletes a disabled space with all its files. May take long. */
    PurgeOutcome purgeSpace(String id);

    /** The grants on a space; empty when the operator is no member, or the space is disabled or absent. */
    Optional<List<Permission>> permissions(String spaceId);

    GrantOutcome invite(String spaceId, Grantee grantee, Role role);

    GrantOutcome changeRole(String spaceId, Grantee grantee, Role role);

    /** Lets a grant last. */
    GrantOutcome clearExpiry(String spaceId, Grantee grantee);

    GrantOutcome revoke(String spaceId, Grantee grantee);

    /**
     * Makes one folder.
     *
     * @param path names from the root of the space down, with slashes between
     */
    FolderOutcome createFolder(String spaceId, String path);
}
