package io.dezky.simulator.ocis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All users, and the role that each has. */
final class Accounts {

    /** A role given to somebody. Neither of the two needs to exist: the server looks at neither. */
    record Assignment(String id, String userId, String roleId) {}

    private final Map<String, Account> byId = new LinkedHashMap<>();
    private final Map<String, Assignment> assignments = new LinkedHashMap<>();

    List<Account> all() {
        return new ArrayList<>(byId.values());
    }

    Optional<Account> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Account> withLogin(String login) {
        return byId.values().stream()
                .filter(account -> account.login().equalsIgnoreCase(login))
                .findFirst();
    }

    Optional<Account> withIdOrLogin(String text) {
        return withId(text).or(() -> withLogin(text));
    }

    /** Adds an account, or puts a changed one in the place of that with the same id. */
    void put(Account account) {
        byId.put(account.id(), account);
    }

    void remove(String id) {
        byId.remove(id);
        assignments.remove(id);
    }

    Optional<Assignment> assignmentOf(String userId) {
        return Optional.ofNullable(assignments.get(userId));
    }

    /** Gives a role; whatever role the user had before is gone. */
    Assignment assign(String userId, String roleId) {
        Assignment assignment = new Assignment(UUID.randomUUID().toString(), userId, roleId);
        assignments.put(userId, assignment);
        return assignment;
    }

    void assign(String userId, PlatformRole role) {
        if (assignmentOf(userId).filter(a -> a.roleId().equals(role.id())).isEmpty()) {
            assign(userId, role.id());
        }
    }

    void unassign(String userId) {
        assignments.remove(userId);
    }
}
