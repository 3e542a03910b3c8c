package io.dezky.simulator.ocis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a member may do in a project space, from least to most. The ids are constants of the product. */
public enum SpaceRole {
    VIEWER("a8d5fe5e-96e3-418d-825b-534dbdf22b99", "Can view", "View and download.", Actions.VIEW),
    EDITOR(
            "58c63c02-1d89-4572-916a-870abc5a1b7d",
            "Can edit",
            "View, download, upload, edit, add, delete including the history.",
            Actions.EDIT),
    MANAGER(
            "312c0871-5ef7-4b3a-85b6-0e4074c64049",
            "Can manage",
            "View, download, upload, edit, add, delete and manage members.",
            Actions.ALL);

    private final String id;
    private final String displayName;
    private final String description;
    private final List<String> actions;

    SpaceRole(String id, String displayName, String description, List<String> actions) {
        this.id = id;
        this.displayName = displayName;
        this.description = description;
        this.actions = actions;
    }

    /** The id by which requests name the role. */
    public String id() {
        return id;
    }

    /** The name that people see; not unique, and translated by the server. */
    public String displayName() {
        return displayName;
    }

    String description() {
        return description;
    }

    /** The word by which the v1.0 answers name the role. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> actions() {
        return actions;
    }

    static Optional<SpaceRole> withId(String id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }
}
