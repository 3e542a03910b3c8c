package io.dezky.operator.files;

import io.dezky.operator.http.ExternalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * oCIS in a few lines, for tests that need thousands of runs: what it keeps, who may do what in a space, and its traps.
 * What somebody else does to it is done to {@link #spaces} and {@link #groups} directly.
 */
final class OcisModel implements Ocis {

    static final String SELF = "operator-id";
    static final String OPERATORS = "dezky-operators";

    final Map<String, Space> spaces = new LinkedHashMap<>();
    final Map<String, String> groups = new LinkedHashMap<>();
    final Map<String, Set<String>> folders = new LinkedHashMap<>();

    /** Ids of spaces that somebody gave a negative quota. */
    final Set<String> hidden = new LinkedHashSet<>();

    /** Every call that changes something, in order; reads begin with {@code GET}. */
    final List<String> calls = new ArrayList<>();

    boolean admin = true;

    /** The write that fails, counted from 1; 0 for none. */
    int failingWrite;

    /** Whether the failing write is carried out all the same. */
    boolean failsAfterwards;

    private int writes;
    private int ids;

    // ---- failing

    List<String> writesMade() {
        return calls.stream().filter(call -> !call.startsWith("GET")).toList();
    }

    private void read(String what) {
        calls.add("GET " + what);
    }

    private <T> T write(String what, Supplier<T> action) {
        calls.add(what);
        writes++;
        if (writes != failingWrite) {
            return action.get();
        }
        if (failsAfterwards) {
            action.get();
        }
        throw new ExternalException.Transient(SYSTEM, "OcisUnavailable", "gone away", failsAfterwards, null, null);
    }

    // ---- what is there

    private String newId(String kind) {
        ids++;
        return kind + "-" + ids;
    }

    String makeGroup(String name) {
        String id = newId("group");
        groups.put(name.toLowerCase(Locale.ROOT), id);
        return id;
    }

    Space makeForeign(String name, String alias, String description) {
        String id = newId("space");
        Space space = new Space(
                id,
                name,
                alias,
                description,
                5,
                false,
                "https://files.test/f/" + id,
                List.of(Permission.of(Grantee.user("stranger"), Role.MANAGER)));
        spaces.put(id, space);
        folders.put(id, new LinkedHashSet<>());
        return space;
    }

    private Optional<Space> seen(String id) {
        return Optional.ofNullable(spaces.get(id)).filter(space -> !hidden.contains(id));
    }

    private Optional<Role> roleIn(Space space) {
        Optional<String> ownGroup = Optional.ofNullable(groups.get(OPERATORS));
        boolean manager = space.hasManager(Grantee.user(SELF))
                || ownGroup.filter(id -> space.hasManager(Grantee.group(id))).isPresent();
        return manager
                ? Optional.of(Role.MANAGER)
                : space.permission(Grantee.user(SELF)).flatMap(Permission::role);
    }

    private boolean manages(String spaceId) {
        return seen(spaceId)
                .filter(space -> !space.disabled())
                .flatMap(this::roleIn)
                .filter(Role.MANAGER::equals)
                .isPresent();
    }

    private boolean exists(Grantee grantee) {
        return grantee.kind() == Grantee.Kind.USER || groups.containsValue(grantee.id());
    }

    // ---- the calls

    @Override
    public String me() {
        read("me");
        return SELF;
    }

    @Override
    public Optional<List<Group>> groups() {
        read("groups");
        return Optional.of(groups.entrySet().stream()
                        .map(entry -> new Group(entry.getValue(), entry.getKey()))
                        .toList())
                .filter(all -> admin);
    }

    @Override
    public Optional<Group> group(String name) {
        read("group");
        return Optional.ofNullable(groups.get(name.toLowerCase(Locale.ROOT))).map(id -> new Group(id, name));
    }

    @Override
    public Optional<Group> createGroup(String name) {
        return write("CreateGroup " + name, () -> {
            if (groups.containsKey(name.toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            return Optional.of(new Group(makeGroup(name), name));
        });
    }

    @Override
    public boolean deleteGroup(String id) {
        return write("DeleteGroup", () -> admin && groups.values().remove(id));
    }

    @Override
    public List<Space> projectSpaces() {
        read("spaces");
        return spaces.values().stream()
                .filter(space -> !hidden.contains(space.id()))
                .filter(space -> admin || roleIn(space).isPresent())
                .toList();
    }

    @Override
    public Optional<Space> space(String id) {
        read("space");
        return seen(id);
    }

    @Override
    public Space createSpace(SpaceFields fields) {
        return write("CreateSpace " + fields.name(), () -> {
            String id = newId("space");
            Space space = new Space(
                    id,
                    fields.name(),
                    fields.alias(),
                    fields.description(),
                    fields.quotaBytes(),
                    false,
                    "https://files.test/f/" + id,
                    List.of(Permission.of(Grantee.user(SELF), Role.MANAGER)));
            spaces.put(id, space);
            folders.put(id, new LinkedHashSet<>());
            return space;
        });
    }

    @Override
    public Optional<Space> updateSpace(String id, SpaceFields fields) {
        return write("UpdateSpace", () -> updated(id, fields, false));
    }

    @Override
    public Optional<Space> restoreSpace(String id, SpaceFields fields) {
        return write("RestoreSpace", () -> updated(id, fields, true));
    }

    private Optional<Space> updated(String id, SpaceFields fields, boolean restore) {
        Space space = spaces.get(id);
        if (space == null || !admin) {
            return Optional.empty();
        }
        if (fields.quotaBytes() != null) {
            hidden.remove(id);
        }
        Space changed = new Space(
                id,
                fields.name() == null ? space.name() : fields.name(),
                fields.alias() == null ? space.alias() : fields.alias(),
                fields.description() == null ? space.description() : fields.description(),
                fields.quotaBytes() == null ? space.quotaBytes() : fields.quotaBytes(),
                space.disabled() && !restore,
                space.webUrl(),
                space.permissions());
        spaces.put(id, changed);
        return Optional.of(changed);
    }

    @Override
    public boolean disableSpace(String id) {
        return write("DisableSpace", () -> {
            Optional<Space> space = seen(id).filter(found -> admin);
            space.ifPresent(found -> spaces.put(id, found.inTrash()));
            return space.isPresent();
        });
    }

    @Override
    public PurgeOutcome purgeSpace(String id) {
        return write("PurgeSpace", () -> {
            Optional<Space> space = seen(id).filter(found -> admin);
            if (space.isEmpty()) {
                return PurgeOutcome.ABSENT;
            }
            if (!space.get().disabled()) {
                return PurgeOutcome.ENABLED;
            }
            spaces.remove(id);
            folders.remove(id);
            return PurgeOutcome.PURGED;
        });
    }

    @Override
    public Optional<List<Permission>> permissions(String spaceId) {
        read("permissions");
        return seen(spaceId)
                .filter(space -> !space.disabled())
                .filter(space -> roleIn(space).isPresent())
                .map(Space::permissions);
    }

    @Override
    public GrantOutcome invite(String spaceId, Grantee grantee, Role role) {
        return write("Invite " + role, () -> {
            if (!manages(spaceId)) {
                return GrantOutcome.REFUSED;
            }
            if (!exists(grantee)) {
                return GrantOutcome.GRANTEE_UNKNOWN;
            }
            Space space = spaces.get(spaceId);
            if (space.permission(grantee).isPresent()) {
                return GrantOutcome.EXISTS;
            }
            spaces.put(spaceId, space.with(Permission.of(grantee, role)));
            return GrantOutcome.DONE;
        });
    }

    @Override
    public GrantOutcome changeRole(String spaceId, Grantee grantee, Role role) {
        return write("ChangeRole " + role, () -> {
            Optional<Permission> found =
                    seen(spaceId).filter(s -> manages(spaceId)).flatMap(space -> space.permission(grantee));
            if (found.isEmpty()) {
                return GrantOutcome.REFUSED;
            }
            Permission changed =
                    new Permission(grantee, Optional.of(role), found.get().expires());
            spaces.put(spaceId, spaces.get(spaceId).with(changed));
            return GrantOutcome.DONE;
        });
    }

    @Override
    public GrantOutcome clearExpiry(String spaceId, Grantee grantee) {
        return write("ClearExpiry", () -> {
            Optional<Permission> found =
                    seen(spaceId).filter(s -> manages(spaceId)).flatMap(space -> space.permission(grantee));
            if (found.isEmpty()) {
                return GrantOutcome.REFUSED;
            }
            Permission changed = new Permission(grantee, found.get().role(), false);
            spaces.put(spaceId, spaces.get(spaceId).with(changed));
            return GrantOutcome.DONE;
        });
    }

    @Override
    public GrantOutcome revoke(String spaceId, Grantee grantee) {
        return write("Revoke", () -> {
            boolean there =
                    manages(spaceId) && spaces.get(spaceId).permission(grantee).isPresent();
            if (!there) {
                return GrantOutcome.REFUSED;
            }
            spaces.put(spaceId, spaces.get(spaceId).without(grantee));
            return GrantOutcome.DONE;
        });
    }

    @Override
    public FolderOutcome createFolder(String spaceId, String path) {
        return write("CreateFolder " + path, () -> {
            Optional<Space> space = seen(spaceId).filter(found -> roleIn(found).isPresent());
            if (space.isEmpty()) {
                return FolderOutcome.REFUSED;
            }
            Set<String> there = folders.get(spaceId);
            int slash = path.lastIndexOf('/');
            boolean noParent = slash > 0 && !there.contains(path.substring(0, slash));
            if (space.get().disabled() || noParent) {
                return FolderOutcome.NO_PARENT;
            }
            return there.add(path) ? FolderOutcome.CREATED : FolderOutcome.EXISTS;
        });
    }
}
