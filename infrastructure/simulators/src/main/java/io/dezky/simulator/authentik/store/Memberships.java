package io.dezky.simulator.authentik.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who is in which group, from both sides, and which group lies above which. */
public final class Memberships {

    private final Map<String, Set<String>> usersOf = new LinkedHashMap<>();
    private final Map<String, Set<String>> groupsOf = new LinkedHashMap<>();
    private final Table groups;

    Memberships(Table groups) {
        this.groups = groups;
    }

    /** The members themselves, not those of child groups. */
    public Set<String> users(String group) {
        return usersOf.getOrDefault(group, Set.of());
    }

    /** The groups that the user is in itself, not what lies above them. */
    public Set<String> groups(String user) {
        return groupsOf.getOrDefault(user, Set.of());
    }

    /** The groups of a user and everything above them: membership counts upwards. Circles are allowed, and end. */
    public Set<String> allGroups(String user) {
        return withAncestors(groups(user));
    }

    /** These groups and everything above them. */
    public Set<String> withAncestors(Collection<String> begin) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(begin);
        while (!open.isEmpty()) {
            String group = open.removeFirst();
            if (all.add(group)) {
                groups.byKey(group).ifPresent(row -> open.addAll(row.keys("parents")));
            }
        }
        return all;
    }

    public void add(String user, String group) {
        usersOf.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(user);
        groupsOf.computeIfAbsent(user, u -> new LinkedHashSet<>()).add(group);
    }

    public void remove(String user, String group) {
        usersOf.computeIfPresent(group, (g, users) -> without(users, user));
        groupsOf.computeIfPresent(user, (u, groups) -> without(groups, group));
    }

    private static Set<String> without(Set<String> all, String one) {
        all.remove(one);
        return all;
    }

    /** The user is in exactly these groups from now on. */
    public void setGroups(String user, Collection<String> wanted) {
        Set.copyOf(groups(user)).forEach(group -> remove(user, group));
        wanted.forEach(group -> add(user, group));
    }

    /** The group has exactly these members from now on. */
    public void setUsers(String group, Collection<String> wanted) {
        Set.copyOf(users(group)).forEach(user -> remove(user, group));
        wanted.forEach(user -> add(user, group));
    }

    void forgetUser(String user) {
        setGroups(user, Set.of());
    }

    void forgetGroup(String group) {
        setUsers(group, Set.of());
    }
}
