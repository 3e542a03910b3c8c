package io.dezky.simulator.ocis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All spaces of the instance. */
final class Spaces {

    /** The first half of every drive id. */
    private final String storage;

    private final Map<String, Space> byId = new LinkedHashMap<>();

    Spaces(String storage) {
        this.storage = storage;
    }

    List<Space> all() {
        return new ArrayList<>(byId.values());
    }

    /** The drive id, as all answers show it. */
    String driveId(Space space) {
        return storage + "$" + space.id();
    }

    /**
     * The space that a text names: its drive id, the second half of it alone, or either with the id of an item behind
     * an exclamation mark.
     */
    Optional<Space> named(String text) {
        int mark = text.indexOf('!');
        String drive = mark < 0 ? text : text.substring(0, mark);
        int dollar = drive.indexOf('$');
        if (dollar >= 0 && !drive.substring(0, dollar).equals(storage)) {
            return Optional.empty();
        }
        return Optional.ofNullable(byId.get(drive.substring(dollar + 1)))
                .filter(space -> mark < 0 || holds(space, text.substring(mark + 1)));
    }

    private static boolean holds(Space space, String item) {
        return item.equals(space.id()) || space.folders().hasItemWithId(item);
    }

    Space createProject(String name, String alias, long quota, Instant now) {
        String usedAlias = alias.isEmpty() ? "project/" + name.replace(' ', '-').toLowerCase(Locale.ROOT) : alias;
        return add(new Space(UUID.randomUUID().toString(), Space.Type.PROJECT, name, usedAlias, quota, now));
    }

    /** The personal space of a user, made now when it is not there yet. Its id is that of the user. */
    Space personal(Account owner, Instant now) {
        Space there = byId.get(owner.id());
        return there != null
                ? there
                : add(new Space(
                        owner.id(), Space.Type.PERSONAL, owner.displayName(), "personal/" + owner.login(), 0, now));
    }

    void remove(String id) {
        byId.remove(id);
    }

    private Space add(Space space) {
        byId.put(space.id(), space);
        return space;
    }
}
