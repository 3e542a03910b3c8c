package io.dezky.operator.mail;

import java.util.Map;
import java.util.Optional;

/**
 * What status tells of the tenant's domains, by name. All of it can be lost: names and marks find everything again.
 *
 * @param byName the domains that were ever made
 */
public record KnownDomains(Map<String, Known> byName) {

    /**
     * One domain.
     *
     * @param id Stalwart's
     * @param lastSerial the highest number that the operator gave to a DKIM key of it; 0 for none
     */
    public record Known(String id, int lastSerial) {}

    public KnownDomains {
        byName = Map.copyOf(byName);
    }

    /** Nothing is known. */
    public static KnownDomains none() {
        return new KnownDomains(Map.of());
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Whether status knows the domain with this id under this name. */
    boolean isIdOf(String name, String id) {
        return Optional.ofNullable(byName.get(name))
                .filter(known -> known.id().equals(id))
                .isPresent();
    }

    int lastSerial(String name) {
        return Optional.ofNullable(byName.get(name)).map(Known::lastSerial).orElse(0);
    }
}
