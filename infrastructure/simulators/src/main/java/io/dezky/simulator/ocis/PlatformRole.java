package io.dezky.simulator.ocis;

import java.util.Arrays;
import java.util.Optional;

/** What somebody may do on the whole instance. Everybody has exactly one; the ids are constants of the product. */
public enum PlatformRole {
    ADMIN("Admin", "71881883-1768-46bd-a24d-a356a2afdf7f"),
    SPACE_ADMIN("Space Admin", "2aadd357-682c-406b-8874-293091995fdd"),
    USER("User", "d7beeea8-8ff4-406b-8fb6-ab2dd81e6b11"),
    USER_LIGHT("User Light", "38071a68-456a-4553-846a-fa67bf5596cc");

    private final String displayName;
    private final String id;

    PlatformRole(String displayName, String id) {
        this.displayName = displayName;
        this.id = id;
    }

    /** The name that people see. */
    public String displayName() {
        return displayName;
    }

    /** The id in {@code appRoleAssignments}. */
    public String id() {
        return id;
    }

    static Optional<PlatformRole> withId(String id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }

    static PlatformRole named(String displayName) {
        return Arrays.stream(values())
                .filter(role -> role.displayName.equals(displayName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role is called " + displayName));
    }
}
