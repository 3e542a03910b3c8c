package io.dezky.simulator.stalwart.registry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that any simulated object has for a property. The server has one list of names for all its types, and says
 * different things of a name that no type has and of one that only other types have.
 */
final class PropertyNames {

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    static {
        KNOWN.addAll(Set.of("id", "@type", "text"));
    }

    private PropertyNames() {}

    static void add(String name) {
        KNOWN.add(name);
    }

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }
}
