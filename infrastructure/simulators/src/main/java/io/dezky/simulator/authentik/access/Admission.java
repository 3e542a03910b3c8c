package io.dezky.simulator.authentik.access;

import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * Whom bindings let through. What is bound to nothing lets everybody in, and so does what is bound by disabled bindings
 * only: docs/systems/authentik.md, Applications are open until bound.
 */
public final class Admission {

    private final Store store;

    public Admission(Store store) {
        this.store = store;
    }

    /** Whether this user may enter the application, or go through the flow. */
    public boolean admits(Row target, Row user) {
        return decide(target, Optional.of(user));
    }

    /** Whether somebody may enter who is in no group and is named nowhere. */
    public boolean admitsStrangers(Row target) {
        return decide(target, Optional.empty());
    }

    /** Whether at least one binding that is switched on guards the target. */
    public boolean isGuarded(Row target) {
        return !enabledBindings(target).isEmpty();
    }

    private List<Row> enabledBindings(Row target) {
        return store.bindings()
                .where("target", target.key())
                .filter(binding -> binding.flag("enabled"))
                .toList();
    }

    private boolean decide(Row target, Optional<Row> user) {
        List<Row> bindings = enabledBindings(target);
        if (bindings.isEmpty()) {
            return true;
        }
        boolean all = target.text("policy_engine_mode").equals("all");
        return all
                ? bindings.stream().allMatch(binding -> passes(binding, user))
                : bindings.stream().anyMatch(binding -> passes(binding, user));
    }

    private boolean passes(Row binding, Optional<Row> user) {
        return matches(binding, user) != binding.flag("negate");
    }

    private boolean matches(Row binding, Optional<Row> user) {
        if (user.isEmpty()) {
            return false;
        }
        String key = user.get().key();
        Optional<String> group = binding.optional("group");
        if (group.isPresent()) {
            return store.memberships().allGroups(key).contains(group.get());
        }
        return binding.optional("user").map(key::equals).orElse(false);
    }
}
