package io.dezky.simulator.ocis;

import java.util.List;

/**
 * A project space as a test sees it.
 *
 * @param id the drive id
 * @param quota in bytes; 0 is unlimited
 * @param used in bytes
 * @param disabled whether it was deleted without {@code Purge}
 * @param grants its members, in the order in which they came
 * @param folders the paths of all folders, parents before children
 */
public record OcisSpace(
        String id,
        String name,
        String alias,
        String description,
        long quota,
        long used,
        boolean disabled,
        List<OcisGrant> grants,
        List<String> folders) {

    /**
     * A member of a space.
     *
     * @param permissionId {@code u:<user id>} or {@code g:<group id>}
     * @param name the display name of the user or group; empty when it was deleted
     */
    public record OcisGrant(String permissionId, String name, SpaceRole role) {}
}
