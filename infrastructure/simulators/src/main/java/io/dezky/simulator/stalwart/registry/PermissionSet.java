package io.dezky.simulator.stalwart.registry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** A set of permissions. Immutable. */
public final class PermissionSet {

    /** No permission at all. */
    public static final PermissionSet NONE = new PermissionSet(new BitSet());

    private static final int WORD = 64;

    private final BitSet held;

    private PermissionSet(BitSet held) {
        this.held = held;
    }

    /** These; names that are no permissions are refused with an {@link IllegalArgumentException}. */
    public static PermissionSet of(Collection<String> names) {
        BitSet held = new BitSet();
        for (String name : names) {
            if (!PermissionCatalogue.exists(name)) {
                throw new IllegalArgumentException("no permission: " + name);
            }
            held.set(PermissionCatalogue.number(name));
        }
        return new PermissionSet(held);
    }

    /** Every permission there is, as the built-in role System Administrator has it. */
    public static PermissionSet all() {
        return of(PermissionCatalogue.names());
    }

    /** What the built-in role User holds. */
    public static PermissionSet ofRoleUser() {
        return of(PermissionCatalogue.ofRoleUser());
    }

    public boolean holds(String name) {
        return held.get(PermissionCatalogue.number(name));
    }

    public boolean isEmpty() {
        return held.isEmpty();
    }

    public PermissionSet with(PermissionSet others) {
        BitSet sum = (BitSet) held.clone();
        sum.or(others.held);
        return new PermissionSet(sum);
    }

    public PermissionSet without(PermissionSet others) {
        BitSet rest = (BitSet) held.clone();
        rest.andNot(others.held);
        return new PermissionSet(rest);
    }

    public PermissionSet inBoth(PermissionSet others) {
        BitSet both = (BitSet) held.clone();
        both.and(others.held);
        return new PermissionSet(both);
    }

    /**
     * The names in the order in which the server lists them: it goes through its set word by word of 64, and in each
     * word from the highest bit down.
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int word = 0; word * WORD < held.length(); word++) {
            for (int bit = WORD - 1; bit >= 0; bit--) {
                if (held.get(word * WORD + bit)) {
                    names.add(PermissionCatalogue.names().get(word * WORD + bit));
                }
            }
        }
        return names;
    }

    /** Those names that the server tells a caller about itself. */
    public List<String> toldNames() {
        return names().stream().filter(PermissionCatalogue::isTold).toList();
    }
}
