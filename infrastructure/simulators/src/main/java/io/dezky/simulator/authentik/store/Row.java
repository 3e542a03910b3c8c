package io.dezky.simulator.authentik.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One object of the server: its key and its stored members, named as the API names them. References to other objects are
 * stored as their keys. Guarded by the lock of the simulator, as everything in this package.
 */
public final class Row {

    private final String key;
    private final ObjectNode members;
    private final long bornIn;
    private boolean raceTold;

    Row(String key, ObjectNode members, long bornIn) {
        this.key = key;
        this.members = members;
        this.bornIn = bornIn;
    }

    /** The primary key as text: a UUID, or a number for users and providers. */
    public String key() {
        return key;
    }

    /** The primary key of a user or provider. */
    public int number() {
        return Integer.parseInt(key);
    }

    /** The stored members themselves: a change is a change of the object. */
    public ObjectNode members() {
        return members;
    }

    /** A member; a missing node when it has none of this name. */
    public JsonNode get(String name) {
        JsonNode value = members.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** A member as text; empty for null and for none. */
    public String text(String name) {
        JsonNode value = get(name);
        return value.isNull() ? "" : value.asText("");
    }

    /** A member that may be null, as text. */
    public Optional<String> optional(String name) {
        return members.hasNonNull(name) ? Optional.of(members.get(name).asText()) : Optional.empty();
    }

    /** A member as truth value. */
    public boolean flag(String name) {
        return get(name).asBoolean(false);
    }

    /** A list of keys; empty when there is none. */
    public List<String> keys(String name) {
        return keysIn(get(name));
    }

    /** The items of a JSON list as texts; none when it is no list. */
    public static List<String> keysIn(JsonNode list) {
        List<String> keys = new ArrayList<>();
        if (list != null) {
            list.forEach(item -> keys.add(item.asText()));
        }
        return keys;
    }

    /** A point in time; empty for null and for none. */
    public Optional<Instant> time(String name) {
        return optional(name).map(Instant::parse);
    }

    /** Takes over every member of the other object, and keeps the rest. */
    public void take(ObjectNode changes) {
        members.setAll(changes);
    }

    /** Whether it was made after the given state of the store, so that who began then could not see it. */
    public boolean isYoungerThan(long version) {
        return bornIn > version;
    }

    /** True once: the first caller who lost a race for this object is told in another way than the others. */
    public boolean tellRace() {
        boolean first = !raceTold;
        raceTold = true;
        return first;
    }
}
