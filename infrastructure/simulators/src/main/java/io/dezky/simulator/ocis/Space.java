package io.dezky.simulator.ocis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A drive: a project space, or the personal one of a user. Its fields are guarded by the lock of the simulator. */
final class Space {

    /** The two kinds that are kept; the virtual one is made up when it is listed. */
    enum Type {
        PROJECT("project"),
        PERSONAL("personal");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final String id;
    private final Type type;
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final Folders folders = new Folders();
    private String name;
    private String alias;
    private String description = "";
    private long quota;
    private boolean disabled;
    private Instant modified;
    private long version;

    Space(String id, Type type, String name, String alias, long quota, Instant now) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.alias = alias;
        this.quota = quota;
        this.modified = now;
    }

    /** The second half of the drive id. */
    String id() {
        return id;
    }

    Type type() {
        return type;
    }

    boolean isProject() {
        return type == Type.PROJECT;
    }

    String name() {
        return name;
    }

    void name(String changed) {
        name = changed;
    }

    String alias() {
        return alias;
    }

    void alias(String changed) {
        alias = changed;
    }

    String description() {
        return description;
    }

    void description(String changed) {
        description = changed;
    }

    long quota() {
        return quota;
    }

    void quota(long changed) {
        quota = changed;
    }

    boolean isDisabled() {
        return disabled;
    }

    void disabled(boolean changed) {
        disabled = changed;
    }

    /** A quota below zero is stored, and then the space cannot be read: docs/systems/ocis.md, "A negative quota hides a space". */
    boolean isHidden() {
        return quota < 0;
    }

    Folders folders() {
        return folders;
    }

    Instant modified() {
        return modified;
    }

    /** Counts the changes, so that equal clocks still give different etags. */
    long version() {
        return version;
    }

    void touch(Instant now) {
        modified = now;
        version++;
    }

    /** The grants that are not over. */
    List<Grant> grants(Instant now) {
        grants.values().removeIf(grant -> grant.isOver(now));
        return new ArrayList<>(grants.values());
    }

    Optional<Grant> grant(String permissionId, Instant now) {
        return grants(now).stream()
                .filter(grant -> grant.permissionId().equals(permissionId))
                .findFirst();
    }

    void put(Grant grant) {
        grants.put(grant.permissionId(), grant);
    }

    void revoke(String permissionId) {
        grants.remove(permissionId);
    }

    /** Whether nobody else is manager. A group counts, even an empty one. */
    boolean isLastManager(Grant grant, Instant now) {
        return grant.role() == SpaceRole.MANAGER
                && grants(now).stream()
                                .filter(other -> other.role() == SpaceRole.MANAGER)
                                .count()
                        == 1;
    }
}
