package io.dezky.simulator.ocis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** All groups and who is in them. */
final class Groups {

    /** A group; its name is unique whatever its case. */
    record Group(String id, String displayName) {}

    private final Map<String, Group> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();

    List<Group> all() {
        return new ArrayList<>(byId.values());
    }

    Optional<Group> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Group> withName(String displayName) {
        return byId.values().stream()
                .filter(group -> group.displayName().equalsIgnoreCase(displayName))
                .findFirst();
    }

    Group create(String displayName) {
        Group group = new Group(UUID.randomUUID().toString(), displayName);
        byId.put(group.id(), group);
        members.put(group.id(), new LinkedHashSet<>());
        return group;
    }

    void rename(String id, String displayName) {
        byId.replace(id, new Group(id, displayName));
    }

    void remove(String id) {
        byId.remove(id);
        members.remove(id);
    }

    Set<String> membersOf(String groupId) {
        return Set.copyOf(members.getOrDefault(groupId, Set.of()));
    }

    void join(String groupId, String userId) {
        members.get(groupId).add(userId);
    }

    boolean leave(String groupId, String userId) {
        return members.get(groupId).remove(userId);
    }

    void leaveAll(String userId) {
        members.values().forEach(group -> group.remove(userId));
    }

    Set<String> groupsOf(String userId) {
        return members.entrySet().stream()
                .filter(group -> group.getValue().contains(userId))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
